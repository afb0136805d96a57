/** What every step does that adds a table of one area, or a role. */
import { type Kysely, sql } from 'kysely';

/** Keeps a table's rows apart by area, for its owner as well. The table has a column `area`. */
export async function keepApart(database: Kysely<unknown>, name: string): Promise<void> {
  const table = sql.table(name);
  await sql`alter table ${table} enable row level security`.execute(database);
  await sql`alter table ${table} force row level security`.execute(database);
  await sql`
    create policy own_area on ${table}
      using (area = current_setting('kofu.area', true))
      with check (area = current_setting('kofu.area', true))`.execute(database);
}

/** Makes a role that owns nothing, once on a server, and lets whoever runs this take it. */
export async function makeRole(database: Kysely<unknown>, name: string): Promise<void> {
  const role = sql.id(name);
  // Roles belong to the whole server: another database of it may have made this one already, or makes it right now.
  await sql`
    do $$ begin
      create role ${role} nologin nosuperuser nobypassrls;
    exception when duplicate_object or unique_violation then null;
    end $$`.execute(database);
  // Whoever owns the database but is no superuser must be a member to take the role.
  await sql`
    do $$ begin
      if not pg_has_role(current_user, ${sql.lit(name)}, 'member') then
        grant ${role} to current_user;
      end if;
    end $$`.execute(database);
}
