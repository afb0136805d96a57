/** Files of municipal systems on their way in (V1, V12), and the links of address numbers (M2). */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { APPLICATION_ROLE } from '../roles.ts';
import { keepApart } from './area-table.ts';

const ofImport = sql`
  area text not null default current_setting('kofu.area'),
  import_id uuid not null`;

/** What a file has become before it is taken: gone with the import, and with a crash of the database. */
const STAGING = [
  'import_people',
  'import_tickets',
  'import_doses',
  'import_flags',
  'import_seen',
  'import_address_numbers',
];

export const imports: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const role = sql.id(APPLICATION_ROLE);
    await sql`
      create table imports (
        area text not null references municipalities default current_setting('kofu.area'),
        import_id uuid not null,
        kind text not null check (kind in ('people', 'tickets', 'records', 'address-numbers')),
        state text not null
          check (state in ('waiting', 'receiving', 'checking', 'applying', 'done', 'refused', 'abandoned')),
        encoding_said text not null check (encoding_said in ('detect', 'utf-8', 'shift_jis')),
        encoding text check (encoding in ('utf-8', 'shift_jis')),
        bytes bigint not null check (bytes > 0),
        bytes_done bigint not null default 0,
        lines integer not null default 0,
        lines_done integer not null default 0,
        added integer not null default 0,
        changed integer not null default 0,
        unchanged integer not null default 0,
        doubtful integer not null default 0,
        fault text,
        refused_lines integer not null default 0,
        begun_at timestamptz not null,
        begun_by text not null,
        ended_at timestamptz,
        claim uuid,
        claim_until timestamptz not null,
        primary key (area, import_id)
      )`.execute(database);
    // One at a time for each kind and area, on whichever node.
    await sql`create unique index imports_running on imports (area, kind) where ended_at is null`.execute(database);
    await sql`create index imports_begun on imports (area, begun_at)`.execute(database);
    await sql`
      create table import_refusals (
        ${ofImport},
        line integer not null,
        heading text,
        fault text not null,
        foreign key (area, import_id) references imports on delete cascade
      )`.execute(database);
    await sql`create index import_refusals_line on import_refusals (area, import_id, line)`.execute(database);
    await sql`
      create unlogged table import_people (
        ${ofImport},
        line integer not null,
        person_id uuid not null,
        action text not null check (action in ('add', 'change', 'same')),
        base_version integer,
        change text,
        before bytea,
        number_hash bytea,
        individual_number bytea,
        reference_number bytea not null,
        reference_hash bytea not null,
        name bytea not null,
        kana bytea,
        birth_day bytea not null,
        sex bytea,
        protected boolean not null,
        moved_on text,
        deceased_on text,
        terms bytea,
        primary key (area, import_id, line)
      )`.execute(database);
    await sql`
      create unlogged table import_tickets (
        ${ofImport},
        line integer not null,
        person_id uuid not null,
        ticket_id uuid not null,
        action text not null check (action in ('add', 'change', 'same')),
        ticket_hash bytea not null,
        ticket_number bytea not null,
        ticket_type text not null,
        issued_on text not null,
        withdrawn_on text,
        primary key (area, import_id, line)
      )`.execute(database);
    await sql`
      create unlogged table import_doses (
        ${ofImport},
        line integer not null,
        person_id uuid not null,
        dose_id uuid not null,
        done boolean not null,
        action text check (action in ('add', 'change', 'flag', 'same')),
        base_version integer,
        before bytea,
        number integer not null,
        day text not null,
        product text not null,
        lot text not null,
        vaccinated_in text,
        site bytea,
        doctor bytea,
        ticket_id uuid,
        said_doubtful boolean not null,
        doubt text,
        primary key (area, import_id, line)
      )`.execute(database);
    await sql`create index import_doses_person on import_doses (area, import_id, person_id)`.execute(database);
    await sql`
      create unlogged table import_flags (
        ${ofImport},
        dose_id uuid not null,
        doubt text,
        primary key (area, import_id, dose_id)
      )`.execute(database);
    await sql`
      create unlogged table import_seen (
        ${ofImport},
        person_id uuid not null,
        version integer not null,
        stamp text not null,
        primary key (area, import_id, person_id)
      )`.execute(database);
    await sql`
      create unlogged table import_address_numbers (
        ${ofImport},
        line integer not null,
        person_id uuid not null,
        base_version integer not null,
        action text not null check (action in ('add', 'change', 'same')),
        integrated_hash bytea not null,
        integrated_number bytea not null,
        number_hash bytea,
        individual_number bytea,
        before bytea,
        primary key (area, import_id, line)
      )`.execute(database);
    await sql`
      create table address_numbers (
        area text not null references municipalities default current_setting('kofu.area'),
        person_id uuid not null,
        integrated_number bytea not null,
        integrated_hash bytea not null,
        linked_at timestamptz not null,
        primary key (area, person_id),
        unique (area, integrated_hash),
        foreign key (area, person_id) references people on delete cascade
      )`.execute(database);
    for (const name of ['imports', 'import_refusals', ...STAGING, 'address_numbers']) await keepApart(database, name);
    for (const name of STAGING) {
      await sql`grant select, insert, update, delete on ${sql.table(name)} to ${role}`.execute(database);
    }
    await sql`grant select, insert, update, delete on imports, import_refusals, address_numbers to ${role}`.execute(
      database,
    );
  },
};
