import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Terminals are registered, with their place, before their first contact. */
export const registry: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table terminal_places (
        terminal_id text primary key,
        chain text not null,
        prefecture text not null check (prefecture ~ '^(0[1-9]|[1-3][0-9]|4[0-7])$'),
        store_id text not null,
        store_name text not null,
        serial text not null unique,
        registered_at timestamptz not null,
        retired_at timestamptz
      )`.execute(database);
    await sql`create index terminal_places_chain on terminal_places (chain, prefecture)`.execute(database);
    await sql`create index terminal_places_prefecture on terminal_places (prefecture)`.execute(database);
    await sql`create index terminal_places_store on terminal_places (store_id)`.execute(database);
  },
};
