/** Counts over time, of terminals and requests, never of persons. */
import type { Instant, Whole } from './column-types.ts';

/** What one center process has relayed in a step of five minutes, and how many terminals were connected to it at its end. */
export type HistoryStepsTable = {
  /** Where the step begins. */
  at: Instant;
  /** Random for each start of a center process. */
  process: string;
  relayed: Whole;
  connected: number;
};

export type HistoryRefusalsTable = { at: Instant; process: string; refusal: string; refused: Whole };

/** Relays by how long they took; the bucket above the highest limit has the largest number there is. */
export type HistoryLatenciesTable = { at: Instant; process: string; up_to_ms: number; relayed: Whole };

export type HistoryTables = {
  history_steps: HistoryStepsTable;
  history_refusals: HistoryRefusalsTable;
  history_latencies: HistoryLatenciesTable;
};
