import { expect, test } from 'vitest';
import { benchPrinter, recorder } from './bench-printer.ts';
import { mayHavePrinted } from './page-printer.ts';
import { testPage } from './test-page.ts';

/** Something that happens at once, on a machine that has other things to do. */
const SOON = { timeout: 10_000 };

test('the printer restarts in the middle of a job', async () => {
  await using bench = await benchPrinter({}, { sheetMs: 30 });
  // Up time counts whole seconds: it must have something to fall from.
  await expect.poll(() => bench.virtual.upTimeSeconds, SOON).toBeGreaterThan(1);
  const { onEvent } = recorder({ printing: () => bench.virtual.restart() });
  const printed = await bench.printer.print(testPage(5), { pages: 5, onEvent });
  expect(printed._unsafeUnwrapErr()).toEqual({ kind: 'printer-restarted' });
  expect(mayHavePrinted(printed._unsafeUnwrapErr())).toBe(true);
});

test('the printer forgets the job', async () => {
  await using bench = await benchPrinter({}, { sheetMs: 30 });
  const { onEvent } = recorder({ printing: () => bench.virtual.forgetJobs() });
  const printed = await bench.printer.print(testPage(5), { pages: 5, onEvent });
  expect(printed._unsafeUnwrapErr()).toEqual({ kind: 'job-lost' });
});

test('the printer gives the job up in the middle of a sheet', async () => {
  await using bench = await benchPrinter({}, { sheetMs: 30 });
  const { onEvent } = recorder({ printing: () => bench.virtual.abortNextSheet() });
  const printed = await bench.printer.print(testPage(5), { pages: 5, onEvent });
  const error = printed._unsafeUnwrapErr();
  expect(error).toMatchObject({ kind: 'aborted', reasons: ['aborted-by-system'] });
  expect(error.kind === 'aborted' && error.sheets).toBe(bench.virtual.paperInTray);
});

test('a document the printer cannot read is aborted without a sheet', async () => {
  await using bench = await benchPrinter();
  const printed = await bench.printer.print(Buffer.from('this is no PDF'), { pages: 1 });
  expect(printed._unsafeUnwrapErr()).toEqual({ kind: 'aborted', sheets: 0, reasons: ['document-format-error'] });
});

test('completed with fewer sheets than pages is not printed', async () => {
  await using bench = await benchPrinter();
  bench.virtual.completeShort(1);
  const printed = await bench.printer.print(testPage(3), { pages: 3 });
  expect(printed._unsafeUnwrapErr()).toEqual({ kind: 'incomplete', sheets: 1 });
});

test('nothing moves and nothing is wrong: given up, and cancelled at the printer', async () => {
  await using bench = await benchPrinter({ progressLimitMs: 50 });
  bench.virtual.holdSheets(true);
  const printed = await bench.printer.print(testPage(), { pages: 1 });
  expect(printed._unsafeUnwrapErr()).toMatchObject({ kind: 'stuck', stage: 'after-accept', cause: 'no-progress' });
  bench.virtual.holdSheets(false);
  await expect.poll(async () => (await bench.printer.status()).kind, SOON).toBe('ready');
  expect(bench.virtual.paperInTray).toBe(0);
});

test('cancelled at the first sheet, the printer still finishes it: what came out is told as printed', async () => {
  await using bench = await benchPrinter({ cancelLimitMs: 5_000 }, { sheetMs: 200 });
  const giveUp = new AbortController();
  const sheetInMotion = new Promise<void>((resolve) => {
    bench.virtual.onEvent((event) => {
      if (event.kind === 'job' && event.state === 'processing') resolve();
    });
  });
  const { onEvent } = recorder({ accepted: () => sheetInMotion.then(() => giveUp.abort()) });
  const printed = await bench.printer.print(testPage(), { pages: 1, signal: giveUp.signal, onEvent });
  expect(printed._unsafeUnwrap().sheets).toBe(1);
  expect(bench.virtual.paperInTray).toBe(1);
});

test('cancelled before anything was sent', async () => {
  await using bench = await benchPrinter();
  bench.virtual.raise('cover-open');
  const giveUp = new AbortController();
  const { onEvent } = recorder({ attention: () => giveUp.abort() });
  const printed = await bench.printer.print(testPage(), { pages: 1, signal: giveUp.signal, onEvent });
  expect(printed._unsafeUnwrapErr()).toEqual({ kind: 'cancelled', stage: 'before-accept' });
  bench.virtual.clear('cover-open');
  expect(bench.virtual.paperInTray).toBe(0);
});

test('what a silent printer still held is taken back before the next visit', async () => {
  await using bench = await benchPrinter({ requestLimitMs: 100, silenceLimitMs: 50 });
  bench.virtual.holdSheets(true);
  const { onEvent } = recorder({ accepted: () => bench.virtual.setLine('hung') });
  const printed = await bench.printer.print(testPage(2), { pages: 2, onEvent });
  expect(mayHavePrinted(printed._unsafeUnwrapErr())).toBe(true);
  await bench.virtual.setLine('normal');
  await expect.poll(async () => (await bench.printer.status()).kind, SOON).toBe('busy');
  await bench.printer.cancelOpenJobs();
  bench.virtual.holdSheets(false);
  await expect.poll(async () => (await bench.printer.status()).kind, SOON).toBe('ready');
  expect(bench.virtual.paperInTray).toBe(0);
});
