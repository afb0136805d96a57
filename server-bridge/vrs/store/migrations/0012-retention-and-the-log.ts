/** What erasing may do beside erasing: hold whom it erases, take their names out of the operation log, and write down that it was done (V11, V16). */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { RETENTION_ROLE } from '../roles.ts';

export const retentionAndTheLog: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const role = sql.id(RETENTION_ROLE);
    // Who holds a row has the right to change something of it.
    await sql`grant update (changed_at) on people to ${role}`.execute(database);
    await sql`
      grant select (area, reference_hash), insert, update (reference, reference_hash) on operation_log to ${role}`.execute(
      database,
    );
    await sql`grant select, insert, update on operation_log_heads to ${role}`.execute(database);
  },
};
