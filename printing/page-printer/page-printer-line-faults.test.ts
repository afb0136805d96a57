import { expect, test } from 'vitest';
import { benchPrinter, recorder } from './bench-printer.ts';
import { mayHavePrinted } from './page-printer.ts';
import { testPage } from './test-page.ts';

test.each([
  ['offline', { kind: 'unreachable', cause: { kind: 'no-connection', code: 'ECONNREFUSED' } }],
  ['hung', { kind: 'unreachable', cause: { kind: 'no-answer', limitMs: 100 } }],
  ['wrong-request-id', { kind: 'unreachable', cause: { kind: 'wrong-request-id' } }],
] as const)('%s: the status says why, and recovers', async (mode, status) => {
  await using bench = await benchPrinter({ requestLimitMs: 100 });
  await bench.virtual.setLine(mode);
  expect(await bench.printer.status()).toEqual(status);
  const printed = await bench.printer.print(testPage(), { pages: 1 });
  expect(printed._unsafeUnwrapErr()).toEqual({ ...status, stage: 'before-accept' });
  await bench.virtual.setLine('normal');
  await expect.poll(async () => (await bench.printer.status()).kind, { timeout: 10_000 }).toBe('ready');
});

test('an answer cut short is never taken as complete', async () => {
  await using bench = await benchPrinter();
  await bench.virtual.setLine('cut-answer');
  expect(await bench.printer.status()).toMatchObject({
    kind: 'unreachable',
    cause: { kind: 'malformed-answer', cause: { kind: 'truncated' } },
  });
});

test('the answer to Print-Job is lost: it may have printed, and the queue is cleared', async () => {
  await using bench = await benchPrinter({}, { sheetMs: 5_000 });
  await bench.virtual.setLine('lost-answer');
  const printed = await bench.printer.print(testPage(3), { pages: 3 });
  const error = printed._unsafeUnwrapErr();
  expect(error).toMatchObject({ kind: 'unreachable', stage: 'after-accept', cause: { kind: 'connection-lost' } });
  expect(mayHavePrinted(error)).toBe(true);
  expect(bench.virtual.openJobCancelled).toBe(true);
});

test.each(['offline', 'hung', 'wrong-request-id', 'cut-answer'] as const)(
  '%s for a moment in the middle of a job: followed to its end all the same',
  async (mode) => {
    await using bench = await benchPrinter({ requestLimitMs: 100, silenceLimitMs: 10_000 }, { sheetMs: 50 });
    const { onEvent } = recorder({
      printing: () => {
        bench.virtual.setLine(mode);
        setTimeout(() => bench.virtual.setLine('normal'), 150);
      },
    });
    const printed = await bench.printer.print(testPage(3), { pages: 3, onEvent });
    expect(printed._unsafeUnwrap()).toEqual({ jobId: 1, sheets: 3 });
  },
);

test('silent for good in the middle of a job: given up, and it may have printed', async () => {
  await using bench = await benchPrinter({ silenceLimitMs: 50 }, { sheetMs: 20 });
  const { onEvent } = recorder({ printing: () => bench.virtual.setLine('offline') });
  const printed = await bench.printer.print(testPage(5), { pages: 5, onEvent });
  expect(printed._unsafeUnwrapErr()).toMatchObject({ kind: 'unreachable', stage: 'after-accept' });
});

test('closing gives an open job up and ends every wait', async () => {
  const bench = await benchPrinter();
  bench.virtual.raise('cover-open');
  const printing = bench.printer.print(testPage(), { pages: 1 });
  await bench.printer.close();
  expect((await printing)._unsafeUnwrapErr()).toEqual({ kind: 'cancelled', stage: 'before-accept' });
  expect((await bench.printer.status()).kind).toBe('unreachable');
  await bench.virtual.stop();
});
