/** Which devices a visit cannot do without, and what is said when one of them is not fit. */
import type { ClosedCause, DeviceUnion } from '../../../server-bridge/protocol/index.ts';

/** A device that nobody has looked at yet: the terminal is still starting. */
export function isUnknown(devices: DeviceUnion, canCollect: boolean): boolean {
  const { cardReader, pagePrinter, receiptPrinter, coinBox } = devices;
  return [cardReader, pagePrinter, receiptPrinter, canCollect ? 'ready' : coinBox].includes('unknown');
}

/** The first device that keeps the terminal from serving, most pressing first; null when all are fit. */
export function deviceCause(devices: DeviceUnion, canCollect: boolean): ClosedCause | null {
  return (
    readerCause(devices.cardReader) ??
    pagePrinterCause(devices.pagePrinter) ??
    receiptPrinterCause(devices.receiptPrinter) ??
    (canCollect ? null : feeCause(devices.coinBox))
  );
}

function readerCause(reader: DeviceUnion['cardReader']): ClosedCause | null {
  switch (reader) {
    case 'empty':
    case 'unknown':
      return null;
    case 'occupied':
      return 'needs-staff-card-left';
    case 'absent':
      return 'needs-staff-reader';
    default:
      return unreachable(reader);
  }
}

function pagePrinterCause(printer: DeviceUnion['pagePrinter']): ClosedCause | null {
  switch (printer) {
    case 'ready':
    case 'unknown':
      return null;
    case 'paper':
      return 'needs-staff-paper';
    case 'jam':
      return 'needs-staff-jam';
    case 'cover':
      return 'needs-staff-cover';
    case 'toner':
      return 'needs-staff-toner';
    case 'attention':
    case 'absent':
      return 'needs-staff-printer';
    default:
      return unreachable(printer);
  }
}

function receiptPrinterCause(printer: DeviceUnion['receiptPrinter']): ClosedCause | null {
  switch (printer) {
    case 'ready':
    case 'unknown':
      return null;
    case 'paper':
      return 'needs-staff-receipt-roll';
    case 'cover':
    case 'attention':
    case 'absent':
      return 'needs-staff-receipt';
    default:
      return unreachable(printer);
  }
}

/** No fee can be collected: the coin box names the fault. */
function feeCause(coinBox: DeviceUnion['coinBox']): ClosedCause | null {
  switch (coinBox) {
    case 'unknown':
      return null;
    case 'no-change':
      return 'needs-staff-no-change';
    case 'coin-jam':
      return 'needs-staff-coin-jam';
    case 'ready':
    case 'attention':
    case 'absent':
      return 'needs-staff-coin-box';
    default:
      return unreachable(coinBox);
  }
}

function unreachable(never: never): never {
  throw new Error(`Unknown condition ${String(never)}`);
}
