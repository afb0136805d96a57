/** Audit entries and signed checkpoints. */
import type { ColumnType } from 'kysely';
import type { Instant, Whole } from './column-types.ts';

/** The one row of a chain that changes: its writer, and how far it has come. */
export type AuditChainsTable = {
  node: string;
  /** Random, new with each opening: what tells a writer that another has taken over. */
  writer: string;
  size: Whole;
  /** Hash of the last entry, 64 hexadecimal digits. */
  head: string;
};

export type AuditEntriesTable = {
  /** Rises with each entry of whatever node: the order in which the console lists them. */
  place: ColumnType<number | bigint | string, never, never>;
  node: string;
  seq: Whole;
  at: Instant;
  actor: string;
  action: string;
  target: string;
  result: string;
  previous: string;
  hash: string;
};

export type AuditCheckpointsTable = {
  node: string;
  size: Whole;
  at: Instant;
  /** The signed note as C2SP tlog-checkpoint writes it. */
  note: string;
  /** JSON of the tree's perfect subtrees at that size, so that a restart need not hash the whole chain again. */
  frontier: string;
};

/** An entry that belongs to an act which is committed, or is to be, and is in no chain yet. */
export type AuditIntentsTable = {
  id: ColumnType<number | bigint | string, never, never>;
  at: Instant;
  actor: string;
  action: string;
  target: string;
  result: string;
};

export type AuditTables = {
  audit_intents: AuditIntentsTable;
  audit_chains: AuditChainsTable;
  audit_entries: AuditEntriesTable;
  audit_checkpoints: AuditCheckpointsTable;
};
