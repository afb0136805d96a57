import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** One-time codes, terminals' certificates, revocations. */
export const enrolment: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    // One code of a terminal at a time: a new one takes the place of the last.
    await sql`
      create table enrolment_codes (
        terminal_id text primary key references terminal_places (terminal_id),
        code_digest text not null,
        made_at timestamptz not null,
        expires_at timestamptz not null,
        misses integer not null,
        used_at timestamptz
      )`.execute(database);
    await sql`
      create table terminal_certificates (
        serial text primary key,
        terminal_id text not null,
        key_digest text not null unique,
        issued_at timestamptz not null,
        expires_at timestamptz not null,
        first_used_at timestamptz,
        superseded_at timestamptz,
        revoked_at timestamptz,
        revoked_by text,
        revoked_for text
      )`.execute(database);
    await sql`create index terminal_certificates_of on terminal_certificates (terminal_id, issued_at)`.execute(
      database,
    );
    await sql`create index terminal_certificates_revoked on terminal_certificates (revoked_at)
      where revoked_at is not null`.execute(database);
    await sql`create index terminal_certificates_superseded on terminal_certificates (superseded_at)
      where superseded_at is not null`.execute(database);
    await sql`create index terminal_places_retired on terminal_places (retired_at)
      where retired_at is not null`.execute(database);
    await sql`create index terminal_certificates_end on terminal_certificates (expires_at)`.execute(database);
  },
};
