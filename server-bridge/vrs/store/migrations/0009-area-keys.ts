/** Several generations of an area's keys (V9). */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const areaKeys: Migration = {
  async up(_database: Kysely<unknown>): Promise<void> {},
};
