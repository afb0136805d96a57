/** Counts over time, of terminals and requests, never of persons. */

export type HistoryTables = Record<never, never>;
