import { expect, test } from 'vitest';
import { PAGE_FAULTS } from '../virtual/index.ts';
import { benchPrinter, recorder } from './bench-printer.ts';
import { testPage } from './test-page.ts';

const CAUSES = {
  'paper-out': 'paper',
  jam: 'jam',
  'cover-open': 'cover',
  'toner-empty': 'toner',
  'output-full': 'paper',
};

test.each(PAGE_FAULTS)('%s in the middle of a job: shown, mended, and every page printed', async (fault) => {
  await using bench = await benchPrinter({}, { sheetMs: 30 });
  const { events, onEvent } = recorder({
    printing: () => bench.virtual.raise(fault),
    attention: () => bench.virtual.clear(fault),
  });
  const printed = await bench.printer.print(testPage(4), { pages: 4, onEvent });
  expect(printed._unsafeUnwrap()).toEqual({ jobId: 1, sheets: 4 });
  expect(events).toContainEqual(expect.objectContaining({ kind: 'attention', cause: CAUSES[fault] }));
  expect(bench.virtual.paperInTray).toBe(4);
});

test.each(PAGE_FAULTS)('%s before the job: nothing is sent until it is mended', async (fault) => {
  await using bench = await benchPrinter();
  bench.virtual.raise(fault);
  const { events, onEvent } = recorder({ attention: () => bench.virtual.clear(fault) });
  const printed = await bench.printer.print(testPage(), { pages: 1, onEvent });
  expect(printed.isOk()).toBe(true);
  expect(events.map(({ kind }) => kind)).toEqual(['attention', 'attention-cleared', 'accepted', 'printing']);
});

test('one fault after the other is told of each time, and clears once', async () => {
  await using bench = await benchPrinter();
  bench.virtual.raise('jam');
  let told = 0;
  const printed = await bench.printer.print(testPage(), {
    pages: 1,
    onEvent: ({ kind }) => {
      if (kind !== 'attention') return;
      told += 1;
      if (told === 1) bench.virtual.raise('cover-open');
      if (told === 2) bench.virtual.clear('jam');
      if (told === 3) bench.virtual.clear('cover-open');
    },
  });
  expect(printed.isOk()).toBe(true);
  expect(told).toBe(3);
});

test('a reason nobody knows stops the page when the printer calls it an error', async () => {
  await using bench = await benchPrinter({ attentionLimitMs: 30 });
  bench.virtual.raiseReason('moon-phase-error');
  expect(await bench.printer.status()).toEqual({ kind: 'attention', cause: 'other', reasons: ['moon-phase'] });
  const printed = await bench.printer.print(testPage(), { pages: 1 });
  expect(printed._unsafeUnwrapErr()).toMatchObject({ kind: 'stuck', stage: 'before-accept', cause: 'other' });
});

test('low toner is a warning on a ready printer', async () => {
  await using bench = await benchPrinter();
  bench.virtual.raiseReason('toner-low-warning');
  expect(await bench.printer.status()).toMatchObject({
    kind: 'ready',
    warnings: [{ reason: 'toner-low', severity: 'warning', nearEnd: 'toner' }],
    consumables: { supplies: [{ type: 'toner', colour: 'black', leftPercent: 5, nearEnd: true }] },
  });
});

test('a fault on the last sheet holds the word “printed” back although the job is completed', async () => {
  await using bench = await benchPrinter();
  const stop = bench.virtual.onEvent((event) => {
    if (event.kind === 'job' && event.state === 'completed') bench.virtual.raise('jam');
  });
  const { events, onEvent } = recorder({ attention: () => bench.virtual.clear('jam') });
  const printed = await bench.printer.print(testPage(), { pages: 1, onEvent });
  stop();
  expect(printed.isOk()).toBe(true);
  const kinds = events.map(({ kind }) => kind);
  expect(kinds).toContain('attention');
  expect(kinds.indexOf('attention-cleared')).toBeGreaterThan(kinds.indexOf('attention'));
});
