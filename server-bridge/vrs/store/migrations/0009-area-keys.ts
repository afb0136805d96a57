/** Several generations of an area's keys (V9), out of the table that every area may read; the roles that change keys and restore. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { APPLICATION_ROLE, KEYS_ROLE, RESTORE_ROLE, RETENTION_ROLE, TABLET_ROLE } from '../roles.ts';
import { keepApart, makeRole } from './area-table.ts';

/** The encrypted columns and keyed hashes of that time: all that changes when keys do. */
const KEYED = {
  people: 'number_hash, individual_number, reference_number, reference_hash, name, kana, birth_day, sex',
  address_numbers: 'integrated_number, integrated_hash',
  tickets: 'ticket_number, ticket_hash',
  doses: 'site, doctor',
  passports: 'items',
  certificates: 'passport_items',
  person_versions: 'contents',
  dose_versions: 'contents',
  provisions: 'contents',
  applications: 'decision',
  operation_log: 'reference, reference_hash',
  search_terms: 'term',
} as const;
const STAGED = ['import_people', 'import_tickets', 'import_doses', 'import_address_numbers'] as const;

export const areaKeys: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const name of [APPLICATION_ROLE, TABLET_ROLE, RETENTION_ROLE, KEYS_ROLE, RESTORE_ROLE]) {
      await makeRole(database, name);
    }
    const keys = sql.id(KEYS_ROLE);
    await sql`
      create table area_keys (
        area text not null references municipalities default current_setting('kofu.area'),
        generation integer not null check (generation > 0),
        key_id uuid unique,
        state text not null check (state in ('active', 'incoming', 'outgoing')),
        wrapped_keys bytea not null,
        made_at timestamptz not null,
        made_by text not null,
        primary key (area, generation)
      )`.execute(database);
    await sql`create unique index area_keys_active on area_keys (area) where state = 'active'`.execute(database);
    await sql`
      insert into area_keys (area, generation, state, wrapped_keys, made_at, made_by)
      select code, 1, 'active', wrapped_keys, now(), 'system' from municipalities`.execute(database);
    await sql`alter table municipalities drop column wrapped_keys`.execute(database);
    // Not in the write-ahead log, hence in no copy of it: what ties old hashes to new ones is gone when the change is.
    await sql`
      create unlogged table area_key_hashes (
        area text not null default current_setting('kofu.area'),
        old_hash bytea not null,
        new_hash bytea not null,
        primary key (area, old_hash)
      )`.execute(database);
    for (const table of ['area_keys', 'area_key_hashes']) await keepApart(database, table);
    for (const role of [APPLICATION_ROLE, TABLET_ROLE, RETENTION_ROLE, RESTORE_ROLE]) {
      await sql`grant select on area_keys to ${sql.id(role)}`.execute(database);
    }
    await sql`grant select on municipalities to ${keys}, ${sql.id(RESTORE_ROLE)}`.execute(database);
    await sql`grant select, insert, update, delete on area_keys, area_key_hashes to ${keys}`.execute(database);
    for (const [table, columns] of Object.entries(KEYED)) {
      await sql`grant select, update (${sql.raw(columns)}) on ${sql.table(table)} to ${keys}`.execute(database);
    }
    // A term that is of nobody any more is taken away instead.
    await sql`grant delete on search_terms to ${keys}`.execute(database);
    for (const table of STAGED) await sql`grant select on ${sql.table(table)} to ${keys}`.execute(database);
    await sql`grant insert on operation_log to ${keys}`.execute(database);
    await sql`grant select, insert, update on operation_log_heads to ${keys}`.execute(database);
  },
};
