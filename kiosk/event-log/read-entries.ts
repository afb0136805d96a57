/** Entries out of the segments, for the center's collection, an export, or a look by hand. */
import type { EventLogEntry } from '../../server-bridge/protocol/index.ts';
import { decodeLine, entryOfLine, type LogLine } from './log-line.ts';
import { type Segment, segmentBytes, wholeLines } from './segment-files.ts';

/** A line as an entry: a report's sequence number stands among its fields. */
export function entryOf({ entry, at, level, event, fields, seq }: LogLine): EventLogEntry {
  return { entry, at, level, event, fields: seq === undefined ? fields : { ...fields, seq } };
}

/** Whole entries from `fromEntry` on, at most `max`. A segment that cannot be read shows as a gap in the numbers. */
export function readEntries(segments: readonly Segment[], fromEntry: number, max: number): EventLogEntry[] {
  const entries: EventLogEntry[] = [];
  for (const [index, segment] of segments.entries()) {
    const isBefore = (segments[index + 1]?.firstEntry ?? Number.POSITIVE_INFINITY) <= fromEntry;
    if (isBefore) continue;
    for (const { line } of wholeLines(bytesOrNone(segment))) {
      if (entries.length >= max) return entries;
      // A page is a small part of a segment: what is before it is not decoded.
      if (entryOfLine(line) < fromEntry) continue;
      const decoded = decodeLine(line);
      if (decoded.isOk() && decoded.value.entry >= fromEntry) entries.push(entryOf(decoded.value));
    }
  }
  return entries;
}

function bytesOrNone(segment: Segment): Uint8Array {
  try {
    return segmentBytes(segment) ?? new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}
