/** What the role may do that puts an area back from its backup, held to the one area it is in; and no temporary tables for any role. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { RESTORE_ROLE } from '../roles.ts';
import { makeRole } from './area-table.ts';

/** Put back from the file, after what was there is taken away. */
const REPLACED = [
  'people',
  'address_numbers',
  'tickets',
  'doses',
  'passports',
  'certificates',
  'person_versions',
  'dose_versions',
  'search_terms',
  'provisions',
  'detections',
  'imports',
  'import_refusals',
  'site_tablets',
  'staff_accounts',
  'staff_passwords',
  'staff_terminals',
] as const;
/** Of the moment: taken away, and never in a file. */
const PASSING = [
  'applications',
  'staff_sessions',
  'staff_misses',
  'import_people',
  'import_tickets',
  'import_doses',
  'import_flags',
  'import_seen',
  'import_address_numbers',
] as const;

export const areaBackups: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await makeRole(database, RESTORE_ROLE);
    const role = sql.id(RESTORE_ROLE);
    for (const table of REPLACED) {
      await sql`grant select, insert, delete on ${sql.table(table)} to ${role}`.execute(database);
    }
    for (const table of PASSING) await sql`grant select, delete on ${sql.table(table)} to ${role}`.execute(database);
    // A temporary table outlives its transaction on a pooled connection, and its name hides a table's: nobody makes any.
    await sql`
      do $$ begin
        execute format('revoke temporary on database %I from public', current_database());
      end $$`.execute(database);
    // The chain only ever grows.
    await sql`grant select, insert on operation_log to ${role}`.execute(database);
    await sql`grant select, insert, update on operation_log_heads to ${role}`.execute(database);
  },
};
