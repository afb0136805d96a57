/**
 * The center's tables. None of them has a column for a resident, an application or a certificate (C2): terminals, their
 * condition, directives, commands and alarms are all the center knows.
 */
import type { ColumnType, Generated } from 'kysely';

/** A whole number that does not fit 32 bits; drivers give it back as number, bigint or text. Read it with `whole`. */
type Whole = ColumnType<number | bigint | string, number, number>;
type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

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
  build: string;
  state: string;
  directive_version: ColumnType<number | bigint | string | null, number | null, number | null>;
  /** JSON of the device conditions. */
  devices: string;
  reported_at: Instant;
  received_at: Instant;
};

export type TerminalEventsTable = {
  terminal_id: string;
  process_id: string;
  seq: Whole;
  happened_at: Instant;
  received_at: Instant;
  event: string;
  code: string | null;
};

export type DirectivesTable = {
  version: Whole;
  /** JSON of the content the center answers for (no version, times or key set). */
  content: string;
  vrs_key_set: string;
  issued_at: Instant;
  expires_at: Instant;
  signed: string;
};

export type CommandsTable = {
  command_id: string;
  terminal_id: string;
  process_id: string;
  /** JSON of the order. */
  command_order: string;
  signed: string;
  issued_at: Instant;
  expires_at: Instant;
  state: 'queued' | 'sent' | 'done' | 'refused' | 'expired';
  result: string | null;
  settled_at: NullableInstant;
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
};

export type CenterTables = {
  terminals: TerminalsTable;
  terminal_status: TerminalStatusTable;
  terminal_events: TerminalEventsTable;
  directives: DirectivesTable;
  commands: CommandsTable;
  alarms: AlarmsTable;
};

export const whole = (value: number | bigint | string): number => Number(value);
