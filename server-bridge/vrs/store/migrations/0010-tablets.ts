/** What tablets at vaccination sites may reach: columns by name, and none that holds or finds an individual number (V15). */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { APPLICATION_ROLE, TABLET_ROLE } from '../roles.ts';
import { keepApart, makeRole } from './area-table.ts';

export const tablets: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const role = sql.id(TABLET_ROLE);
    await makeRole(database, TABLET_ROLE);
    await sql`
      create table site_tablets (
        area text not null references municipalities default current_setting('kofu.area'),
        tablet text not null check (tablet ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
        registered_at timestamptz not null,
        registered_by text not null,
        withdrawn_at timestamptz,
        withdrawn_by text,
        primary key (area, tablet)
      )`.execute(database);
    await keepApart(database, 'site_tablets');
    await sql`grant select, insert, update on site_tablets to ${sql.id(APPLICATION_ROLE)}`.execute(database);
    await sql`grant select on municipalities, tickets, site_tablets to ${role}`.execute(database);
    await sql`
      grant select (area, person_id, reference_number, name, birth_day, moved_on, deceased_on) on people to ${role}`.execute(
      database,
    );
    // Whoever changes a dose holds the person's row, which takes the right to change something of it.
    await sql`grant update (changed_at) on people to ${role}`.execute(database);
    await sql`
      grant select, insert, update (doubtful, doubt) on doses to ${role}`.execute(database);
    await sql`grant select (area, place), insert on operation_log to ${role}`.execute(database);
    await sql`grant select, insert, update on operation_log_heads to ${role}`.execute(database);
  },
};
