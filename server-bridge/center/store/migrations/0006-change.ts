import type { Migration } from 'kysely/migration';

/** Staged changes of the directive. */
export const change: Migration = {
  async up(): Promise<void> {},
};
