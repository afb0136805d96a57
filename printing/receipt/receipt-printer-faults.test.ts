import { afterEach, beforeEach, expect, test } from 'vitest';
import { startVirtualReceiptPrinter, type VirtualReceiptPrinter } from '../virtual/index.ts';
import { openReceiptPrinter } from './open-receipt-printer.ts';
import type { ReceiptEvent, ReceiptPrinter } from './receipt-printer.ts';
import { SYNTHETIC_RECEIPT } from './synthetic-receipt.ts';

let virtual: VirtualReceiptPrinter;
let printer: ReceiptPrinter;

beforeEach(async () => {
  virtual = await startVirtualReceiptPrinter();
  const delays = {
    ...{ statusLimitMs: 800, printLimitMs: 1_000, connectLimitMs: 2_000 },
    ...{ livePollMs: 20, attentionLimitMs: 300 },
  };
  printer = openReceiptPrinter({ host: virtual.host, port: virtual.port }, { delays });
});
afterEach(async () => {
  await printer.close();
  await virtual.stop();
});

test('a receipt is printed, cut off and confirmed', async () => {
  expect((await printer.print(SYNTHETIC_RECEIPT)).isOk()).toBe(true);
  const [text] = virtual.receipts;
  // The day in Japan, where it is past midnight already.
  for (const words of ['領収書', '2026/11/21 00:04', '合計  240円', 'お釣り  760円', '0120-000-000']) {
    expect(text).toContain(words);
  }
});

test.each([
  ['cover-open', 'cover'],
  ['paper-end', 'paper'],
  ['cutter', 'cutter'],
  ['unrecoverable', 'other'],
] as const)('%s before: nothing is sent', async (fault, cause) => {
  virtual.raise(fault);
  expect(await printer.status()).toEqual({ kind: 'attention', cause });
  const printed = await printer.print(SYNTHETIC_RECEIPT);
  expect(printed._unsafeUnwrapErr()).toEqual({ kind: 'attention', cause, mayHavePrinted: false });
  expect(virtual.received).toHaveLength(0);
});

test('paper near its end is a word about a ready printer', async () => {
  virtual.raise('paper-near-end');
  expect(await printer.status()).toEqual({ kind: 'ready', paperNearEnd: true });
  expect((await printer.print(SYNTHETIC_RECEIPT)).isOk()).toBe(true);
});

test('the paper ends in the middle: told as paper, and it may have printed', async () => {
  virtual.raiseWhenReceiving('paper-end');
  const printed = await printer.print(SYNTHETIC_RECEIPT);
  expect(printed._unsafeUnwrapErr()).toEqual({ kind: 'attention', cause: 'paper', mayHavePrinted: true });
});

test('the paper ends on the way and is changed: told while it lasts, and the receipt is confirmed', async () => {
  virtual.raiseWhenReceiving('paper-end');
  const events: ReceiptEvent[] = [];
  const onEvent = (event: ReceiptEvent) => {
    events.push(event);
    if (event.kind === 'attention') virtual.clear('paper-end');
  };
  const printed = await printer.print(SYNTHETIC_RECEIPT, { onEvent, attentionLimitMs: 10_000 });
  expect(printed.isOk()).toBe(true);
  expect(virtual.receipts).toHaveLength(1);
  // The confirmation may overtake the news that all is well again.
  expect(events.slice(0, 2)).toEqual([{ kind: 'sent' }, { kind: 'attention', cause: 'paper' }]);
});

test('given up with the cover open: closing it later brings no late receipt', async () => {
  virtual.raiseWhenReceiving('cover-open');
  const printed = await printer.print(SYNTHETIC_RECEIPT);
  expect(printed._unsafeUnwrapErr()).toEqual({ kind: 'attention', cause: 'cover', mayHavePrinted: true });
  await printer.status().then(() => virtual.clear('cover-open'));
  expect((await printer.print({ ...SYNTHETIC_RECEIPT, receiptNumber: 'NEXT-1' })).isOk()).toBe(true);
  expect(virtual.receipts).toHaveLength(1);
  expect(virtual.receipts[0]).toContain('NEXT-1');
});

test('paper near its end is told with the receipt', async () => {
  virtual.raise('paper-near-end');
  const events: ReceiptEvent[] = [];
  expect((await printer.print(SYNTHETIC_RECEIPT, { onEvent: (event) => events.push(event) })).isOk()).toBe(true);
  expect(events).toEqual([{ kind: 'paper-near-end' }, { kind: 'sent' }]);
});

test('mute: unreachable, nothing is sent', async () => {
  await virtual.setLine('mute');
  expect(await printer.status()).toEqual({ kind: 'unreachable', cause: { kind: 'no-answer', limitMs: 800 } });
  expect((await printer.print(SYNTHETIC_RECEIPT))._unsafeUnwrapErr().kind).toBe('unreachable');
  expect(virtual.received).toHaveLength(0);
});

test('bytes that are no status are not believed', async () => {
  await virtual.setLine('noise');
  expect(await printer.status()).toEqual({ kind: 'unreachable', cause: { kind: 'not-a-status-byte' } });
});

test('the connection breaks under the receipt: not confirmed', async () => {
  await virtual.setLine('reset');
  const printed = await printer.print(SYNTHETIC_RECEIPT);
  expect(printed._unsafeUnwrapErr()).toEqual({ kind: 'not-confirmed', cause: { kind: 'connection-lost' } });
});

test('offline and back again', async () => {
  await virtual.setLine('offline');
  expect(await printer.status()).toEqual({
    kind: 'unreachable',
    cause: { kind: 'no-connection', code: 'ECONNREFUSED' },
  });
  await virtual.setLine('normal');
  expect((await printer.status()).kind).toBe('ready');
});

test('one receipt at a time, while the status can be asked for', async () => {
  const first = printer.print(SYNTHETIC_RECEIPT);
  const [second, status] = await Promise.all([printer.print(SYNTHETIC_RECEIPT), printer.status()]);
  expect(second._unsafeUnwrapErr()).toEqual({ kind: 'busy' });
  expect(status.kind).toBe('ready');
  expect((await first).isOk()).toBe(true);
  expect(virtual.receipts).toHaveLength(1);
});
