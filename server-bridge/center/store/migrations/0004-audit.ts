import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Audit entries and signed checkpoints, which the database itself only lets grow. `audit_chains` holds who writes a chain and how far
 * it has come: each commit of entries moves it on, and only its present writer can.
 */
export const audit: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table audit_chains (
        node text primary key,
        writer text not null,
        size bigint not null,
        head text not null
      )`.execute(database);
    await sql`
      create table audit_entries (
        place bigint generated always as identity primary key,
        node text not null references audit_chains,
        seq bigint not null check (seq >= 1),
        at timestamptz not null,
        actor text not null,
        action text not null,
        target text not null,
        result text not null,
        previous text not null,
        hash text not null,
        unique (node, seq)
      )`.execute(database);
    await sql`create index audit_entries_actor on audit_entries (actor, place)`.execute(database);
    await sql`create index audit_entries_action on audit_entries (action, place)`.execute(database);
    await sql`create index audit_entries_target on audit_entries (target, place)`.execute(database);
    await sql`
      create table audit_checkpoints (
        node text not null references audit_chains,
        size bigint not null,
        at timestamptz not null,
        note text not null,
        frontier text not null,
        primary key (node, size)
      )`.execute(database);
    await sql`
      create function refuse_audit_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the audit trail only grows';
      end
      $$`.execute(database);
    for (const table of ['audit_entries', 'audit_checkpoints']) {
      await sql`
        create trigger ${sql.ref(`${table}_only_grow`)} before update or delete or truncate on ${sql.table(table)}
        for each statement execute function refuse_audit_change()`.execute(database);
    }
  },
};
