import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Rules, causes, acknowledgements, comparisons and notifications of alarms. */
export const alarmRule: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    // The center has alarms of its own, which belong to no terminal.
    await sql`alter table alarms drop constraint alarms_terminal_id_fkey`.execute(database);
    await sql`
      alter table alarms
        add column severity text not null default 'major' check (severity in ('critical', 'major', 'minor')),
        add column acknowledged_at timestamptz,
        add column acknowledged_by text,
        add column told_at timestamptz,
        add column end_told_at timestamptz,
        add column audited_at timestamptz`.execute(database);
    await sql`create index alarms_of on alarms (terminal_id, id)`.execute(database);
    await sql`create index alarms_open_code on alarms (code, raised_at) where cleared_at is null`.execute(database);
    await sql`
      create index alarms_end_untold on alarms (id)
        where cleared_at is not null and told_at is not null and end_told_at is null`.execute(database);
    await sql`create index alarms_unaudited on alarms (raised_at) where audited_at is null`.execute(database);
    // What was raised before there were rules has been seen, or is told with the rest.
    await sql`update alarms set audited_at = raised_at`.execute(database);

    await sql`
      create table alarm_rules (
        code text primary key,
        severity text not null check (severity in ('critical', 'major', 'minor')),
        after_seconds integer not null check (after_seconds >= 0),
        repeat_minutes integer not null check (repeat_minutes >= 0),
        notify boolean not null,
        changed_at timestamptz not null,
        changed_by text not null
      )`.execute(database);
    // A cause that stands, alarm or not yet: the clock of its duration outlives any node.
    await sql`
      create table alarm_causes (
        terminal_id text not null,
        code text not null,
        since_at timestamptz not null,
        ended_at timestamptz,
        raised_at timestamptz,
        primary key (terminal_id, code)
      )`.execute(database);
    await sql`
      create index alarm_causes_waiting on alarm_causes (code, since_at)
        where raised_at is null and ended_at is null`.execute(database);
    await sql`create index alarm_causes_ended on alarm_causes (ended_at) where ended_at is not null`.execute(database);
    // Only ever added to: a finding is not written over by a later one (P2).
    await sql`
      create table alarm_comparisons (
        comparison_id bigserial primary key,
        alarm_id integer not null references alarms (id),
        times integer not null,
        finding text not null check (finding in ('same-person', 'other-person', 'no-paper-issued')),
        compared_by text not null,
        compared_at timestamptz not null,
        recorded_by text not null,
        recorded_at timestamptz not null,
        approved_by text,
        approved_at timestamptz,
        unique (alarm_id, times)
      )`.execute(database);
    await sql`
      create table notifications (
        notification_id text primary key,
        receiver text not null,
        body text not null,
        state text not null check (state in ('waiting', 'sent', 'given-up')),
        attempts integer not null,
        next_at timestamptz not null,
        made_at timestamptz not null,
        settled_at timestamptz
      )`.execute(database);
    await sql`
      create index notifications_waiting on notifications (receiver, next_at) where state = 'waiting'`.execute(
      database,
    );
    await sql`create index notifications_settled on notifications (settled_at) where settled_at is not null`.execute(
      database,
    );
  },
};
