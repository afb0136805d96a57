import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Sequence numbers count within an event log that outlives its process. Until now they counted within a process, so each
 * process that has reported becomes a log of its own.
 */
export const eventLogs: Migration = {
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
