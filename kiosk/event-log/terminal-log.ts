import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { createEventLog, type EventCatalogue } from '../../server-bridge/event-log/index.ts';
import { EventLogEntrySchema, OperatorIdSchema, TERMINAL_EVENTS } from '../../server-bridge/protocol/index.ts';
import type { ReportDetails, TerminalLog, TerminalLogError, TerminalLogOptions } from './door.ts';
import { DurableLines } from './durable-lines.ts';
import { exportLog } from './export-log.ts';
import { fileDisk, syncFolder } from './log-disk.ts';
import { openLogId } from './log-id.ts';
import type { LogLine } from './log-line.ts';
import { openNumberFile } from './number-file.ts';
import { hasPersonalShape } from './personal-shape.ts';
import { readEntries } from './read-entries.ts';
import { recover } from './recovery.ts';
import { ReportCodeSchema } from './report-code.ts';
import { openReportWords, REPORT_LEVELS } from './report-words.ts';
import { listSegments, readSegmentFile, type SegmentContent } from './segment-files.ts';
import { SegmentWriter } from './segment-writer.ts';
import { UnsentReports } from './unsent-reports.ts';

export const SMALLEST_LIMIT_BYTES = 65_536;
/** The bound in segments: finer means that less goes at once, and more files. */
const SEGMENTS = 8;
export const ID_FILE = 'log-id';
export const NUMBER_FILE = 'numbers';
const NO_CONTENT: SegmentContent = { lines: [], damagedLines: 0, damagedEndBytes: 0, tornBytes: 0 };

/** A finished line of the generic logger, as it is taken apart again. */
const RecordedSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.objectWithRest(
    { level: v.string(), at: v.string(), event: v.string() },
    v.union([v.number(), v.boolean(), v.string()]),
  ),
  v.transform(({ level, at, event, ...fields }) => ({ entry: 1, level, at, event, fields })),
  EventLogEntrySchema,
);

const loadParts = <C extends EventCatalogue>({ directory, limitBytes, disk = fileDisk }: TerminalLogOptions<C>) => {
  if (mkdirSync(directory, { recursive: true, mode: 0o700 }) !== undefined) syncFolder(disk, dirname(directory));
  const segments = listSegments(directory);
  const contents = segments.map((segment) => ({
    ...(readSegmentFile(segment) ?? NO_CONTENT),
    firstEntry: segment.firstEntry,
    firstSeq: segment.firstSeq,
  }));
  const numbers = openNumberFile(disk, join(directory, NUMBER_FILE));
  const recovered = recover(contents, numbers.found);
  const last = segments.at(-1);
  if (last !== undefined) last.sizeBytes -= recovered.tornBytes;
  const segmentBytes = Math.floor(limitBytes / SEGMENTS);
  const endUnclear = recovered.tornBytes > 0;
  const writer = new SegmentWriter({ disk, directory, segmentBytes, segments, endUnclear });
  return { logId: openLogId(disk, join(directory, ID_FILE)), numbers, recovered, writer, segmentBytes };
};

/**
 * Opens or begins the terminal's log. Damage never stops it: a torn end is cut off, a damaged line left out, both counted in
 * an entry `LOG_REPAIRED`; reports that are gone are counted in a report `EVENTS_LOST`. One process at a time.
 */
export function openTerminalLog<C extends EventCatalogue>(
  o: TerminalLogOptions<C>,
): Result<TerminalLog<C>, TerminalLogError> {
  if (o.limitBytes < SMALLEST_LIMIT_BYTES) {
    return err({ kind: 'limit-too-small', smallestBytes: SMALLEST_LIMIT_BYTES });
  }
  let loaded: ReturnType<typeof loadParts<C>>;
  try {
    loaded = loadParts(o);
  } catch (cause) {
    return err({ kind: 'directory-unusable', cause });
  }
  return ok(begin(o, loaded));
}

function begin<C extends EventCatalogue>(
  o: TerminalLogOptions<C>,
  { logId, numbers, recovered, writer, segmentBytes }: ReturnType<typeof loadParts<C>>,
): TerminalLog<C> {
  const words = openReportWords(o.catalogue, o.words ?? []);
  const listeners = new Set<() => void>();
  const reports = new UnsentReports(numbers, recovered);
  const refused = { events: 0, fields: 0, lines: 0 };
  /** Lost and not yet said. */
  let lost = { happenings: recovered.lostReports, lines: 0 };
  let accounted = {
    droppedThrough: recovered.droppedThrough,
    // Numbers that were left out for the sake of a damaged end are nobody's report.
    countedThrough: Math.max(recovered.countedThrough, recovered.nextSeq - 1),
  };
  let nextEntry = recovered.nextEntry;
  let closed = false;

  const lines = new DurableLines({
    writer,
    // Room for the segment that is being filled and for one line of the next.
    keptBytes: o.limitBytes - 2 * segmentBytes,
    writtenSeq: recovered.nextSeq - 1,
    listener: {
      onBoundReached: (throughSeq) => {
        const happenings = reports.giveUpThrough(throughSeq);
        if (happenings > 0) loseReports(happenings, { droppedThrough: throughSeq, countedThrough: throughSeq });
      },
      onNoRoom: (seq) => {
        if (seq === null) lost.lines += 1;
        else loseReports(reports.giveUp(seq), { droppedThrough: 0, countedThrough: seq });
      },
    },
  });

  function loseReports(happenings: number, through: typeof accounted): void {
    lost.happenings += happenings;
    accounted = {
      droppedThrough: Math.max(accounted.droppedThrough, through.droppedThrough),
      countedThrough: Math.max(accounted.countedThrough, through.countedThrough),
    };
  }

  function enter(line: Omit<LogLine, 'entry'>): void {
    if (closed || !lines.push({ entry: nextEntry, ...line }, reports.nextSeq)) refused.lines += 1;
    else nextEntry += 1;
  }

  function enterReport(
    event: keyof typeof REPORT_LEVELS,
    details: Record<string, string>,
    more: Partial<LogLine>,
  ): void {
    if (closed) {
      refused.lines += 1;
      return;
    }
    const seq = reports.nextSeq;
    const at = o.now().toISOString();
    enter({ at, level: REPORT_LEVELS[event], event, fields: details, seq, ...more });
    const { code, operator } = v.parse(DetailsSchema, details);
    reports.add({
      seq,
      at,
      event,
      ...(code === undefined ? {} : { code }),
      ...(operator === undefined ? {} : { operator }),
    });
  }

  /** True when everything is on disk: lines, what was lost of them, and the acknowledged number. */
  function flush(): boolean {
    if (closed) return false;
    while (lines.flush()) {
      const { happenings, lines: lostLines } = lost;
      if (happenings === 0 && lostLines === 0) return reports.settleNumbers();
      lost = { happenings: 0, lines: 0 };
      if (lostLines > 0) {
        enter({ at: o.now().toISOString(), level: 'error', event: 'LOG_LINES_LOST', fields: { lines: lostLines } });
      }
      if (happenings > 0) enterReport('EVENTS_LOST', { code: String(happenings) }, { lost: accounted });
    }
    return false;
  }

  const recorder = createEventLog(o.catalogue, {
    now: o.now,
    sink: {
      write(text) {
        const { level, at, event, fields } = v.parse(RecordedSchema, text);
        const kept = Object.entries(fields).filter(([, value]) => !hasPersonalShape(value));
        refused.fields += Object.keys(fields).length - kept.length;
        enter({ level, at, event, fields: Object.fromEntries(kept) });
        flush();
      },
    },
  });

  function report<const W extends string = never>(
    event: keyof typeof REPORT_LEVELS,
    details: ReportDetails<W> = {},
  ): void {
    // Losses are the log's own to count.
    if (!TERMINAL_EVENTS.includes(event) || event === 'EVENTS_LOST') {
      refused.events += 1;
      return;
    }
    const allowed: Record<string, string> = {};
    const { operator } = details;
    const code: string | undefined = details.code;
    if (code !== undefined) {
      const isAllowed = v.is(ReportCodeSchema, code) && words.allows(event, code);
      allowed['code'] = isAllowed ? code : 'unnamed';
      if (!isAllowed) refused.fields += 1;
    }
    if (operator !== undefined) {
      const isAllowed = v.is(OperatorIdSchema, operator) && !hasPersonalShape(operator);
      if (isAllowed) allowed['operator'] = operator;
      else refused.fields += 1;
    }
    enterReport(event, allowed, {});
    flush();
    if (closed) return;
    for (const listener of [...listeners]) listener();
  }

  if (recovered.damagedLines > 0 || recovered.tornBytes > 0 || numbers.found === null) {
    const { damagedLines, tornBytes, lostReports } = recovered;
    const fields = { damagedLines, tornBytes, lostReports, numbersUnreadable: numbers.found === null };
    // Where reports are lost, the line that counts them says up to where; said here already, a crash in between would forget them.
    const account = lostReports === 0 ? { lost: accounted } : {};
    enter({ at: o.now().toISOString(), level: 'error', event: 'LOG_REPAIRED', fields, ...account });
  }
  flush();

  return {
    logId,
    record: recorder.record,
    dropped() {
      const { events, fields, lines: unwritable } = recorder.dropped();
      return {
        events: events + refused.events,
        fields: fields + refused.fields,
        lines: unwritable + refused.lines,
      };
    },
    report,
    unsent(max) {
      flush();
      return reports.list(max, lines.writtenSeq);
    },
    acknowledge(seq) {
      const happenings = reports.acknowledge(seq);
      if (happenings > 0) loseReports(happenings, { droppedThrough: seq, countedThrough: seq });
      flush();
    },
    entries: (fromEntry, max) => readEntries(writer.segments, fromEntry, max),
    exportTo(directory) {
      flush();
      return exportLog({ segments: [...writer.segments], logId, directory, now: o.now() });
    },
    healthy: flush,
    onReport(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      flush();
      closed = true;
      writer.close();
      numbers.close();
    },
  };
}

const DetailsSchema = v.strictObject({ code: v.optional(v.string()), operator: v.optional(OperatorIdSchema) });
