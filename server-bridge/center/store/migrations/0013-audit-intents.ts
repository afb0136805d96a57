import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What is to be in the audit trail because of an act, written in the transaction of the act itself. Whichever node comes first moves
 * it into its chain; a row is gone in the same transaction in which its entry is there.
 */
export const auditIntents: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table audit_intents (
        id bigint generated always as identity primary key,
        at timestamptz not null,
        actor text not null,
        action text not null,
        target text not null,
        result text not null
      )`.execute(database);
  },
};
