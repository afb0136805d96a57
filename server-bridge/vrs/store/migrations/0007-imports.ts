/** Files of municipal systems on their way in (V1, V12). */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const imports: Migration = {
  async up(_database: Kysely<unknown>): Promise<void> {},
};
