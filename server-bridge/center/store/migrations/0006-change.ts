import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Staged changes of the directive, what is laid over it for narrower scopes, and municipalities that have stopped.
 *
 * What a terminal obeys depends on its place. So that one version never means two contents, every change of places has a revision
 * that rises in the order of commits (the counter's row is locked till then), and each version says up to which it goes.
 */
export const change: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      alter table directives
        add column overrides text not null default '[]',
        add column suspensions text not null default '[]',
        add column places_revision bigint not null default 0`.execute(database);
    await sql`
      create table place_revisions (
        only_row boolean primary key default true check (only_row),
        revision bigint not null
      )`.execute(database);
    await sql`insert into place_revisions (revision) values (0)`.execute(database);
    await sql`alter table terminal_places add column revision bigint not null default 0`.execute(database);
    await sql`create index terminal_places_revision on terminal_places (revision)`.execute(database);
    await sql`
      create function count_place_change() returns trigger language plpgsql as $$
      begin
        update place_revisions set revision = revision + 1;
        return null;
      end $$`.execute(database);
    await sql`
      create function revise_place() returns trigger language plpgsql as $$
      begin
        new.revision := (select revision from place_revisions);
        return new;
      end $$`.execute(database);
    await sql`
      create trigger terminal_places_counted before insert or update or delete on terminal_places
        for each statement execute function count_place_change()`.execute(database);
    await sql`
      create trigger terminal_places_revised before insert or update on terminal_places
        for each row execute function revise_place()`.execute(database);
    await sql`
      create table directive_changes (
        change_id bigint generated always as identity primary key,
        scope text not null,
        patch text not null,
        note text not null,
        base_digest text not null,
        state text not null check (state in ('draft', 'approved', 'rejected', 'withdrawn', 'effective', 'failed')),
        fault text,
        drafted_by text not null,
        drafted_at timestamptz not null,
        decided_by text,
        decided_at timestamptz,
        effective_at timestamptz,
        version bigint,
        check ((state = 'effective') = (version is not null)),
        check ((state = 'failed') = (fault is not null)),
        check (state <> 'approved' or (decided_by is not null and decided_by <> drafted_by))
      )`.execute(database);
    await sql`create unique index directive_changes_version on directive_changes (version)`.execute(database);
    await sql`create index directive_changes_open on directive_changes (state) where state in ('draft', 'approved')`.execute(
      database,
    );
  },
};
