/** Terminals, their condition, directives, commands and alarms. */
import type { ColumnType, Generated } from 'kysely';
import type { Instant, NullableInstant, Whole } from './column-types.ts';

export type TerminalsTable = {
  terminal_id: string;
  first_seen_at: Instant;
  /** Why the center refuses relays of this terminal; null while it may serve. */
  suspended_for: string | null;
  /** The event stream that counts as this terminal's presence; a newer one, on any node, replaces it. */
  stream_id: string | null;
  presence: 'connected' | 'disconnected';
  presence_at: Instant;
};

export type TerminalStatusTable = {
  terminal_id: string;
  process_id: string;
  log_id: string | null;
  build: string;
  state: string;
  cause: string | null;
  directive_version: ColumnType<number | bigint | string | null, number | null, number | null>;
  /** JSON of the device conditions. */
  devices: string;
  /** JSON of the warnings. */
  warnings: string;
  reported_at: Instant;
  received_at: Instant;
};

/** How far the center has each event log of a terminal. The row's lock keeps the reports of one log in line. */
export type TerminalLogsTable = {
  terminal_id: string;
  log_id: string;
  accepted_seq: Whole;
  reported_at: Instant;
};

export type TerminalEventsTable = {
  /** Rises with each event taken in, of whatever log: the order in which the center heard of them. */
  position: ColumnType<number | bigint | string, never, never>;
  terminal_id: string;
  log_id: string;
  seq: Whole;
  happened_at: Instant;
  received_at: Instant;
  event: string;
  code: string | null;
  /** The store operator by the directive's own id. */
  operator_id: string | null;
};

export type DirectivesTable = {
  version: Whole;
  /** JSON of the content the center answers for (no version, times or key set). */
  content: string;
  /** JSON of what is laid over the content for narrower scopes. */
  overrides: string;
  /** JSON of the municipalities that have stopped, whatever the content says. */
  suspensions: string;
  /** The last change of places that counts in this version. */
  places_revision: Whole;
  vrs_key_set: string;
  issued_at: Instant;
  expires_at: Instant;
  signed: string;
};

export type CommandsTable = {
  command_id: string;
  terminal_id: string;
  /** Null while an order of a roll-out waits for its terminal. */
  process_id: string | null;
  /** JSON of the order. */
  command_order: string;
  signed: string | null;
  issued_by: Generated<string>;
  issued_at: Instant;
  expires_at: Instant;
  state: 'queued' | 'sent' | 'done' | 'refused' | 'expired' | 'cancelled';
  /** When a node took it up to send it. */
  sent_at: NullableInstant;
  result: string | null;
  settled_at: NullableInstant;
  roll_out_id: Generated<number | null>;
  roll_out_stage: Generated<number | null>;
};

/** What a terminal has sent of its event log on one order. */
export type EventLogCollectionsTable = {
  command_id: string;
  log_id: string;
  pages: number;
  entries: number;
  /** The number of the last entry held; 0 before the first. */
  last_entry: Whole;
  complete: boolean;
  started_at: Instant;
  updated_at: Instant;
};

export type EventLogPagesTable = {
  command_id: string;
  page: number;
  /** JSON of the entries as checked. */
  entries: string;
};

export type AlarmsTable = {
  id: Generated<number>;
  terminal_id: string;
  code: string;
  times: number;
  raised_at: Instant;
  last_at: Instant;
  cleared_at: NullableInstant;
  cleared_by: string | null;
  severity: Generated<'critical' | 'major' | 'minor'>;
  acknowledged_at: NullableInstant;
  acknowledged_by: Generated<string | null>;
  /** When its receivers were last told of it, and of its end. */
  told_at: NullableInstant;
  end_told_at: NullableInstant;
  /** When it stood in the audit trail. */
  audited_at: NullableInstant;
};

export type LineTables = {
  terminals: TerminalsTable;
  terminal_status: TerminalStatusTable;
  terminal_logs: TerminalLogsTable;
  terminal_events: TerminalEventsTable;
  directives: DirectivesTable;
  commands: CommandsTable;
  event_log_collections: EventLogCollectionsTable;
  event_log_pages: EventLogPagesTable;
  alarms: AlarmsTable;
};
