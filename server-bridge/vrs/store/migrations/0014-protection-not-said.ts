/** A staged person whose file says nothing of a protective measure: not the same as none, which would end it (V3). */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const protectionNotSaid: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`alter table import_people alter column protected drop not null`.execute(database);
  },
};
