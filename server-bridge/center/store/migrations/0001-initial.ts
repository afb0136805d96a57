import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const initial: Migration = {
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
