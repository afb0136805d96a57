import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { createEventLog, type EventCatalogue } from '../../server-bridge/event-log/index.ts';
import { EventLogEntrySchema, TERMINAL_EVENTS, type TerminalEvent } from '../../server-bridge/protocol/index.ts';
import type { ReportDetails, TerminalLog, TerminalLogError, TerminalLogOptions } from './door.ts';
import { DurableLines } from './durable-lines.ts';
import { exportLog } from './export-log.ts';
import { type LoadedLog, loadLog } from './load-log.ts';
import { fileDisk } from './log-disk.ts';
import type { LogLine } from './log-line.ts';
import { Losses } from './losses.ts';
import { hasPersonalShape } from './personal-shape.ts';
import { readEntries } from './read-entries.ts';
import { type AllowedDetails, allowDetails } from './report-details.ts';
import { openReportWords, REPORT_LEVELS } from './report-words.ts';
import { UnsentReports } from './unsent-reports.ts';

export const SMALLEST_LIMIT_BYTES = 65_536;

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
  let loaded: LoadedLog;
  try {
    loaded = loadLog({ directory: o.directory, limitBytes: o.limitBytes, disk: o.disk ?? fileDisk });
  } catch (cause) {
    return err({ kind: 'directory-unusable', cause });
  }
  return ok(begin(o, loaded));
}

function begin<C extends EventCatalogue>(
  o: TerminalLogOptions<C>,
  { logId, numbers, recovered, keptBytes, writer }: LoadedLog,
): TerminalLog<C> {
  const words = openReportWords(o.catalogue, o.words ?? []);
  const listeners = new Set<() => void>();
  const reports = new UnsentReports(numbers, recovered);
  const losses = new Losses(recovered);
  const refused = { events: 0, fields: 0, lines: 0 };
  const lines = new DurableLines({
    writer,
    keptBytes,
    writtenSeq: recovered.nextSeq - 1,
    listener: {
      onBoundReached: (throughSeq) => losses.addDropped(reports.giveUpThrough(throughSeq), throughSeq),
      onNoRoom: (seq) => (seq === null ? losses.addLine() : losses.addOne(reports.giveUp(seq), seq)),
    },
  });
  let nextEntry = recovered.nextEntry;
  let closed = false;

  /** False for a line that is not taken; it is counted. */
  function enter(line: Omit<LogLine, 'entry'>): boolean {
    const isTaken = !closed && lines.push({ entry: nextEntry, ...line }, reports.nextSeq);
    if (isTaken) nextEntry += 1;
    else refused.lines += 1;
    return isTaken;
  }

  function enterOwn(event: string, fields: LogLine['fields'], account: Pick<LogLine, 'lost'> = {}): void {
    enter({ at: o.now().toISOString(), level: 'error', event, fields, ...account });
  }

  function enterReport(event: TerminalEvent['event'], details: AllowedDetails, account: Pick<LogLine, 'lost'>): void {
    const report: TerminalEvent = { seq: reports.nextSeq, at: o.now().toISOString(), event, ...details };
    const { seq, at } = report;
    if (enter({ seq, at, level: REPORT_LEVELS[event], event, fields: { ...details }, ...account })) reports.add(report);
  }

  /** True when everything is on disk: lines, what was lost of them, and the acknowledged number. */
  function flush(): boolean {
    while (!closed && lines.flush()) {
      const lost = losses.take();
      if (lost.happenings === 0 && lost.lines === 0) return reports.settleNumbers();
      if (lost.lines > 0) enterOwn('LOG_LINES_LOST', { lines: lost.lines });
      if (lost.happenings > 0) enterReport('EVENTS_LOST', { code: String(lost.happenings) }, { lost: losses.account });
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

  function report<const W extends string = never>(event: TerminalEvent['event'], given: ReportDetails<W> = {}): void {
    // Losses are the log's own to count.
    if (!TERMINAL_EVENTS.includes(event) || event === 'EVENTS_LOST') {
      refused.events += 1;
      return;
    }
    const { details, refusedFields } = allowDetails(words, event, given);
    refused.fields += refusedFields;
    enterReport(event, details, {});
    flush();
    if (closed) return;
    for (const listener of [...listeners]) listener();
  }

  if (recovered.damagedLines > 0 || recovered.tornBytes > 0 || numbers.found === null) {
    const { damagedLines, tornBytes, lostReports } = recovered;
    const fields = { damagedLines, tornBytes, lostReports, numbersUnreadable: numbers.found === null };
    // Where reports are lost, the line that counts them says up to where: a crash between the two must not forget them.
    enterOwn('LOG_REPAIRED', fields, lostReports === 0 ? { lost: losses.account } : {});
  }
  flush();

  return {
    logId,
    record: recorder.record,
    dropped() {
      const { events, fields, lines: unwritable } = recorder.dropped();
      return { events: events + refused.events, fields: fields + refused.fields, lines: unwritable + refused.lines };
    },
    report,
    unsent(max) {
      flush();
      return reports.list(max, lines.writtenSeq);
    },
    acknowledge(seq) {
      losses.addDropped(reports.acknowledge(seq), seq);
      flush();
    },
    entries: (fromEntry, max) => readEntries(writer.segments, fromEntry, max),
    exportTo(directory) {
      flush();
      return exportLog({
        segments: writer.segments.map((segment) => ({ ...segment })),
        logId,
        directory,
        now: o.now(),
      });
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
