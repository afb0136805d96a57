/** What issuing records beside the certificate: which door the application came through (V6, V7). */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { APPLICATION_ROLE, RETENTION_ROLE } from '../roles.ts';
import { makeRole } from './area-table.ts';

const ERASED = [
  'people',
  'tickets',
  'doses',
  'passports',
  'certificates',
  'person_versions',
  'dose_versions',
  'search_terms',
] as const;

export const issuing: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const role = sql.id(APPLICATION_ROLE);
    await sql`
      alter table certificates
        add column through text not null default 'kiosk' check (through in ('kiosk', 'app'))`.execute(database);
    await sql`create index certificates_person on certificates (area, person_id)`.execute(database);
    // A person, and with the person what was issued, goes when retention has ended, and in no other way (V16).
    await makeRole(database, RETENTION_ROLE);
    const retention = sql.id(RETENTION_ROLE);
    await sql`revoke delete on people from ${role}`.execute(database);
    await sql`revoke delete on person_versions, dose_versions from ${role}`.execute(database);
    await sql`grant select on municipalities to ${retention}`.execute(database);
    for (const table of ERASED)
      await sql`grant select, delete on ${sql.table(table)} to ${retention}`.execute(database);
  },
};
