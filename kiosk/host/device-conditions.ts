/** Each device's own status in the words of the device union. Pure, and total: a new status is a compiler's error here. */
import type { ReaderStatus } from '../../card-reader/index.ts';
import type { PagePrinterStatus, ReceiptPrinterStatus } from '../../printing/index.ts';
import type { DeviceUnion, SupplyWarning } from '../../server-bridge/index.ts';

export function readerCondition(status: ReaderStatus): DeviceUnion['cardReader'] {
  switch (status.kind) {
    case 'empty':
      return 'empty';
    case 'card-present':
    case 'card-mute':
    case 'in-use':
      return 'occupied';
    case 'no-service':
    case 'no-reader':
    case 'unknown':
      return 'absent';
    default:
      return unreachable(status);
  }
}

export function pagePrinterCondition(status: PagePrinterStatus): DeviceUnion['pagePrinter'] {
  switch (status.kind) {
    case 'ready':
    case 'busy':
      return 'ready';
    case 'attention':
      return status.cause === 'other' ? 'attention' : status.cause;
    case 'unqualified':
      return 'attention';
    case 'unreachable':
      return 'absent';
    default:
      return unreachable(status);
  }
}

export function receiptPrinterCondition(status: ReceiptPrinterStatus): DeviceUnion['receiptPrinter'] {
  switch (status.kind) {
    case 'ready':
      return 'ready';
    case 'attention':
      return status.cause === 'paper' || status.cause === 'cover' ? status.cause : 'attention';
    case 'unreachable':
      return 'absent';
    default:
      return unreachable(status);
  }
}

/** What the page printer will need soon; null where this status does not say. */
export function pagePrinterWarnings(status: PagePrinterStatus): readonly SupplyWarning[] | null {
  if (status.kind !== 'ready') return null;
  const nearEnd = status.warnings.map((warning) => warning.nearEnd);
  const paper = nearEnd.includes('paper') || status.consumables.paperNearEnd;
  const toner = nearEnd.includes('toner') || status.consumables.supplies.some((supply) => supply.nearEnd);
  return [...(paper ? (['paper-low'] as const) : []), ...(toner ? (['toner-low'] as const) : [])];
}

/** As `pagePrinterWarnings`. */
export function receiptPrinterWarnings(status: ReceiptPrinterStatus): readonly SupplyWarning[] | null {
  if (status.kind !== 'ready') return null;
  return status.paperNearEnd ? ['receipt-roll-low'] : [];
}

function unreachable(never: never): never {
  throw new Error(`Unknown status ${String(never)}`);
}
