/** The first three steps: the tables, the areas kept apart, passports in applications. Released: never changed. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { APPLICATION_ROLE } from '../roles.ts';

/** The tables of that time which belong to one area. */
const AREA_TABLES = ['people', 'doses', 'passports', 'certificates', 'applications'] as const;

export const tables: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table municipalities (
        code text primary key check (code ~ '^[0-9]{6}$'),
        prefecture_ja text not null,
        prefecture_en text not null,
        name_ja text not null,
        name_en text not null,
        kana text not null,
        taking_part boolean not null,
        wrapped_keys bytea not null
      )`.execute(database);
    await sql`
      create table challenges (
        challenge_id text primary key,
        visit_id text not null,
        challenge bytea not null,
        expires_at timestamptz not null
      )`.execute(database);
    await sql`create index challenges_expiry on challenges (expires_at)`.execute(database);
    await sql`
      create table people (
        area text not null references municipalities,
        person_id uuid not null,
        number_hash bytea not null,
        individual_number bytea not null,
        name bytea not null,
        birth_day bytea not null,
        protected boolean not null,
        moved_on text check (moved_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
        deceased_on text check (deceased_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
        primary key (area, person_id),
        unique (area, number_hash)
      )`.execute(database);
    await sql`
      create table doses (
        area text not null,
        dose_id uuid not null,
        person_id uuid not null,
        number integer not null check (number between 1 and 99),
        day text not null check (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
        product text not null,
        lot text not null,
        doubtful boolean not null,
        primary key (area, dose_id),
        foreign key (area, person_id) references people
      )`.execute(database);
    await sql`create index doses_person on doses (area, person_id, number)`.execute(database);
    await sql`
      create table passports (
        area text not null,
        person_id uuid not null,
        items bytea not null,
        primary key (area, person_id),
        foreign key (area, person_id) references people
      )`.execute(database);
    await sql`
      create table certificates (
        certificate_id text primary key check (certificate_id ~ '^[A-Z0-9]{12}$'),
        area text not null,
        person_id uuid not null,
        kind text not null check (kind in ('domestic', 'overseas')),
        issued_on text not null,
        issued_at timestamptz not null,
        foreign key (area, person_id) references people
      )`.execute(database);
    await sql`
      create table applications (
        digest text primary key,
        area text not null references municipalities,
        decision bytea not null,
        expires_at timestamptz not null
      )`.execute(database);
    await sql`create index applications_expiry on applications (expires_at)`.execute(database);
  },
};

export const areas: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const role = sql.id(APPLICATION_ROLE);
    // Roles belong to the whole server: another database of it may have made this one already, or makes it right now.
    await sql`
      do $$ begin
        create role ${role} nologin nosuperuser nobypassrls;
      exception when duplicate_object or unique_violation then null;
      end $$`.execute(database);
    // Whoever owns the database but is no superuser must be a member to take the role.
    await sql`
      do $$ begin
        if not pg_has_role(current_user, ${sql.lit(APPLICATION_ROLE)}, 'member') then
          grant ${role} to current_user;
        end if;
      end $$`.execute(database);
    for (const name of AREA_TABLES) {
      const table = sql.table(name);
      await sql`alter table ${table} enable row level security`.execute(database);
      await sql`alter table ${table} force row level security`.execute(database);
      await sql`
        create policy own_area on ${table}
          using (area = current_setting('kofu.area', true))
          with check (area = current_setting('kofu.area', true))`.execute(database);
    }
    await sql`grant select on municipalities to ${role}`.execute(database);
    await sql`grant select, insert, delete on challenges to ${role}`.execute(database);
    await sql`grant select, insert, update, delete on people, doses, passports to ${role}`.execute(database);
    // What was issued is history: nobody changes or deletes it.
    await sql`grant select, insert on certificates to ${role}`.execute(database);
    await sql`grant select, insert, delete on applications to ${role}`.execute(database);
  },
};

export const passportsInApplications: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`alter table certificates add column passport_items bytea`.execute(database);
    await sql`alter table challenges add column kept_for_passport_in text references municipalities`.execute(database);
  },
};
