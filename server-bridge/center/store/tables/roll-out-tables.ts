/** Orders to many terminals, stage by stage; what terminals told of themselves on an order. */
import type { Generated } from 'kysely';
import type { Instant, NullableInstant } from './column-types.ts';

export type RollOutsTable = {
  id: Generated<number>;
  /** JSON of the order. */
  command_order: string;
  /** JSON of the scope. */
  scope: string;
  /** JSON of the shares, rising to 100. */
  stages_percent: string;
  success_percent: number;
  stage_minutes: number;
  stop_at_failure_percent: number;
  state: 'draft' | 'running' | 'paused' | 'stopped' | 'finished' | 'rejected';
  drafted_by: string;
  drafted_at: Instant;
  approved_by: string | null;
  started_at: NullableInstant;
  /** From 1; 0 before it runs. */
  stage: Generated<number>;
  stage_started_at: NullableInstant;
  targets: number;
  /** How many of the targets have their order. */
  ordered: Generated<number>;
  stopped_for: string | null;
  ended_at: NullableInstant;
};

export type RollOutTargetsTable = {
  roll_out_id: number;
  /** Hash of roll-out and terminal: a terminal's place in the order of all of them. */
  place: string;
  terminal_id: string;
};

export type DiagnosticsTable = {
  command_id: string;
  /** JSON of the message as checked. */
  content: string;
  received_at: Instant;
};

export type RollOutTables = {
  roll_outs: RollOutsTable;
  roll_out_targets: RollOutTargetsTable;
  diagnostics: DiagnosticsTable;
};
