/** By which reference number a staged line named its person: at the end that must still be the person's own. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const stagedReferences: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const table of ['import_tickets', 'import_doses', 'import_address_numbers']) {
      await sql`alter table ${sql.table(table)} add column reference_hash bytea`.execute(database);
    }
  },
};
