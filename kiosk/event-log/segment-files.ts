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

/** What is whole in these bytes of a segment, and how much is not. */
export function readSegment(bytes: Uint8Array): SegmentContent {
  const lines: LogLine[] = [];
  let damagedLines = 0;
  let goodEnd = 0;
  let lineStart = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, lineStart)) {
    const line = decodeLine(bytes.subarray(lineStart, end));
    lineStart = end + 1;
    if (line.isOk()) {
      lines.push(line.value);
      goodEnd = lineStart;
    } else damagedLines += 1;
  }
  const tornBytes = bytes.length - lineStart;
  return { lines, damagedLines, damagedEndBytes: bytes.length - goodEnd, tornBytes };
}

/** As `readSegment`, from the file as far as it is known to be on disk; null where the segment has gone meanwhile. */
export function readSegmentFile({ path, sizeBytes }: Pick<Segment, 'path' | 'sizeBytes'>): SegmentContent | null {
  try {
    return readSegment(readFileSync(path).subarray(0, sizeBytes));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}
