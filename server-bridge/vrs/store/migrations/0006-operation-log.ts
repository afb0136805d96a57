/** Who did what on whom, chained, and what was noticed in it (V11). */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const operationLog: Migration = {
  async up(_database: Kysely<unknown>): Promise<void> {},
};
