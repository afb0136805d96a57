/** A log's folder, as it is found or made. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type LogDisk, syncFolder } from './log-disk.ts';
import { openLogId } from './log-id.ts';
import { openNumberFile } from './number-file.ts';
import { recover } from './recovery.ts';
import { listSegments, readSegmentFile, type SegmentContent } from './segment-files.ts';
import { SegmentWriter } from './segment-writer.ts';

export const ID_FILE = 'log-id';
export const NUMBER_FILE = 'numbers';
/** The bound in segments: finer means that less goes at once, and more files. */
const SEGMENTS = 8;
const NO_CONTENT: SegmentContent = { lines: [], damagedLines: 0, damagedEndBytes: 0, tornBytes: 0 };

export type LoadedLog = ReturnType<typeof loadLog>;

/** Reads and makes what a log needs before its first entry. Throws what the file system throws. */
export function loadLog(o: { directory: string; limitBytes: number; disk: LogDisk }) {
  const { directory, disk } = o;
  if (mkdirSync(directory, { recursive: true, mode: 0o700 }) !== undefined) syncFolder(disk, dirname(directory));
  const segments = listSegments(directory);
  const contents = segments.map((segment) => ({
    ...(readSegmentFile(segment) ?? NO_CONTENT),
    firstEntry: segment.firstEntry,
    firstSeq: segment.firstSeq,
  }));
  const logId = openLogId(disk, join(directory, ID_FILE));
  const numbers = openNumberFile(disk, join(directory, NUMBER_FILE));
  const recovered = recover(contents, numbers.found);
  const last = segments.at(-1);
  if (last !== undefined) last.sizeBytes -= recovered.tornBytes;
  const segmentBytes = Math.floor(o.limitBytes / SEGMENTS);
  return {
    logId,
    numbers,
    recovered,
    /** Room for the segment that is being filled and for one line of the next. */
    keptBytes: o.limitBytes - 2 * segmentBytes,
    writer: new SegmentWriter({ disk, directory, segmentBytes, segments, endUnclear: recovered.tornBytes > 0 }),
  };
}
