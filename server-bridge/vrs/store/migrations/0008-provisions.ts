/** Queries between municipalities and what was provided: a row on either side, and a regulator who sees no person (V4, V5, V14). */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { APPLICATION_ROLE, REGULATOR_ROLE, RETENTION_ROLE } from '../roles.ts';
import { keepApart, makeRole } from './area-table.ts';

export const provisions: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const name of [REGULATOR_ROLE, RETENTION_ROLE]) await makeRole(database, name);
    await sql`
      create table provisions (
        area text not null references municipalities default current_setting('kofu.area'),
        provision_id uuid not null,
        side text not null check (side in ('asking', 'asked')),
        asking text not null references municipalities,
        asked text not null references municipalities,
        purpose text not null check (purpose = 'moved-in'),
        at timestamptz not null,
        asked_by text not null,
        result text not null check (result in ('provided', 'unmatched')),
        doses integer not null,
        person_id uuid,
        contents bytea,
        reviewed_by text,
        reviewed_at timestamptz,
        primary key (area, provision_id),
        check (area = case side when 'asking' then asking else asked end),
        check (asking <> asked)
      )`.execute(database);
    await sql`create index provisions_time on provisions (area, at, provision_id)`.execute(database);
    await keepApart(database, 'provisions');
    await sql`grant select, insert, update (contents, reviewed_by, reviewed_at) on provisions to ${sql.id(APPLICATION_ROLE)}`.execute(
      database,
    );
    await sql`grant select, delete on provisions to ${sql.id(RETENTION_ROLE)}`.execute(database);
    // The regulator reads every area's log of provisions, and of it nothing that leads to a person.
    const regulator = sql.id(REGULATOR_ROLE);
    await sql`create policy regulator on provisions for select to ${regulator} using (true)`.execute(database);
    await sql`
      grant select (area, provision_id, side, asking, asked, purpose, at, asked_by, result, doses, reviewed_by, reviewed_at)
        on provisions to ${regulator}`.execute(database);
  },
};
