/** People, tickets and doses with everything a municipality registers of them (requirements, record items), and their versions. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { APPLICATION_ROLE, REGULATOR_ROLE, TABLET_ROLE } from '../roles.ts';
import { keepApart, makeRole } from './area-table.ts';

const DAY = sql.lit('^[0-9]{4}-[0-9]{2}-[0-9]{2}$');

export const registers: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const role = sql.id(APPLICATION_ROLE);
    await sql`
      alter table people
        add column reference_number bytea,
        add column reference_hash bytea,
        add column kana bytea,
        add column sex bytea,
        add column version integer not null default 1,
        add column registered_at timestamptz not null default now(),
        add column registered_by text not null default 'system',
        add column changed_at timestamptz not null default now(),
        add column changed_by text not null default 'system',
        add unique (area, reference_hash)`.execute(database);
    // A person may be registered by reference number before the individual number is known.
    await sql`alter table people alter column number_hash drop not null, alter column individual_number drop not null`.execute(
      database,
    );
    await sql`
      create table tickets (
        area text not null references municipalities default current_setting('kofu.area'),
        ticket_id uuid not null,
        person_id uuid not null,
        ticket_hash bytea not null,
        ticket_number bytea not null,
        ticket_type text not null check (ticket_type ~ '^[0-9]{1,2}$'),
        issued_on text not null check (issued_on ~ ${DAY}),
        withdrawn_on text check (withdrawn_on ~ ${DAY}),
        registered_at timestamptz not null,
        registered_by text not null,
        primary key (area, ticket_id),
        unique (area, ticket_hash),
        foreign key (area, person_id) references people
      )`.execute(database);
    await sql`create index tickets_person on tickets (area, person_id)`.execute(database);
    await sql`
      alter table doses
        add column ticket_id uuid,
        add column vaccinated_in text check (vaccinated_in ~ '^[0-9]{6}$'),
        add column site bytea,
        add column doctor bytea,
        add column doubt text,
        add column source text not null default 'system' check (source in ('system', 'import', 'tablet', 'staff', 'transfer')),
        add column version integer not null default 1,
        add column registered_at timestamptz not null default now(),
        add column registered_by text not null default 'system'`.execute(database);
    await sql`create index doses_doubtful on doses (area, registered_at) where doubtful`.execute(database);
    // A row as it was before each change; written once, never changed.
    await sql`
      create table person_versions (
        area text not null references municipalities default current_setting('kofu.area'),
        person_id uuid not null,
        version integer not null,
        change text not null check (change in ('corrected', 'number-changed', 'flagged')),
        reason text not null,
        contents bytea not null,
        changed_at timestamptz not null,
        changed_by text not null,
        primary key (area, person_id, version)
      )`.execute(database);
    await sql`
      create table dose_versions (
        area text not null references municipalities default current_setting('kofu.area'),
        dose_id uuid not null,
        version integer not null,
        person_id uuid not null,
        change text not null check (change in ('corrected', 'deleted', 'confirmed', 'flagged')),
        reason text not null,
        contents bytea not null,
        changed_at timestamptz not null,
        changed_by text not null,
        primary key (area, dose_id, version)
      )`.execute(database);
    await sql`create index dose_versions_person on dose_versions (area, person_id)`.execute(database);
    // Keyed hashes of what people are searched by: whole names and their parts, readings, days of birth.
    await sql`
      create table search_terms (
        area text not null references municipalities default current_setting('kofu.area'),
        term bytea not null,
        person_id uuid not null,
        primary key (area, term, person_id),
        foreign key (area, person_id) references people on delete cascade
      )`.execute(database);
    await sql`create index search_terms_person on search_terms (area, person_id)`.execute(database);
    for (const name of [TABLET_ROLE, REGULATOR_ROLE]) await makeRole(database, name);
    for (const table of ['tickets', 'person_versions', 'dose_versions', 'search_terms'])
      await keepApart(database, table);
    await sql`grant select, insert, update, delete on tickets to ${role}`.execute(database);
    // Versions are history; they go only with the person when retention ends (V16).
    await sql`grant select, insert, delete on person_versions, dose_versions, search_terms to ${role}`.execute(
      database,
    );
  },
};
