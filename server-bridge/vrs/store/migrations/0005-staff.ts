/** Accounts, sessions and registered terminals of the municipalities' staff (V10). */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { APPLICATION_ROLE } from '../roles.ts';
import { keepApart } from './area-table.ts';

const TABLES = ['staff_accounts', 'staff_passwords', 'staff_sessions', 'staff_misses', 'staff_terminals'] as const;

export const staff: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table staff_accounts (
        area text not null references municipalities default current_setting('kofu.area'),
        staff_id text not null,
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
        last_sign_in_at timestamptz,
        primary key (area, staff_id)
      )`.execute(database);
    await sql`
      create table staff_passwords (
        area text not null references municipalities default current_setting('kofu.area'),
        id bigint generated always as identity,
        staff_id text not null,
        password_hash text not null,
        set_at timestamptz not null,
        primary key (area, id),
        foreign key (area, staff_id) references staff_accounts
      )`.execute(database);
    await sql`create index staff_passwords_of on staff_passwords (area, staff_id, id)`.execute(database);
    await sql`
      create table staff_sessions (
        area text not null references municipalities default current_setting('kofu.area'),
        session_digest text not null,
        staff_id text not null,
        made_at timestamptz not null,
        last_seen_at timestamptz not null,
        ends_at timestamptz not null,
        primary key (area, session_digest),
        foreign key (area, staff_id) references staff_accounts
      )`.execute(database);
    await sql`create index staff_sessions_of on staff_sessions (area, staff_id, made_at)`.execute(database);
    // By digest, and for names without an account as well: whoever reads the answers cannot tell which names exist.
    await sql`
      create table staff_misses (
        area text not null references municipalities default current_setting('kofu.area'),
        name_digest text not null,
        misses integer not null,
        last_at timestamptz not null,
        locked_until timestamptz,
        primary key (area, name_digest)
      )`.execute(database);
    await sql`create index staff_misses_last on staff_misses (area, last_at)`.execute(database);
    // A name that was withdrawn is never registered again: certificates in that name may still be somewhere.
    await sql`
      create table staff_terminals (
        area text not null references municipalities default current_setting('kofu.area'),
        terminal text not null check (terminal ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
        registered_at timestamptz not null,
        registered_by text not null,
        withdrawn_at timestamptz,
        withdrawn_by text,
        last_seen_at timestamptz,
        primary key (area, terminal)
      )`.execute(database);
    for (const table of TABLES) await keepApart(database, table);
    const role = sql.id(APPLICATION_ROLE);
    // An account is disabled, a terminal withdrawn; neither goes away, since the operation log names them.
    await sql`grant select, insert, update on staff_accounts, staff_terminals to ${role}`.execute(database);
    await sql`grant select, insert, delete on staff_passwords to ${role}`.execute(database);
    await sql`grant select, insert, update, delete on staff_sessions, staff_misses to ${role}`.execute(database);
  },
};
