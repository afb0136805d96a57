import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a cause is in particular, as the terminal names it: conditions or warnings with a comma between them; empty where it names nothing. */
export const causeDetails: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`alter table alarm_causes add column detail text not null default ''`.execute(database);
  },
};
