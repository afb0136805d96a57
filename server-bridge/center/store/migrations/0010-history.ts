import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Counts over time, of terminals and requests, never of persons: a row says what one center process did in five minutes, for
 * the whole fleet together. No municipality, no store and no terminal, so that a count of one points at nobody.
 */
export const history: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table history_steps (
        at timestamptz not null,
        process text not null,
        relayed bigint not null,
        connected integer not null,
        primary key (at, process)
      )`.execute(database);
    await sql`
      create table history_refusals (
        at timestamptz not null,
        process text not null,
        refusal text not null,
        refused bigint not null,
        primary key (at, process, refusal)
      )`.execute(database);
    await sql`
      create table history_latencies (
        at timestamptz not null,
        process text not null,
        up_to_ms integer not null,
        relayed bigint not null,
        primary key (at, process, up_to_ms)
      )`.execute(database);
    // Overviews look at the orders that were lately answered.
    await sql`create index commands_settled on commands (settled_at) where settled_at is not null`.execute(database);
  },
};
