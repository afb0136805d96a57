/** What a log knows of itself when it is opened: from the lines that are whole, the names of its files, and what was seen. Pure. */
import * as v from 'valibot';
import { type TerminalEvent, TerminalEventSchema } from '../../server-bridge/protocol/index.ts';
import { type LogLine, SHORTEST_LINE_BYTES } from './log-line.ts';
import type { SeenNumbers } from './number-file.ts';
import type { SegmentContent } from './segment-files.ts';

export type RecoveredSegment = SegmentContent & { readonly firstEntry: number; readonly firstSeq: number };

export type Recovery = {
  readonly nextEntry: number;
  readonly nextSeq: number;
  readonly acknowledgedSeq: number;
  readonly shownSeq: number;
  /** Reports the center may not have, oldest first. */
  readonly unsent: readonly TerminalEvent[];
  readonly damagedLines: number;
  readonly tornBytes: number;
  /** Reports that are not on disk, that the center may not have, and that no `EVENTS_LOST` has counted. */
  readonly lostReports: number;
  /** Up to here losses were counted before. */
  readonly countedThrough: number;
  /** Up to here reports were given up to the bound. */
  readonly droppedThrough: number;
};

/** The report that a line is; null for an entry that is none. */
export function reportOf({ seq, at, event, fields }: LogLine): TerminalEvent | null {
  if (seq === undefined) return null;
  const parsed = v.safeParse(TerminalEventSchema, { seq, at, event, ...fields });
  return parsed.success ? parsed.output : null;
}

const highest = (numbers: readonly number[]): number => numbers.reduce((most, each) => Math.max(most, each), 0);

/**
 * @param segments oldest first
 * @param seen null where it cannot be read: then what is on disk counts as not acknowledged, and the center drops repeats
 */
export function recover(segments: readonly RecoveredSegment[], seen: SeenNumbers | null): Recovery {
  const lines = segments.flatMap((segment) => segment.lines);
  const acknowledgedSeq = seen?.acknowledgedSeq ?? Math.max(0, (segments[0]?.firstSeq ?? 1) - 1);
  const shownSeq = seen?.shownSeq ?? 0;
  const highestEntry = highest([
    ...lines.map(({ entry }) => entry),
    ...segments.map(({ firstEntry }) => firstEntry - 1),
  ]);
  const seqs = new Set(lines.flatMap(({ seq }) => seq ?? []));
  const highestSeq = highest([...seqs, ...segments.map(({ firstSeq }) => firstSeq - 1), acknowledgedSeq, shownSeq]);
  const droppedThrough = highest(lines.map(({ lost }) => lost?.droppedThrough ?? 0));
  const countedThrough = highest(lines.map(({ lost }) => lost?.countedThrough ?? 0));

  const givenUp = Math.max(acknowledgedSeq, droppedThrough);
  const unsent = lines.flatMap((line) => reportOf(line) ?? []).filter(({ seq }) => seq > givenUp);
  const uncounted = Math.max(givenUp, countedThrough);
  const onDisk = unsent.filter(({ seq }) => seq > uncounted).length;

  // The numbers of what was lost at the end cannot be read: as many are left out as could have stood there.
  const leftOut = Math.ceil((segments.at(-1)?.damagedEndBytes ?? 0) / SHORTEST_LINE_BYTES);
  return {
    nextEntry: highestEntry + leftOut + 1,
    nextSeq: highestSeq + leftOut + 1,
    acknowledgedSeq,
    shownSeq,
    unsent,
    damagedLines: segments.reduce((sum, segment) => sum + segment.damagedLines, 0),
    tornBytes: segments.at(-1)?.tornBytes ?? 0,
    lostReports: Math.max(0, highestSeq - uncounted - onDisk),
    countedThrough,
    droppedThrough,
  };
}

/** How many happenings these reports stand for: one that counts lost ones stands for those. */
export function happeningsIn(reports: readonly TerminalEvent[]): number {
  return reports.reduce((sum, { event, code }) => sum + (event === 'EVENTS_LOST' ? numberOr(1, code) : 1), 0);
}

function numberOr(otherwise: number, code: string | undefined): number {
  const number = Number(code);
  return Number.isSafeInteger(number) ? number : otherwise;
}
