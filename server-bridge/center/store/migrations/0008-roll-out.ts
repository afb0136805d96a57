import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Orders to many terminals, stage by stage; and of every order who gave it, when it went out, and that it was taken back. An order of a
 * roll-out waits without a process and a signature until the terminal is there, also one that has never been seen.
 */
export const rollOut: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`
      create table roll_outs (
        id integer generated always as identity primary key,
        command_order text not null,
        scope text not null,
        stages_percent text not null,
        success_percent integer not null,
        stage_minutes integer not null,
        stop_at_failure_percent integer not null,
        state text not null check (state in ('draft', 'running', 'paused', 'stopped', 'finished', 'rejected')),
        drafted_by text not null,
        drafted_at timestamptz not null,
        approved_by text,
        started_at timestamptz,
        stage integer not null default 0,
        stage_started_at timestamptz,
        targets integer not null,
        ordered integer not null default 0,
        stopped_for text,
        ended_at timestamptz
      )`.execute(database);
    await sql`create index roll_outs_running on roll_outs (id) where state = 'running'`.execute(database);
    // The terminals of a roll-out in the order of their hash, as they were registered when it was approved.
    await sql`
      create table roll_out_targets (
        roll_out_id integer not null references roll_outs,
        place text not null,
        terminal_id text not null,
        primary key (roll_out_id, place, terminal_id)
      )`.execute(database);
    await sql`
      alter table commands
        add column issued_by text not null default 'center',
        add column sent_at timestamptz,
        add column roll_out_id integer references roll_outs,
        add column roll_out_stage integer,
        alter column process_id drop not null,
        alter column signed drop not null,
        drop constraint commands_terminal_id_fkey,
        drop constraint commands_state_check,
        add constraint commands_state_check
          check (state in ('queued', 'sent', 'done', 'refused', 'expired', 'cancelled')),
        add constraint commands_sent_bound
          check (state in ('queued', 'cancelled', 'expired') or (process_id is not null and signed is not null))
      `.execute(database);
    // Whatever node or person goes wrong: a roll-out orders of a terminal once.
    await sql`
      create unique index commands_once on commands (roll_out_id, terminal_id) where roll_out_id is not null
      `.execute(database);
    await sql`
      create index commands_of_stage on commands (roll_out_id, roll_out_stage, state) where roll_out_id is not null
      `.execute(database);
    await sql`create index commands_of_terminal on commands (terminal_id, issued_at)`.execute(database);
    await sql`create index commands_expiry on commands (expires_at) where state in ('queued', 'sent')`.execute(
      database,
    );
    await sql`create index commands_queued on commands (terminal_id) where state = 'queued'`.execute(database);
    await sql`create index commands_over on commands (settled_at) where settled_at is not null`.execute(database);
    await sql`
      create table diagnostics (
        command_id text primary key references commands on delete cascade,
        content text not null,
        received_at timestamptz not null
      )`.execute(database);
    await sql`create index diagnostics_received on diagnostics (received_at)`.execute(database);
  },
};
