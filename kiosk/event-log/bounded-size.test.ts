import { afterEach, beforeEach, expect, test } from 'vitest';
import { SMALLEST_LIMIT_BYTES } from './index.ts';
import { unsyncedDisk } from './testing/faulty-disk.ts';
import { openTestLog, operator, segmentBytesOf, segmentsOf, testDirectory } from './testing/test-log.ts';

let directory: ReturnType<typeof testDirectory>;
beforeEach(() => {
  directory = testDirectory();
});
afterEach(() => directory.remove());

test('thousands of entries stay within the bound, the newest are there, in more than one segment', () => {
  const log = openTestLog(directory.path, { disk: unsyncedDisk });
  for (let count = 1; count <= 5_000; count += 1) {
    log.record('COUNTED', { count });
    if (count % 50 === 0) expect(segmentBytesOf(directory.path)).toBeLessThanOrEqual(SMALLEST_LIMIT_BYTES);
  }
  const entries = log.entries(1, 10_000);
  expect(entries.at(-1)).toMatchObject({ entry: 5_000, fields: { count: 5_000 } });
  expect(entries.length).toBeGreaterThan(300);
  expect(entries.map(({ entry }) => entry)).toEqual(entries.map((_, index) => 5_001 - entries.length + index));
  expect(segmentsOf(directory.path).length).toBeGreaterThan(3);
  expect(log.unsent(10)).toEqual([]);
  log.close();
});

test('pages of entries join without a gap or a repeat', () => {
  const log = openTestLog(directory.path, { disk: unsyncedDisk });
  for (let count = 1; count <= 1_000; count += 1) log.record('COUNTED', { count });
  const all = log.entries(1, 10_000);
  const paged: (typeof all)[number][] = [];
  for (let from = 1; ; ) {
    const page = log.entries(from, 37);
    if (page.length === 0) break;
    paged.push(...page);
    from = (page.at(-1)?.entry ?? 0) + 1;
  }
  expect(paged).toEqual(all);
  expect(log.entries(1_001, 10)).toEqual([]);
  expect(log.entries(1, 0)).toEqual([]);
  log.close();
});

test('beyond the bound the oldest reports go; those that are left and those that are counted are all there ever were', () => {
  const log = openTestLog(directory.path, { disk: unsyncedDisk });
  const reports = 3_000;
  for (let count = 1; count <= reports; count += 1) {
    log.report('OPERATOR_ACTION', { code: 'step', operator: operator(count) });
    if (count % 50 === 0) expect(segmentBytesOf(directory.path)).toBeLessThanOrEqual(SMALLEST_LIMIT_BYTES);
  }
  const check = (unsent: ReturnType<typeof log.unsent>): void => {
    const lost = unsent.filter(({ event }) => event === 'EVENTS_LOST').reduce((sum, { code }) => sum + Number(code), 0);
    const kept = unsent.filter(({ event }) => event !== 'EVENTS_LOST');
    expect(lost).toBeGreaterThan(0);
    expect(kept.length + lost).toBe(reports);
    expect(kept.map((report) => report.operator)).toEqual(kept.map((_, index) => operator(lost + index + 1)));
  };
  const unsent = log.unsent(10_000);
  check(unsent);
  log.close();
  const again = openTestLog(directory.path, { disk: unsyncedDisk });
  expect(again.unsent(10_000)).toEqual(unsent);
  again.close();
});

test('an unsent batch is the oldest, and at most as many as asked for', () => {
  const log = openTestLog(directory.path, { disk: unsyncedDisk });
  for (let count = 1; count <= 5; count += 1) log.report('OPERATOR_ACTION', { operator: operator(count) });
  expect(log.unsent(2).map(({ seq }) => seq)).toEqual([1, 2]);
  log.acknowledge(1);
  expect(log.unsent(2).map(({ seq }) => seq)).toEqual([2, 3]);
  for (const seq of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER]) log.acknowledge(seq);
  expect(log.unsent(9).map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
  expect([log.unsent(0), log.unsent(-1)]).toEqual([[], []]);
  log.close();
});

test('a center that has numbers never given here is believed: counting goes on above, and what it took for repeats is counted', () => {
  const log = openTestLog(directory.path, { disk: unsyncedDisk });
  for (let count = 1; count <= 3; count += 1) log.report('OPERATOR_ACTION', { operator: operator(count) });
  log.acknowledge(90);
  expect(log.unsent(10)).toMatchObject([{ seq: 91, event: 'EVENTS_LOST', code: '3' }]);
  log.acknowledge(91);
  log.close();
  const again = openTestLog(directory.path, { disk: unsyncedDisk });
  again.report('HOST_STARTED');
  expect(again.unsent(10).map(({ seq }) => seq)).toEqual([92]);
  again.close();
});
