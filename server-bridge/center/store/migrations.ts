/** The center's schema, step by step. SQL common to PostgreSQL 15 and PGlite (18). A released step is never changed. */
import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';

const initial: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table terminals (
        terminal_id text primary key,
        first_seen_at timestamptz not null,
        suspended_for text,
        stream_id text,
        presence text not null check (presence in ('connected', 'disconnected')),
        presence_at timestamptz not null
      )`.execute(database);
    await sql`
      create table terminal_status (
        terminal_id text primary key references terminals,
        process_id text not null,
        build text not null,
        state text not null,
        directive_version bigint,
        devices text not null,
        reported_at timestamptz not null,
        received_at timestamptz not null
      )`.execute(database);
    await sql`
      create table terminal_events (
        terminal_id text not null references terminals,
        process_id text not null,
        seq bigint not null,
        happened_at timestamptz not null,
        received_at timestamptz not null,
        event text not null,
        code text,
        primary key (terminal_id, process_id, seq)
      )`.execute(database);
    await sql`create index terminal_events_received on terminal_events (received_at)`.execute(database);
    await sql`
      create table directives (
        version bigint primary key check (version >= 1),
        content text not null,
        vrs_key_set text not null,
        issued_at timestamptz not null,
        expires_at timestamptz not null,
        signed text not null
      )`.execute(database);
    await sql`
      create table commands (
        command_id text primary key,
        terminal_id text not null references terminals,
        process_id text not null,
        command_order text not null,
        signed text not null,
        issued_at timestamptz not null,
        expires_at timestamptz not null,
        state text not null check (state in ('queued', 'sent', 'done', 'refused', 'expired')),
        result text,
        settled_at timestamptz
      )`.execute(database);
    await sql`create index commands_open on commands (terminal_id) where state in ('queued', 'sent')`.execute(database);
    await sql`
      create table alarms (
        id integer generated always as identity primary key,
        terminal_id text not null references terminals,
        code text not null,
        times integer not null,
        raised_at timestamptz not null,
        last_at timestamptz not null,
        cleared_at timestamptz,
        cleared_by text
      )`.execute(database);
    // One open alarm for each terminal and code: two nodes that see the same fault raise it once.
    await sql`create unique index alarms_open on alarms (terminal_id, code) where cleared_at is null`.execute(database);
  },
};

/**
 * Sequence numbers count within an event log that outlives its process. Until now they counted within a process, so each
 * process that has reported becomes a log of its own.
 */
const eventLogs: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      alter table terminal_status
        add column log_id text,
        add column cause text,
        add column warnings text not null default '[]'`.execute(database);
    await sql`
      create table terminal_logs (
        terminal_id text not null references terminals,
        log_id text not null,
        accepted_seq bigint not null,
        reported_at timestamptz not null,
        primary key (terminal_id, log_id)
      )`.execute(database);
    await sql`
      insert into terminal_logs
      select terminal_id, process_id, max(seq), max(received_at) from terminal_events group by terminal_id, process_id
      `.execute(database);
    await sql`alter table terminal_events rename to terminal_events_by_process`.execute(database);
    await sql`
      create table terminal_events (
        position bigint generated always as identity,
        terminal_id text not null references terminals,
        log_id text not null,
        seq bigint not null,
        happened_at timestamptz not null,
        received_at timestamptz not null,
        event text not null,
        code text,
        operator_id text,
        unique (terminal_id, log_id, seq)
      )`.execute(database);
    await sql`
      insert into terminal_events (terminal_id, log_id, seq, happened_at, received_at, event, code)
      select terminal_id, process_id, seq, happened_at, received_at, event, code
      from terminal_events_by_process order by received_at, process_id, seq`.execute(database);
    await sql`drop table terminal_events_by_process`.execute(database);
    await sql`create index terminal_events_received on terminal_events (received_at)`.execute(database);
    await sql`create unique index terminal_events_position on terminal_events (terminal_id, position)`.execute(
      database,
    );
    await sql`
      create table event_log_collections (
        command_id text primary key references commands on delete cascade,
        log_id text not null,
        pages integer not null,
        entries integer not null,
        last_entry bigint not null,
        complete boolean not null,
        started_at timestamptz not null,
        updated_at timestamptz not null
      )`.execute(database);
    await sql`
      create table event_log_pages (
        command_id text not null references event_log_collections on delete cascade,
        page integer not null check (page >= 1),
        entries text not null,
        primary key (command_id, page)
      )`.execute(database);
  },
};

const steps = { '0001-initial': initial, '0002-event-logs': eventLogs };
const provider: MigrationProvider = { getMigrations: () => Promise.resolve(steps) };

/**
 * Brings the store to the newest schema, or to a named step of it (a test of what a step makes of older rows).
 * @throws what the database said when a step fails
 */
export async function migrate<T>(database: Kysely<T>, step?: keyof typeof steps): Promise<void> {
  const migrator = new Migrator({ db: database, provider });
  const { error } = await (step === undefined ? migrator.migrateToLatest() : migrator.migrateTo(step));
  if (error !== undefined) throw error;
}
