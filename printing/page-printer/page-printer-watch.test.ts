import { expect, test } from 'vitest';
import { benchPrinter } from './bench-printer.ts';
import type { PagePrinterStatus } from './page-printer.ts';
import { testPage } from './test-page.ts';

/** Something that happens at once, on a machine that has other things to do. */
const SOON = { timeout: 10_000 };

test('a watcher hears the first status and every change, and nothing twice', async () => {
  await using bench = await benchPrinter();
  const heard: PagePrinterStatus['kind'][] = [];
  const stop = bench.printer.watch(({ kind }) => heard.push(kind));
  await expect.poll(() => heard, SOON).toEqual(['ready']);
  bench.virtual.raise('cover-open');
  await expect.poll(() => heard, SOON).toEqual(['ready', 'attention']);
  await bench.virtual.setLine('offline');
  await expect.poll(() => heard, SOON).toEqual(['ready', 'attention', 'unreachable']);
  bench.virtual.clear('cover-open');
  await bench.virtual.setLine('normal');
  await expect.poll(() => heard, SOON).toEqual(['ready', 'attention', 'unreachable', 'ready']);
  stop();
  bench.virtual.raise('jam');
  expect((await bench.printer.status()).kind).toBe('attention');
  expect(heard).toHaveLength(4);
});

test('one job at a time: the second is refused at once and nothing of it is sent', async () => {
  await using bench = await benchPrinter();
  const first = bench.printer.print(testPage(), { pages: 1 });
  const second = await bench.printer.print(testPage(), { pages: 1 });
  expect(second._unsafeUnwrapErr()).toEqual({ kind: 'busy' });
  expect((await first).isOk()).toBe(true);
  expect(bench.virtual.paperInTray).toBe(1);
});

test('three copies are three jobs, one after the other', async () => {
  await using bench = await benchPrinter();
  const ids: number[] = [];
  for (let copy = 1; copy <= 3; copy += 1) {
    ids.push((await bench.printer.print(testPage(), { pages: 1 }))._unsafeUnwrap().jobId);
  }
  expect(ids).toEqual([1, 2, 3]);
  expect(bench.virtual.takePaper()).toBe(3);
  expect(bench.virtual.paperInTray).toBe(0);
});
