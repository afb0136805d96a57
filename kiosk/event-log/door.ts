/** What the terminal's one log gives to those who hold it; types only. */
import type { Result } from 'neverthrow';
import type { EventCatalogue, EventLog } from '../../server-bridge/event-log/index.ts';
import type { EventLogEntry, LogId, OperatorId, TerminalEvent } from '../../server-bridge/protocol/index.ts';
import type { LogDisk } from './log-disk.ts';

export type TerminalLogOptions<C extends EventCatalogue> = {
  /** The log's own folder; made (mode 0700) where it is missing. */
  readonly directory: string;
  /** Upper bound of all segments together; at least `SMALLEST_LIMIT_BYTES`. Numbers and id add less than a kilobyte. */
  readonly limitBytes: number;
  /** What can be recorded; its closed words are also words of a report's code. */
  readonly catalogue: C;
  readonly now: () => Date;
  /** Further closed words that a report's code may be made of. */
  readonly words?: readonly string[];
  /** The file system, or one with faults. */
  readonly disk?: LogDisk;
};

/** The log cannot be begun at all: no folder, no id, or a bound too small to hold anything. */
export type TerminalLogError =
  | { readonly kind: 'directory-unusable'; readonly cause: unknown }
  | { readonly kind: 'limit-too-small'; readonly smallestBytes: number };

/** `never` for a text that could be anything: only literals and branded words (see `reportCode`) pass. */
export type ClosedWord<W extends string> = string extends W ? never : W;

export type ReportDetails<W extends string> = {
  /** Closed words joined by `-` or `_`: a state, a condition, a result. Undefined is the same as absent. */
  readonly code?: ClosedWord<W> | undefined;
  /** The directive's own id of a store operator. */
  readonly operator?: OperatorId | undefined;
};

export type ExportError =
  | { readonly kind: 'no-such-directory'; readonly cause: unknown }
  | { readonly kind: 'disk-full'; readonly cause: unknown }
  | { readonly kind: 'read-only'; readonly cause: unknown }
  | { readonly kind: 'export-failed'; readonly cause: unknown };

export type ExportedLog = { readonly path: string; readonly entries: number };

/** `record` (of `EventLog`) writes an entry; everything here is on disk before the call returns, or waits in memory. */
export type TerminalLog<C extends EventCatalogue> = EventLog<C> & {
  readonly logId: LogId;
  /** Writes an entry that the center is also told, under the next sequence number. Never throws. */
  report<const W extends string = never>(event: TerminalEvent['event'], details?: ReportDetails<W>): void;
  /** The oldest reports the center has not acknowledged, in order, at most `max`. */
  unsent(max: number): readonly TerminalEvent[];
  /** The center has everything up to and with `seq`. */
  acknowledge(seq: number): void;
  /** Entries on disk from this number on, in order, at most `max`; those lost to the bound or to damage are not there. */
  entries(fromEntry: number, max: number): readonly EventLogEntry[];
  /** One file for the store in an existing folder; see `export-log.ts` for its form. */
  exportTo(directory: string): Promise<Result<ExportedLog, ExportError>>;
  /** False while something waits in memory because the disk does not take it. Asking tries again. */
  healthy(): boolean;
  /** Called after every call of `report`, when it is on disk or waits. */
  onReport(listener: () => void): () => void;
  close(): void;
};
