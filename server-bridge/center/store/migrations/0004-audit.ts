import type { Migration } from 'kysely/migration';

/** Audit entries and signed checkpoints. */
export const audit: Migration = {
  async up(): Promise<void> {},
};
