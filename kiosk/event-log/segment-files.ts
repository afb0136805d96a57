/**
 * The files of the log. A segment's name holds the numbers its first entry and its first report would have, so that a
 * segment that is empty (power cut right after it was made) or wholly damaged still tells where counting went on.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeLine, type LogLine } from './log-line.ts';

export type Segment = {
  readonly path: string;
  readonly firstEntry: number;
  readonly firstSeq: number;
  sizeBytes: number;
};

export type SegmentContent = {
  readonly lines: readonly LogLine[];
  /** Whole lines that are not what was written. */
  readonly damagedLines: number;
  /** Bytes of damage after the last good line, torn tail included: numbers may have been lost with them. */
  readonly damagedEndBytes: number;
  /** Bytes after the last line feed. */
  readonly tornBytes: number;
};

const NAME = /^log-([0-9]{16})-([0-9]{16})\.jsonl$/;
const LINE_FEED = 0x0a;

export function segmentPath(directory: string, firstEntry: number, firstSeq: number): string {
  const digits = (number: number): string => String(number).padStart(16, '0');
  return join(directory, `log-${digits(firstEntry)}-${digits(firstSeq)}.jsonl`);
}

/** Every segment of a folder, oldest first. Throws what the file system throws. */
export function listSegments(directory: string): Segment[] {
  return readdirSync(directory)
    .sort()
    .flatMap((name) => {
      const [, firstEntry, firstSeq] = NAME.exec(name) ?? [];
      if (firstEntry === undefined || firstSeq === undefined) return [];
      const path = join(directory, name);
      return [{ path, firstEntry: Number(firstEntry), firstSeq: Number(firstSeq), sizeBytes: statSync(path).size }];
    });
}

/** Every line of a segment that has its line feed, without it. */
export function* wholeLines(bytes: Uint8Array): Generator<{ readonly line: Uint8Array; readonly endByte: number }> {
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
    yield { line: bytes.subarray(start, end), endByte: end + 1 };
    start = end + 1;
  }
}

/** What is whole in these bytes of a segment, and how much is not. */
export function readSegment(bytes: Uint8Array): SegmentContent {
  const lines: LogLine[] = [];
  let damagedLines = 0;
  let goodEnd = 0;
  let lastEnd = 0;
  for (const { line, endByte } of wholeLines(bytes)) {
    const decoded = decodeLine(line);
    lastEnd = endByte;
    if (decoded.isOk()) {
      lines.push(decoded.value);
      goodEnd = endByte;
    } else damagedLines += 1;
  }
  return { lines, damagedLines, damagedEndBytes: bytes.length - goodEnd, tornBytes: bytes.length - lastEnd };
}

/** The bytes of a segment as far as they are known to be on disk; null where it has gone meanwhile. */
export function segmentBytes({ path, sizeBytes }: Pick<Segment, 'path' | 'sizeBytes'>): Uint8Array | null {
  try {
    return readFileSync(path).subarray(0, sizeBytes);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

/** As `readSegment`, from the file; null where the segment has gone meanwhile. */
export function readSegmentFile(segment: Pick<Segment, 'path' | 'sizeBytes'>): SegmentContent | null {
  const bytes = segmentBytes(segment);
  return bytes === null ? null : readSegment(bytes);
}
