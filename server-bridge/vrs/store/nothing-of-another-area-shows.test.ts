/** What statements under the application's role could learn of another area, had somebody got one in (V8). */
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { randomCertificateId } from './certificates.ts';
import { STORE_ROLES, type StoreRole } from './roles.ts';
import type { AreaTransaction } from './vrs-store.ts';

const A = v.parse(MunicipalityCodeSchema, '900010');
const B = v.parse(MunicipalityCodeSchema, '900028');
let filled: FilledStore;
let ofAreas: readonly string[];

beforeAll(async () => {
  filled = await filledStore();
  const { rows } = await sql<{ name: string }>`
    select relname::text as name from pg_class join pg_attribute on attrelid = pg_class.oid and attname = 'area'
    where relkind in ('r', 'p', 'v', 'm') and relnamespace = 'public'::regnamespace order by 1`.execute(
    filled.open.database,
  );
  ofAreas = rows.map(({ name }) => name);
  // Row counts and commonest values that a planner would keep of both areas.
  await sql`analyze`.execute(filled.open.database);
}, 120_000);
afterAll(() => filled.close());

async function inA<T>(work: (transaction: AreaTransaction) => Promise<T>, role?: StoreRole): Promise<T> {
  const how = role === undefined ? {} : { role };
  const done = await filled.store.inArea(A, async (transaction) => ({ value: await work(transaction) }), how);
  if (done === undefined) throw new Error('the area exists');
  return done.value;
}

/** What a statement answers, or what the database says against it: code and whole text. */
const answer = (statement: ReturnType<typeof sql>, role?: StoreRole): Promise<string> =>
  inA(async ({ database }) => {
    const { rows, numAffectedRows } = await statement.execute(database);
    return JSON.stringify([rows, String(numAffectedRows ?? '')]);
  }, role).catch((cause: unknown) => {
    const said = v.safeParse(
      v.object({ code: v.string(), message: v.string(), detail: v.optional(v.string()) }),
      cause,
    );
    if (!said.success) throw cause;
    return `${said.output.code} ${said.output.message} ${said.output.detail ?? ''}`;
  });

const personOf = async (area: string) => {
  const { rows } = await sql<{
    id: string;
  }>`select person_id::text as id from people where area = ${area} limit 1`.execute(filled.open.database);
  return rows[0]?.id ?? '';
};

describe('every table with a column "area", as the database lists them', () => {
  it('has row-level security, forced, with a policy for everybody that asks for the area, both ways', async () => {
    expect(ofAreas.length).toBeGreaterThan(20);
    for (const name of ofAreas) {
      const { rows } = await sql<{ forced: boolean; policies: number }>`
        select relrowsecurity and relforcerowsecurity as forced, (select count(*)::int from pg_policies
          where tablename = relname and permissive = 'PERMISSIVE' and cmd = 'ALL' and roles = '{public}'
            and qual like '%area = current_setting(''kofu.area''%' and with_check = qual) as policies
        from pg_class where oid = ${name}::regclass`.execute(filled.open.database);
      expect([name, rows[0]]).toEqual([name, { forced: true, policies: 1 }]);
    }
    // Besides, one policy: the regulator reads the log of provisions, by columns.
    const { rows } = await sql<{ policy: string }>`
      select tablename || ' ' || roles::text || ' ' || cmd as policy from pg_policies where policyname <> 'own_area'`.execute(
      filled.open.database,
    );
    expect(rows).toEqual([{ policy: 'provisions {kofu_vrs_regulator} SELECT' }]);
  });

  it('shows, counts, changes and deletes nothing of another area, under each role, in whatever way it is asked', async () => {
    const reached: string[] = [];
    for (const role of STORE_ROLES.filter((one) => one !== 'kofu_vrs_regulator')) {
      for (const name of ofAreas) {
        const table = sql.table(name);
        const ways = [
          sql`select count(*)::int as n from ${table} where area = ${B}`,
          sql`select count(*)::int as n from ${table} t where t.area <> ${A}`,
          sql`select exists (select from ${table} where area = ${B})::int as n`,
          sql`select count(*)::int as n from municipalities m left join ${table} t on t.area = m.code
              where m.code = ${B} and t.area is not null`,
          sql`select count(*)::int as n from (select area from ${table} union all select area from ${table}) u where u.area = ${B}`,
          sql`with t as materialized (select * from ${table}) select count(*)::int as n from t where area = ${B}`,
          sql`with gone as (delete from ${table} where area = ${B} returning 1) select count(*)::int as n from gone`,
        ];
        for (const way of ways) {
          const said = await answer(way, role);
          if (!said.startsWith('42501 ') && said !== '[[{"n":0}],"0"]' && !said.startsWith('[[{"n":0}]')) {
            reached.push(`${role} ${name} ${said}`);
          }
        }
      }
    }
    expect(reached).toEqual([]);
  }, 120_000);
});

describe('a statement in one area', () => {
  it('gets the same answer whether another area has the row or nobody', async () => {
    const [theirs, nobody] = [await personOf(B), '00000000-0000-4000-8000-000000000000'];
    const same = async (way: (id: string) => ReturnType<typeof sql>) => {
      const [one, other] = [await answer(way(theirs)), await answer(way(nobody))];
      expect(one.replaceAll(theirs, '…')).toBe(other.replaceAll(nobody, '…'));
    };
    await same((id) => sql`select * from people where person_id = ${id}`);
    await same((id) => sql`update doses set doubtful = true where person_id = ${id}`);
    // A foreign key is of the area and the person together: the error says the same of both.
    await same((id) => sql`insert into passports (area, person_id, items) values (${A}, ${id}, 'x')`);
    await same((id) => sql`insert into passports (area, person_id, items) values (${B}, ${id}, 'x')`);
    await same(
      (id) => sql`insert into people (area, person_id, name, birth_day, protected) values (${A}, ${id}, 'x', 'x', false)
        on conflict do nothing returning 1 as written`,
    );
    await same((id) => sql`select 1 / (select count(*) from people where person_id = ${id})::int`);
  });

  it('learns of a certificate id that another area has only that it is taken, and nothing of it', async () => {
    const taken = randomCertificateId();
    await sql`insert into certificates (certificate_id, area, person_id, kind, issued_on, issued_at)
      values (${taken}, ${B}, ${await personOf(B)}, 'domestic', '2026-03-01', now())`.execute(filled.open.database);
    const insert = (area: string, id: string, person: string) =>
      sql`insert into certificates (certificate_id, area, person_id, kind, issued_on, issued_at)
        values (${id}, ${area}, ${person}, 'domestic', '2026-03-01', now())`;
    const said = await answer(insert(A, taken, await personOf(A)));
    expect(said).toMatch(/^23505 /);
    for (const secret of [B, await personOf(B)]) expect(said).not.toContain(secret);
    expect(await answer(sql`select * from certificates where certificate_id = ${taken}`)).toMatch(/^\[\[\],/);
    expect(await answer(insert(B, taken, await personOf(B)))).toMatch(/^42501 /);
  });

  it('reads no statistics of columns: the planner keeps values of all areas together, and shows them to no role', async () => {
    const seen: string[] = [];
    for (const role of STORE_ROLES) {
      const { rows } = await filled.store.outsideAreas(
        (database) =>
          sql<{ name: string }>`
            select tablename || '.' || attname as name from pg_stats where schemaname = 'public'
              and tablename = any (${sql.lit(`{${ofAreas.join(',')}}`)}::text[])`.execute(database),
        { role },
      );
      seen.push(...rows.map(({ name }) => `${role} ${name}`));
    }
    expect(seen).toEqual([]);
    // They are there: the owner sees them.
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from pg_statistic where starelid = 'people'::regclass`.execute(filled.open.database);
    expect(rows[0]?.n).toBeGreaterThan(0);
    expect(await answer(sql`select * from pg_statistic limit 1`)).toMatch(/^42501 /);
  });

  it('makes no table, no function and no other session’s text its own, and is no role but its own by right', async () => {
    for (const way of [
      sql`create table public.mine (n integer)`,
      sql`create function public.mine() returns integer language sql as 'select 1'`,
      sql`copy people to program 'true'`,
      sql`copy people to '/tmp/never'`,
      sql`select pg_read_file('/etc/hostname')`,
      sql`alter role kofu_vrs bypassrls`,
      sql`alter table people disable row level security`,
      sql`create policy mine on people using (true)`,
      sql`grant kofu_vrs_retention to kofu_vrs`,
      sql`select pg_terminate_backend(pg_backend_pid()) from people where false; select wrapped_keys from area_keys where area = ${B}`,
    ]) {
      const said = await answer(way);
      expect(said === '[[],""]' || said.startsWith('[[],') || /^(42501|42601|0A000|XX000|58P01) /.test(said)).toBe(
        true,
      );
    }
    // One would outlive the transaction on a pooled connection, and hide a table of its name from whoever comes next.
    expect(await answer(sql`create temp table people (area text)`)).toMatch(/^42501 /);
  });
});

describe('the roles', () => {
  it('are these and no more, own nothing, and none looks past an area: no prefecture, no state', async () => {
    const { rows } = await sql<{ name: string; weak: boolean; owns: number; above: number }>`
      select rolname::text as name, not (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb) as weak,
        (select count(*)::int from pg_class where relowner = pg_roles.oid) as owns,
        (select count(*)::int from pg_auth_members where member = pg_roles.oid) as above
      from pg_roles where rolname like 'kofu\\_vrs%' order by 1`.execute(filled.open.database);
    expect(rows).toEqual(STORE_ROLES.toSorted().map((name) => ({ name, weak: true, owns: 0, above: 0 })));
    const granted = await sql<{ who: string }>`
      select distinct grantee::text as who from information_schema.table_privileges
      where table_schema = 'public' and grantee <> current_user`.execute(filled.open.database);
    for (const { who } of granted.rows) expect([...STORE_ROLES].map(String)).toContain(who);
  });

  it('give the keeper of keys no fact to change, and the restorer no entry of the log', async () => {
    const columns = await sql<{ name: string; type: string }>`
      select table_name || '.' || column_name as name, data_type as type
      from information_schema.column_privileges join information_schema.columns using (table_schema, table_name, column_name)
      where grantee = 'kofu_vrs_keys' and privilege_type = 'UPDATE' and data_type <> 'bytea'
        and table_name not in ('area_keys', 'area_key_hashes', 'operation_log_heads')`.execute(filled.open.database);
    expect(columns.rows).toEqual([]);
    for (const statement of [sql`delete from operation_log`, sql`update operation_log set result = 'x'`]) {
      for (const role of STORE_ROLES) expect(await answer(statement, role)).toMatch(/^42501 /);
    }
  });
});
