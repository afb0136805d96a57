/** Who did what on whom, chained, and what was noticed in it (V11). */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { APPLICATION_ROLE, RETENTION_ROLE } from '../roles.ts';
import { keepApart, makeRole } from './area-table.ts';

export const operationLog: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const role = sql.id(APPLICATION_ROLE);
    await makeRole(database, RETENTION_ROLE);
    await sql`
      create table operation_log (
        area text not null references municipalities default current_setting('kofu.area'),
        place bigint not null check (place > 0),
        at timestamptz not null,
        staff_id text not null,
        staff_name text not null,
        terminal text,
        operation text not null,
        person_mark bytea,
        reference bytea,
        reference_hash bytea,
        own_family boolean not null,
        target text not null,
        result text not null,
        previous bytea not null check (length(previous) = 32),
        hash bytea not null check (length(hash) = 32),
        primary key (area, place)
      )`.execute(database);
    await sql`create index operation_log_person on operation_log (area, reference_hash, place)`.execute(database);
    await sql`create index operation_log_staff on operation_log (area, staff_id, place)`.execute(database);
    // One row an area: who appends holds it, on whichever node.
    await sql`
      create table operation_log_heads (
        area text primary key references municipalities default current_setting('kofu.area'),
        place bigint not null,
        hash bytea not null,
        watched_up_to bigint not null,
        reviewed_up_to bigint not null,
        reviewed_by text,
        reviewed_at timestamptz
      )`.execute(database);
    await sql`
      create table detections (
        area text not null references municipalities default current_setting('kofu.area'),
        detection_id uuid not null,
        rule text not null,
        staff_id text not null,
        at timestamptz not null,
        from_place bigint not null,
        to_place bigint not null,
        count integer not null,
        told_at timestamptz,
        acknowledged_by text,
        acknowledged_at timestamptz,
        finding text check (finding in ('justified', 'mistake', 'misuse')),
        primary key (area, detection_id)
      )`.execute(database);
    await sql`create index detections_open on detections (area, at)`.execute(database);
    for (const table of ['operation_log', 'operation_log_heads', 'detections']) await keepApart(database, table);
    // Entries are written once. Only what names the person beside the chain can be encrypted anew, when keys change.
    await sql`grant select, insert, update (reference, reference_hash) on operation_log to ${role}`.execute(database);
    await sql`grant select, insert, update on operation_log_heads, detections to ${role}`.execute(database);
  },
};
