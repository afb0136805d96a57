/** Queries between municipalities and what was provided (V4, V5, V14). */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const provisions: Migration = {
  async up(_database: Kysely<unknown>): Promise<void> {},
};
