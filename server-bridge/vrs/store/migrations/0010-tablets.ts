/** What tablets at vaccination sites may reach (V15). */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const tablets: Migration = {
  async up(_database: Kysely<unknown>): Promise<void> {},
};
