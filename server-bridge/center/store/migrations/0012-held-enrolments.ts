import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Requests for a certificate that differ from what was registered, until a person has decided or their time is over. */
export const heldEnrolments: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table held_enrolments (
        id text primary key,
        terminal_id text not null references terminal_places (terminal_id),
        key_digest text not null unique,
        comparison text not null,
        serial text not null,
        build text,
        differs text not null,
        state text not null check (state in ('held', 'approved', 'refused', 'issued')),
        asked_at timestamptz not null,
        expires_at timestamptz not null,
        comparison_misses integer not null default 0,
        decided_at timestamptz,
        decided_by text
      )`.execute(database);
    await sql`create index held_enrolments_of on held_enrolments (terminal_id, expires_at)`.execute(database);
  },
};
