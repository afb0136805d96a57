import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The connection that counts for each certificate, over all nodes. */
export const connections: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table terminal_connections (
        serial text primary key,
        turn integer not null,
        node_id text not null,
        taken_at timestamptz not null,
        expires_at timestamptz not null
      )`.execute(database);
    await sql`create index terminal_connections_taken on terminal_connections (taken_at)`.execute(database);
  },
};
