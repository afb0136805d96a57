import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TerminalEvent } from '../../server-bridge/protocol/index.ts';
import { SMALLEST_LIMIT_BYTES } from './index.ts';
import type { LogDisk } from './log-disk.ts';
import { unsyncedDisk } from './testing/faulty-disk.ts';
import { openTestLog, operator, segmentBytesOf, segmentsOf, testDirectory } from './testing/test-log.ts';

/** A disk of which nothing is heard any more from the n-th call on. */
function cutAtCall(callNumber: number): { disk: LogDisk; isCut(): boolean } {
  let calls = 0;
  const counted = <A extends unknown[], R>(call: (...given: A) => R): ((...given: A) => R) => {
    return (...given) => {
      calls += 1;
      if (calls >= callNumber) throw Object.assign(new Error('EIO'), { code: 'EIO' });
      return call(...given);
    };
  };
  const { open, write, sync, syncData, truncate, rename, unlink, close } = unsyncedDisk;
  return {
    disk: {
      ...{ open: counted(open), write: counted(write), sync: counted(sync), syncData: counted(syncData) },
      ...{ truncate: counted(truncate), rename: counted(rename), unlink: counted(unlink), close },
    },
    isCut: () => calls >= callNumber,
  };
}

const kept = (unsent: readonly TerminalEvent[]): TerminalEvent[] =>
  unsent.filter(({ event }) => event !== 'EVENTS_LOST');
const counted = (unsent: readonly TerminalEvent[]): number =>
  unsent.reduce((sum, { event, code }) => sum + (event === 'EVENTS_LOST' ? Number(code) : 0), 0);

test('at every call to the disk while a segment begins and the oldest goes: what is there and what is counted is all', () => {
  const base = testDirectory();
  const copies = testDirectory();
  try {
    // Reports up to the last one that fits before the oldest segment has to go.
    const full = join(base.path, 'full');
    const first = openTestLog(full, { disk: unsyncedDisk });
    let made = 0;
    while (counted(first.unsent(10_000)) === 0) {
      made += 1;
      first.report('OPERATOR_ACTION', { code: 'step', operator: operator(made) });
      if (counted(first.unsent(10_000)) === 0) {
        cpSync(full, join(base.path, 'before'), { recursive: true, force: true });
      }
    }
    first.close();
    expect(segmentsOf(full).length).toBeGreaterThan(3);
    const before = made - 1;

    let ran = 0;
    for (let call = 1, isOver = false; !isOver; call += 1) {
      const path = join(copies.path, String(call));
      cpSync(join(base.path, 'before'), path, { recursive: true });
      const { disk, isCut } = cutAtCall(call);
      const log = openTestLog(path, { disk });
      let certain = before;
      for (let more = 1; more <= 3; more += 1) {
        log.report('OPERATOR_ACTION', { code: 'step', operator: operator(before + more) });
        if (log.healthy()) certain = before + more;
      }
      isOver = !isCut();
      log.close();
      ran += 1;

      const again = openTestLog(path, { disk: unsyncedDisk });
      const unsent = again.unsent(10_000);
      again.close();
      const total = kept(unsent).length + counted(unsent);
      expect(total).toBeGreaterThanOrEqual(certain);
      expect(total).toBeLessThanOrEqual(before + 3);
      const lost = counted(unsent);
      expect(kept(unsent).map((report) => report.operator)).toEqual(
        kept(unsent).map((_, index) => operator(lost + index + 1)),
      );
      expect(segmentBytesOf(path)).toBeLessThanOrEqual(SMALLEST_LIMIT_BYTES);
      const third = openTestLog(path, { disk: unsyncedDisk });
      expect(third.unsent(10_000)).toEqual(unsent);
      third.close();
    }
    expect(ran).toBeGreaterThan(10);
  } finally {
    base.remove();
    copies.remove();
  }
});
