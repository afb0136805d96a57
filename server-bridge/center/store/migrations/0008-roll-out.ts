import type { Migration } from 'kysely/migration';

/** Orders to many terminals, stage by stage. */
export const rollOut: Migration = {
  async up(): Promise<void> {},
};
