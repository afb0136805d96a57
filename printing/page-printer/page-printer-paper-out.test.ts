import { expect, test } from 'vitest';
import { benchPrinter, recorder } from './bench-printer.ts';
import { testPage } from './test-page.ts';

/** Something that happens at once, on a machine that has other things to do. */
const SOON = { timeout: 10_000 };

test('the tray runs empty in the middle of a job: it waits and goes on with the next sheet', async () => {
  await using bench = await benchPrinter();
  bench.virtual.loadPaper(1);
  const { events, onEvent } = recorder({ attention: () => bench.virtual.loadPaper() });
  const printed = await bench.printer.print(testPage(3), { pages: 3, onEvent });
  expect(printed._unsafeUnwrap()).toEqual({ jobId: 1, sheets: 3 });
  expect(events).toContainEqual({ kind: 'attention', cause: 'paper', reasons: ['media-empty'] });
  expect(events).toContainEqual({ kind: 'attention-cleared' });
  expect(bench.virtual.paperInTray).toBe(3);
});

test('the last sheet of the tray was the last page: the job is done, the empty tray is the next one’s matter', async () => {
  await using bench = await benchPrinter();
  bench.virtual.loadPaper(2);
  const printed = await bench.printer.print(testPage(2), { pages: 2 });
  expect(printed._unsafeUnwrap().sheets).toBe(2);
  expect(await bench.printer.status()).toEqual({ kind: 'attention', cause: 'paper', reasons: ['media-empty'] });
});

test('nobody loads paper: stuck before anything was sent', async () => {
  await using bench = await benchPrinter({ attentionLimitMs: 30 });
  bench.virtual.raise('paper-out');
  const printed = await bench.printer.print(testPage(), { pages: 1 });
  expect(printed._unsafeUnwrapErr()).toEqual({
    kind: 'stuck',
    stage: 'before-accept',
    cause: 'paper',
    reasons: ['media-empty'],
  });
  bench.virtual.loadPaper();
  expect(bench.virtual.paperInTray).toBe(0);
});

test('nobody loads paper in the middle: stuck, the job is cancelled, and paper loaded later brings no late sheet', async () => {
  await using bench = await benchPrinter();
  bench.virtual.loadPaper(1);
  const printed = await bench.printer.print(testPage(3), { pages: 3, attentionLimitMs: 30 });
  expect(printed._unsafeUnwrapErr()).toMatchObject({ kind: 'stuck', stage: 'after-accept', cause: 'paper' });
  bench.virtual.loadPaper();
  await expect.poll(async () => (await bench.printer.status()).kind, SOON).toBe('ready');
  expect(bench.virtual.paperInTray).toBe(1);
});

test('Letter in the tray is not A4, however long one waits', async () => {
  await using bench = await benchPrinter({ attentionLimitMs: 30 });
  bench.virtual.loadPaper(250, 'letter');
  const printed = await bench.printer.print(testPage(), { pages: 1 });
  expect(printed._unsafeUnwrapErr()).toEqual({ kind: 'not-a4' });
});

test('a full output tray asks for the paper to be taken', async () => {
  await using bench = await benchPrinter();
  bench.virtual.raise('output-full');
  const { events, onEvent } = recorder({ attention: () => bench.virtual.takePaper() });
  const printed = await bench.printer.print(testPage(), { pages: 1, onEvent });
  expect(printed.isOk()).toBe(true);
  expect(events[0]).toEqual({ kind: 'attention', cause: 'paper', reasons: ['output-area-full'] });
});
