import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileDisk } from './log-disk.ts';
import { openNumberFile, readNumberFile, type SeenNumbers } from './number-file.ts';
import { faultyDisk, unsyncedDisk } from './testing/faulty-disk.ts';
import { testDirectory } from './testing/test-log.ts';

let directory: ReturnType<typeof testDirectory>;
let path: string;
beforeEach(() => {
  directory = testDirectory();
  path = join(directory.path, 'numbers');
});
afterEach(() => directory.remove());

const seen = (seq: number): SeenNumbers => ({ acknowledgedSeq: seq, shownSeq: seq + 1 });

function writeAll(...numbers: SeenNumbers[]): void {
  const file = openNumberFile(fileDisk, path);
  for (const each of numbers) expect(file.write(each)).toBe(true);
  file.close();
}

test('the newest numbers are found again, and the file never grows', () => {
  expect(readNumberFile(path)).toEqual({ acknowledgedSeq: 0, shownSeq: 0 });
  writeAll(seen(1));
  const size = readFileSync(path).length;
  for (const seq of [2, 3, 40_000_000_000]) {
    writeAll(seen(seq));
    expect(readNumberFile(path)).toEqual(seen(seq));
    expect(readFileSync(path)).toHaveLength(size);
  }
});

test('a write torn at any byte leaves the numbers of before', () => {
  writeAll(seen(1), seen(2));
  const before = readFileSync(path);
  for (let cut = 0; cut < 128; cut += 1) {
    writeFileSync(path, before);
    const disk = faultyDisk(unsyncedDisk);
    const file = openNumberFile(disk, path);
    disk.cutAfter(cut);
    expect(file.write(seen(3))).toBe(false);
    file.close();
    const found = readNumberFile(path);
    // All that differs may have been written although the padding was not.
    expect([seen(2), seen(3)]).toContainEqual(found);
    if (cut < 40) expect(found).toEqual(seen(2));
  }
});

test('a flipped byte costs one slot at most', () => {
  writeAll(seen(1), seen(2));
  const before = readFileSync(path);
  for (let at = 0; at < before.length; at += 1) {
    const bytes = Buffer.from(before);
    bytes[at] = (bytes[at] ?? 0) ^ 0x04;
    writeFileSync(path, bytes);
    expect([seen(1), seen(2)]).toContainEqual(readNumberFile(path));
  }
});

test.each([
  ['too short', Buffer.alloc(200, 0x20)],
  ['of zeros', Buffer.alloc(256)],
  ['of another program', Buffer.from('{"acknowledgedSeq":1}')],
])('a file %s holds no numbers, and takes new ones', (_what, bytes) => {
  writeFileSync(path, bytes);
  expect(readNumberFile(path)).toBeNull();
  writeAll(seen(5));
  expect(readNumberFile(path)).toEqual(seen(5));
});
