import type { Migration } from 'kysely/migration';

/** Counts over time, of terminals and requests, never of persons. */
export const history: Migration = {
  async up(): Promise<void> {},
};
