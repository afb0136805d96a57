import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { segmentPath } from './segment-files.ts';
import { unsyncedDisk } from './testing/faulty-disk.ts';
import { lastSegmentOf, openTestLog, operator, segmentsOf, testDirectory } from './testing/test-log.ts';

let directory: ReturnType<typeof testDirectory>;
beforeEach(() => {
  directory = testDirectory();
});
afterEach(() => directory.remove());

/** Five entries, the second, fourth and fifth of them reports. */
function writeFive(): Buffer {
  const log = openTestLog(directory.path, { disk: unsyncedDisk });
  log.record('STARTED', {});
  log.report('CARD_LEFT', { code: 'left' });
  log.record('COUNTED', { count: 3 });
  log.report('OPERATOR_ACTION', { code: 'signed-in', operator: operator(1) });
  log.report('CARD_LEFT', { code: 'kept', operator: operator(1) });
  log.close();
  return readFileSync(lastSegmentOf(directory.path));
}

const restore = (bytes: Uint8Array): void => {
  for (const path of segmentsOf(directory.path).slice(1)) rmSync(path);
  writeFileSync(segmentsOf(directory.path)[0] ?? '', bytes);
};

describe('a torn end', () => {
  test('at every byte of the last line: cut off, counted, and no number is used again', () => {
    const whole = writeFive();
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (let size = lastLine + 1; size < whole.length; size += 1) {
      restore(whole.subarray(0, size));
      const log = openTestLog(directory.path, { disk: unsyncedDisk });
      const [repaired] = log.entries(5, 10);
      expect(repaired).toMatchObject({
        event: 'LOG_REPAIRED',
        fields: { tornBytes: size - lastLine, damagedLines: 0 },
      });
      expect(repaired?.entry).toBeGreaterThan(5);
      expect(log.entries(1, 10).map(({ event }) => event)).toEqual([
        ...['STARTED', 'CARD_LEFT', 'COUNTED', 'OPERATOR_ACTION', 'LOG_REPAIRED'],
      ]);
      expect(log.unsent(10).map(({ seq, event }) => [seq, event])).toEqual([
        [1, 'CARD_LEFT'],
        [2, 'OPERATOR_ACTION'],
      ]);
      log.report('HOST_STARTED');
      expect(log.unsent(10).at(-1)?.seq).toBeGreaterThan(3);
      log.close();
      // What was left out on purpose is not taken for a loss at the next start, and the damage is gone.
      const again = openTestLog(directory.path, { disk: unsyncedDisk });
      expect(again.unsent(10).map(({ event }) => event)).toEqual(['CARD_LEFT', 'OPERATOR_ACTION', 'HOST_STARTED']);
      expect(again.entries(1, 20).filter(({ event }) => event === 'LOG_REPAIRED')).toHaveLength(1);
      again.close();
    }
  });

  test('a whole last line that never came is simply not there', () => {
    const whole = writeFive();
    truncateSync(lastSegmentOf(directory.path), whole.lastIndexOf(0x0a, whole.length - 2) + 1);
    const log = openTestLog(directory.path, { disk: unsyncedDisk });
    expect(log.entries(1, 10)).toHaveLength(4);
    log.close();
  });

  test.each([1, 99, 100, 4_096])('%i zero bytes, as a file system may leave them, are cut off', (zeros) => {
    writeFive();
    appendFileSync(lastSegmentOf(directory.path), Buffer.alloc(zeros));
    const log = openTestLog(directory.path, { disk: unsyncedDisk });
    expect(log.entries(1, 10).map(({ event }) => event)).toContain('LOG_REPAIRED');
    log.record('STARTED', {});
    log.close();
    expect(readFileSync(lastSegmentOf(directory.path)).includes(0)).toBe(false);
  });
});

describe('a flipped byte', () => {
  test.each([0x01, 0xff])('anywhere (xor %i): never stops the start, costs its own line only', (mask) => {
    const whole = writeFive();
    const lines = whole.toString().trimEnd().split('\n');
    for (let at = 0; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ mask;
      restore(bytes);
      const log = openTestLog(directory.path, { disk: unsyncedDisk });
      const entries = log.entries(1, 20);
      const old = entries.filter(({ event }) => event !== 'LOG_REPAIRED' && event !== 'EVENTS_LOST');
      // A line feed that is none joins two lines; all others are as they were.
      expect(old.length).toBeGreaterThanOrEqual(3);
      for (const { entry, event } of old) expect(lines[entry - 1]).toContain(`"event":"${event}"`);
      const repaired = entries.find(({ event }) => event === 'LOG_REPAIRED');
      expect(repaired?.entry).toBeGreaterThan(5);
      // Each report is there, or counted as lost, or its whole number was in the damaged end.
      const unsent = log.unsent(20);
      const lost = unsent.filter(({ event }) => event === 'EVENTS_LOST').map(({ code }) => Number(code));
      const kept = unsent.filter(({ event }) => event !== 'EVENTS_LOST');
      const damagedEnd = old.at(-1)?.entry !== 5;
      if (!damagedEnd) expect(kept.length + lost.reduce((sum, each) => sum + each, 0)).toBe(3);
      expect(new Set(unsent.map(({ seq }) => seq)).size).toBe(unsent.length);
      log.close();
      const again = openTestLog(directory.path, { disk: unsyncedDisk });
      expect(again.unsent(20)).toEqual(unsent);
      again.close();
    }
  });
});

describe('a power cut between a new segment and its first line', () => {
  test('counting goes on where the name says', () => {
    writeFive();
    writeFileSync(segmentPath(directory.path, 6, 4), '');
    const log = openTestLog(directory.path, { disk: unsyncedDisk });
    log.report('HOST_STARTED');
    expect(log.entries(6, 10).map(({ entry, event }) => [entry, event])).toEqual([[6, 'HOST_STARTED']]);
    expect(log.unsent(10).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    log.close();
    expect(segmentsOf(directory.path)).toHaveLength(2);
  });

  test('also when everything before is lost', () => {
    writeFive();
    const log = openTestLog(directory.path, { disk: unsyncedDisk });
    log.acknowledge(1);
    log.close();
    rmSync(segmentsOf(directory.path)[0] ?? '');
    writeFileSync(segmentPath(directory.path, 6, 4), '');
    const again = openTestLog(directory.path, { disk: unsyncedDisk });
    expect(again.unsent(10)).toMatchObject([{ seq: 4, event: 'EVENTS_LOST', code: '2' }]);
    again.close();
  });
});

describe('the small files', () => {
  test('without segments counting goes on above what was acknowledged', () => {
    writeFive();
    const log = openTestLog(directory.path, { disk: unsyncedDisk });
    log.acknowledge(3);
    log.close();
    rmSync(lastSegmentOf(directory.path));
    const again = openTestLog(directory.path, { disk: unsyncedDisk });
    again.report('HOST_STARTED');
    expect(again.unsent(10).map(({ seq }) => seq)).toEqual([4]);
    again.close();
  });

  test('without readable numbers everything on disk is sent again and said', () => {
    writeFive();
    const log = openTestLog(directory.path, { disk: unsyncedDisk });
    log.acknowledge(2);
    log.close();
    writeFileSync(join(directory.path, 'numbers'), Buffer.alloc(256, 0xff));
    const again = openTestLog(directory.path, { disk: unsyncedDisk });
    expect(again.unsent(10).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(again.entries(1, 10).at(-1)).toMatchObject({ event: 'LOG_REPAIRED', fields: { numbersUnreadable: true } });
    again.acknowledge(3);
    again.close();
    const third = openTestLog(directory.path, { disk: unsyncedDisk });
    expect(third.unsent(10)).toEqual([]);
    third.close();
  });

  test('an id that cannot be read begins a new log for the center, without losing an entry', () => {
    writeFive();
    const first = openTestLog(directory.path, { disk: unsyncedDisk });
    first.close();
    writeFileSync(join(directory.path, 'log-id'), 'not an id');
    const second = openTestLog(directory.path, { disk: unsyncedDisk });
    expect(second.logId).not.toBe(first.logId);
    expect(second.entries(1, 10)).toHaveLength(5);
    second.close();
  });
});
