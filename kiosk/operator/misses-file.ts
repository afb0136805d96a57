/**
 * Keeps the misses of operator codes in a file, so that a restart does not open the lock. A count and an instant: nothing of
 * anybody. Replaced whole (write aside, fsync, rename, fsync of the folder); a file that cannot be read locks for the first period.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { type Misses, NO_MISSES, UNREADABLE_MISSES } from './lock-out.ts';

export type MissStore = { read(): Misses; write(misses: Misses): void };

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const MissesFileSchema = v.pipe(
  v.string(),
  v.maxLength(200),
  v.parseJson(),
  v.strictObject({ v: v.literal(1), inARow: count, lastAtMs: count }),
);

/**
 * `onUnwritable` is told when the disk refuses: the desk in memory still counts, so that a full disk neither opens the lock nor
 * keeps every clerk out.
 */
export function fileMisses(path: string, o?: { onUnwritable(cause: unknown): void }): MissStore {
  return {
    read() {
      let text: string;
      try {
        text = readFileSync(path, 'utf8');
      } catch (cause) {
        const isNew = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
        return isNew ? NO_MISSES : UNREADABLE_MISSES;
      }
      const parsed = v.safeParse(MissesFileSchema, text);
      return parsed.success ? { inARow: parsed.output.inARow, lastAtMs: parsed.output.lastAtMs } : UNREADABLE_MISSES;
    },
    write({ inARow, lastAtMs }) {
      try {
        replaceFile(path, JSON.stringify({ v: 1, inARow, lastAtMs }));
      } catch (cause) {
        o?.onUnwritable(cause);
      }
    },
  };
}

function replaceFile(path: string, text: string): void {
  const aside = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(aside, text);
    fsyncSync(aside);
  } finally {
    closeSync(aside);
  }
  renameSync(`${path}.new`, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
