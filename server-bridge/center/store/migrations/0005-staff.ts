import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** People of the center: accounts, second factors, sessions. */
export const staff: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table staff_accounts (
        staff_id text primary key,
        name text not null,
        roles text not null,
        state text not null check (state in ('active', 'disabled')),
        password_hash text not null,
        password_set_at timestamptz not null,
        must_change boolean not null,
        one_time_secret text not null,
        last_code_step bigint not null,
        made_at timestamptz not null,
        made_by text not null,
        changed_at timestamptz not null,
        changed_by text not null,
        last_sign_in_at timestamptz
      )`.execute(database);
    await sql`
      create table staff_passwords (
        id bigserial primary key,
        staff_id text not null references staff_accounts (staff_id),
        password_hash text not null,
        set_at timestamptz not null
      )`.execute(database);
    await sql`create index staff_passwords_of on staff_passwords (staff_id, id)`.execute(database);
    await sql`
      create table staff_sessions (
        session_digest text primary key,
        staff_id text not null references staff_accounts (staff_id),
        made_at timestamptz not null,
        last_seen_at timestamptz not null,
        ends_at timestamptz not null
      )`.execute(database);
    await sql`create index staff_sessions_of on staff_sessions (staff_id, made_at)`.execute(database);
    // By digest, and for names without an account as well: whoever reads the answers cannot tell which names exist.
    await sql`
      create table staff_misses (
        name_digest text primary key,
        misses integer not null,
        last_at timestamptz not null,
        locked_until timestamptz
      )`.execute(database);
    await sql`create index staff_misses_last on staff_misses (last_at)`.execute(database);
  },
};
