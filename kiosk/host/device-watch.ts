/**
 * One reading of all devices (anchors: one "all devices" call), kept fresh: the reader and the printer tell by themselves, the
 * receipt printer is asked. The terminal looks at the hardware before it trusts anything it remembers.
 */
import type { CardReader } from '../../card-reader/index.ts';
import type { PagePrinter, PagePrinterStatus, ReceiptPrinter } from '../../printing/index.ts';
import type { DeviceCondition, TerminalStatus } from '../../server-bridge/index.ts';
import type { FeeCollector } from '../payment/index.ts';
import type { DeviceReading } from '../terminal/index.ts';

const RECEIPT_EVERY_MS = 3_000;

export type DeviceWatch = {
  /** Null until every device has been looked at once. */
  reading(): DeviceReading | null;
  conditions(): Omit<TerminalStatus['devices'], 'screens'>;
  stop(): void;
};

export function watchDevices(o: {
  reader: CardReader;
  pagePrinter: PagePrinter;
  receiptPrinter: ReceiptPrinter;
  coinBox: FeeCollector;
  onChange: () => void;
}): DeviceWatch {
  let page: DeviceReading['pagePrinter'] | null = null;
  let receipt: DeviceReading['receiptPrinter'] | null = null;
  let stopped = false;

  const unwatch = [
    o.reader.watch(o.onChange),
    o.pagePrinter.watch((status) => {
      page = pageReading(status);
      o.onChange();
    }),
    o.coinBox.watch(o.onChange),
  ];
  const look = async (): Promise<void> => {
    if (page === null) page = pageReading(await o.pagePrinter.status());
    const status = await o.receiptPrinter.status();
    if (stopped) return;
    const next = status.kind === 'ready' ? 'ready' : status.kind === 'unreachable' ? 'unavailable' : 'attention';
    const changed = next !== receipt;
    receipt = next;
    if (changed) o.onChange();
  };
  void look();
  const timer = setInterval(() => void look(), RECEIPT_EVERY_MS);

  const cardReading = (): DeviceReading['cardReader'] => {
    const status = o.reader.status();
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
        return 'unavailable';
      default: {
        const never: never = status;
        throw new Error(`Unknown reader status ${String(never)}`);
      }
    }
  };

  return {
    reading() {
      if (page === null || receipt === null) return null;
      return { cardReader: cardReading(), pagePrinter: page, receiptPrinter: receipt, coinBox: o.coinBox.status() };
    },
    conditions: () => ({
      cardReader: cardReading() === 'unavailable' ? 'absent' : 'ready',
      pagePrinter: page === null ? 'unknown' : conditionOf(page),
      receiptPrinter: receipt === null ? 'unknown' : conditionOf(receipt),
      coinBox: o.coinBox.status(),
    }),
    stop() {
      stopped = true;
      clearInterval(timer);
      for (const stop of unwatch) stop();
    },
  };
}

function pageReading(status: PagePrinterStatus): DeviceReading['pagePrinter'] {
  switch (status.kind) {
    case 'ready':
    case 'busy':
      return 'ready';
    case 'attention':
      return status.cause === 'paper' ? 'paper' : 'attention';
    case 'unqualified':
    case 'unreachable':
      return 'unavailable';
    default: {
      const never: never = status;
      throw new Error(`Unknown printer status ${String(never)}`);
    }
  }
}

function conditionOf(reading: 'ready' | 'paper' | 'attention' | 'unavailable'): DeviceCondition {
  switch (reading) {
    case 'ready':
      return 'ready';
    case 'paper':
    case 'attention':
      return 'attention';
    case 'unavailable':
      return 'absent';
    default: {
      const never: never = reading;
      throw new Error(`Unknown reading ${String(never)}`);
    }
  }
}
