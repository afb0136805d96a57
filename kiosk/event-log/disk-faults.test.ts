import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WAITING_LINES } from './durable-lines.ts';
import { openTerminalLog, SMALLEST_LIMIT_BYTES } from './index.ts';
import { type FaultyDisk, faultyDisk } from './testing/faulty-disk.ts';
import { openTestLog, operator, segmentsOf, testDirectory, testEvents } from './testing/test-log.ts';

let directory: ReturnType<typeof testDirectory>;
let disk: FaultyDisk;
beforeEach(() => {
  directory = testDirectory();
  disk = faultyDisk();
});
afterEach(() => directory.remove());

const FAULTS: [string, (isBroken: boolean) => void][] = [
  ['full', (isBroken) => (disk.roomBytes = isBroken ? 0 : Number.POSITIVE_INFINITY)],
  ['full in the middle of a line', (isBroken) => (disk.roomBytes = isBroken ? 50 : Number.POSITIVE_INFINITY)],
  ['read-only', (isBroken) => (disk.isReadOnly = isBroken)],
  ['unable to sync', (isBroken) => (disk.failsToSync = isBroken)],
];

describe.each(FAULTS)('a disk that is %s', (_name, setBroken) => {
  test('is said, and what happened meanwhile is written in order when it is back', () => {
    const log = openTestLog(directory.path, { disk });
    log.record('COUNTED', { count: 1 });
    expect(log.healthy()).toBe(true);
    setBroken(true);
    log.record('COUNTED', { count: 2 });
    log.report('CARD_LEFT', { code: 'left' });
    log.record('COUNTED', { count: 3 });
    expect(log.healthy()).toBe(false);
    expect(log.entries(1, 10).length).toBeLessThanOrEqual(1);
    setBroken(false);
    expect(log.healthy()).toBe(true);
    const entries = log.entries(1, 10);
    expect(entries.map(({ entry }) => entry)).toEqual([1, 2, 3, 4]);
    expect(entries.map(({ fields }) => fields['count'] ?? 'report')).toEqual([1, 2, 'report', 3]);
    log.close();
    const again = openTestLog(directory.path);
    expect(again.entries(1, 10)).toEqual(entries);
    again.close();
  });

  test('at the first start does not stop the log where its id can be kept', () => {
    openTestLog(directory.path).close();
    setBroken(true);
    const log = openTestLog(directory.path, { disk });
    log.record('STARTED', {});
    expect(log.healthy()).toBe(false);
    setBroken(false);
    expect(log.healthy()).toBe(true);
    expect(log.entries(1, 10)).toHaveLength(1);
    log.close();
  });
});

describe('reports while the disk takes nothing', () => {
  test('a full disk does not mute an alarm: its number is written down in place before it is shown', () => {
    const log = openTestLog(directory.path, { disk });
    disk.roomBytes = 0;
    log.report('RIGHT_PERSON_FAILED', { code: 'name-differs' });
    expect(log.unsent(10)).toMatchObject([{ seq: 1, event: 'RIGHT_PERSON_FAILED' }]);
    log.acknowledge(1);
    log.report('HOST_STOPPED');
    expect(log.unsent(10)).toMatchObject([{ seq: 2, event: 'HOST_STOPPED' }]);
    log.close();
    // The process ends before there is room: what the center may have seen keeps its number, and what it may lack is counted.
    const again = openTestLog(directory.path);
    again.report('HOST_STARTED');
    expect(again.unsent(10)).toMatchObject([
      { seq: 3, event: 'EVENTS_LOST', code: '1' },
      { seq: 4, event: 'HOST_STARTED' },
    ]);
    again.close();
  });

  test('a report whose number cannot be kept waits, so that no other can ever have it', () => {
    const log = openTestLog(directory.path, { disk });
    log.report('HOST_STARTED');
    disk.isReadOnly = true;
    log.report('CARD_LEFT', { code: 'left' });
    expect(log.unsent(10).map(({ seq }) => seq)).toEqual([1]);
    log.acknowledge(1);
    expect(log.healthy()).toBe(false);
    expect(log.unsent(10)).toEqual([]);
    disk.isReadOnly = false;
    expect(log.unsent(10)).toMatchObject([{ seq: 2, event: 'CARD_LEFT' }]);
    log.close();
    const again = openTestLog(directory.path);
    expect(again.unsent(10).map(({ seq }) => seq)).toEqual([2]);
    again.close();
  });

  test('beyond the bound of memory the oldest go, and both kinds of loss are counted', () => {
    const log = openTestLog(directory.path, { disk, limitBytes: 4 * SMALLEST_LIMIT_BYTES });
    disk.isReadOnly = true;
    for (let count = 0; count < WAITING_LINES; count += 1) {
      log.record('COUNTED', { count });
      log.report('OPERATOR_ACTION', { code: 'step', operator: operator(count) });
    }
    disk.isReadOnly = false;
    expect(log.healthy()).toBe(true);
    const unsent = log.unsent(10_000);
    expect(unsent).toHaveLength(WAITING_LINES / 2 + 1);
    expect(unsent.at(0)?.operator).toBe(`clerk-${WAITING_LINES / 2}`);
    expect(unsent.at(-1)).toMatchObject({ event: 'EVENTS_LOST', code: String(WAITING_LINES / 2) });
    const lines = log.entries(1, 10_000).find(({ event }) => event === 'LOG_LINES_LOST');
    expect(lines?.fields).toEqual({ lines: WAITING_LINES / 2 });
    log.close();
    const again = openTestLog(directory.path, { limitBytes: 4 * SMALLEST_LIMIT_BYTES });
    expect(again.unsent(10_000)).toEqual(unsent);
    again.close();
  });
});

describe('a log that cannot be begun', () => {
  const options = { catalogue: testEvents, now: () => new Date(0), limitBytes: SMALLEST_LIMIT_BYTES };

  test('where its folder is a file', () => {
    const path = join(directory.path, 'file');
    writeFileSync(path, '');
    expect(openTerminalLog({ ...options, directory: path })._unsafeUnwrapErr().kind).toBe('directory-unusable');
  });

  test('where no id can be kept', () => {
    disk.roomBytes = 0;
    const opened = openTerminalLog({ ...options, directory: directory.path, disk });
    expect(opened._unsafeUnwrapErr().kind).toBe('directory-unusable');
  });

  test('with a bound that holds nothing', () => {
    const opened = openTerminalLog({ ...options, directory: directory.path, limitBytes: SMALLEST_LIMIT_BYTES - 1 });
    expect(opened._unsafeUnwrapErr()).toEqual({ kind: 'limit-too-small', smallestBytes: SMALLEST_LIMIT_BYTES });
  });
});

test('before a call returns its line, and before that the name of its segment, are on the medium', () => {
  const calls: string[] = [];
  const watched = {
    ...disk,
    open: (path: string, flags: string) => {
      const fd = disk.open(path, flags);
      names.set(fd, path === directory.path ? 'folder' : path.endsWith('.jsonl') ? 'segment' : 'other');
      return fd;
    },
    write: (fd: number, bytes: Uint8Array, atByte: number) => {
      calls.push(`write ${names.get(fd)}`);
      return disk.write(fd, bytes, atByte);
    },
    sync: (fd: number) => {
      calls.push(`sync ${names.get(fd)}`);
      disk.sync(fd);
    },
  };
  const names = new Map<number, string>();
  const log = openTestLog(directory.path, { disk: watched });
  calls.length = 0;
  log.record('STARTED', {});
  expect(calls).toEqual(['sync folder', 'write segment', 'sync segment']);
  calls.length = 0;
  log.report('HOST_STARTED');
  expect(calls).toEqual(['write segment', 'sync segment']);
  log.close();
});

test('after it was closed a log takes nothing and opens nothing', () => {
  const log = openTestLog(directory.path);
  const heard = vi.fn();
  log.onReport(heard);
  log.close();
  log.record('STARTED', {});
  log.report('HOST_STARTED');
  expect(log.dropped().lines).toBe(2);
  expect(segmentsOf(directory.path).filter((path) => existsSync(path))).toEqual([]);
  expect(heard).not.toHaveBeenCalled();
});
