/** The fleet as a list: filtered, sorted and cut by the database, so that a page costs a page at 56,000 terminals. */
import { type RawBuilder, sql } from 'kysely';
import type { FleetPage, FleetQuery, FleetRow } from '../console-api/fleet.ts';
import { STANDINGS, type Standing } from '../console-api/fleet.ts';
import type { CenterDatabase } from '../store/index.ts';
import {
  everyTerminal,
  type FleetMoment,
  seenExpression,
  standingExpression,
  suspendedForExpression,
  wantedVersionExpression,
} from './standing.ts';

/** One terminal as the detail query gives it. */
export type FleetRecord = {
  readonly terminal_id: string;
  readonly chain: string | null;
  readonly prefecture: string | null;
  readonly store_id: string | null;
  readonly store_name: string | null;
  readonly standing: Standing;
  readonly state: string | null;
  readonly cause: string | null;
  readonly suspended_for: string | null;
  readonly build: string | null;
  readonly directive_version: number | bigint | string | null;
  readonly wanted_version: number | bigint | string | null;
  readonly warnings: string | null;
  readonly open_alarms: number;
  readonly seen_at: Date | null;
};

const openAlarmsOf = (terminal: RawBuilder<unknown>) =>
  sql`(select count(*)::integer from alarms a where a.terminal_id = ${terminal} and a.cleared_at is null)`;

/** The columns of a `FleetRecord`; `wanted` is the terminal whose id is asked for. */
export const recordColumns = (moment: FleetMoment, terminal: RawBuilder<unknown>) => sql`
  ${terminal} as terminal_id, p.chain, p.prefecture, p.store_id, p.store_name,
  ${standingExpression(moment)} as standing, s.state, s.cause, ${suspendedForExpression} as suspended_for, s.build, s.directive_version,
  case when s.terminal_id is null then null else ${wantedVersionExpression} end as wanted_version,
  s.warnings, ${openAlarmsOf(terminal)} as open_alarms, ${seenExpression} as seen_at`;

const numberOrNull = (value: number | bigint | string | null): number | null => (value === null ? null : Number(value));

/** A row of the list from what the store gave. */
export const fleetRowOf = (record: FleetRecord): FleetRow => ({
  terminalId: record.terminal_id,
  chain: record.chain,
  prefecture: record.prefecture,
  storeId: record.store_id,
  storeName: record.store_name,
  standing: record.standing,
  state: record.state,
  cause: record.cause,
  suspendedFor: record.suspended_for,
  build: record.build,
  directiveVersion: numberOrNull(record.directive_version),
  wantedVersion: numberOrNull(record.wanted_version),
  warnings: record.warnings === null ? [] : JSON.parse(record.warnings),
  openAlarms: record.open_alarms,
  seenAt: record.seen_at?.toISOString() ?? null,
});

/** What the query asks of a terminal; each is a condition over `p`, `t` and `s`. */
function conditionsOf(query: FleetQuery, moment: FleetMoment): RawBuilder<unknown> {
  const conditions = [sql`p.retired_at is null`];
  if (query.chain !== undefined) conditions.push(sql`p.chain = ${query.chain}`);
  if (query.prefecture !== undefined) conditions.push(sql`p.prefecture = ${query.prefecture}`);
  if (query.build !== undefined) conditions.push(sql`s.build = ${query.build}`);
  if (query.standing !== undefined) conditions.push(sql`${standingExpression(moment)} = ${query.standing}`);
  if (query.drift === 'yes') {
    conditions.push(sql`s.terminal_id is not null and s.directive_version is distinct from ${wantedVersionExpression}`);
  }
  if (query.alarm === 'open') {
    conditions.push(sql`t.terminal_id in (select terminal_id from alarms where cleared_at is null)`);
  }
  if (query.search !== undefined) {
    // Not LIKE: what a person types has no signs with a meaning of their own.
    const part = query.search.toLowerCase();
    conditions.push(sql`(
      strpos(lower(coalesce(t.terminal_id, p.terminal_id)), ${part}) > 0
      or strpos(lower(p.store_id), ${part}) > 0
      or strpos(lower(p.store_name), ${part}) > 0)`);
  }
  return sql.join(conditions, sql` and `);
}

type Sort = FleetQuery['sort'];

/** What a page is sorted by, besides the terminal's id; null where that is all. */
function sortKeyOf(sort: Sort, moment: FleetMoment): RawBuilder<unknown> | null {
  switch (sort) {
    case 'terminal':
      return null;
    case 'store':
      return sql`p.store_id collate "C"`;
    case 'standing':
      return sql`array_position(array[${sql.join(STANDINGS.map((word) => sql.lit(word)))}], ${standingExpression(moment)})`;
    case 'seen':
      return seenExpression;
    case 'alarms':
      return sql`-coalesce(open.alarms, 0)`;
    default: {
      const never: never = sort;
      throw new Error(`unknown sort ${String(never)}`);
    }
  }
}

/** Alarms of each terminal, where the list is sorted by them. */
const joinedAlarms = (sort: Sort) =>
  sort === 'alarms'
    ? sql`left join (
        select terminal_id, count(*)::integer as alarms from alarms where cleared_at is null group by terminal_id
      ) as open on open.terminal_id = t.terminal_id`
    : sql``;

/**
 * A page of the list. Ids are chosen from narrow rows first; what a page shows is then looked up for its terminals alone.
 * Where a sort has nothing to say (no store, never seen) the terminal comes last.
 */
export async function pageOfFleet(
  database: CenterDatabase,
  query: FleetQuery,
  moment: FleetMoment,
): Promise<FleetPage> {
  const { sort, offset, limit } = query;
  const key = sortKeyOf(sort, moment);
  const chosen = await sql<{ total: number; terminals: string[] }>`
    with fitting as materialized (
      select coalesce(t.terminal_id, p.terminal_id) collate "C" as terminal_id, ${key ?? sql`null::integer`} as sort_key
      from ${everyTerminal} ${joinedAlarms(sort)} where ${conditionsOf(query, moment)}
    )
    select (select count(*)::integer from fitting) as total, array(
      select terminal_id from fitting
      order by ${key === null ? sql`` : sql`sort_key nulls last, `} terminal_id
      offset ${offset} limit ${limit}
    ) as terminals`.execute(database);
  const { total, terminals } = chosen.rows[0] ?? { total: 0, terminals: [] };
  if (terminals.length === 0) return { total, offset, rows: [] };
  const { rows } = await sql<FleetRecord>`
    select ${recordColumns(moment, sql`asked.terminal_id`)}
    from unnest(${terminals}::text[]) with ordinality as asked (terminal_id, place)
    left join terminal_places p on p.terminal_id = asked.terminal_id
    left join terminals t on t.terminal_id = asked.terminal_id
    left join terminal_status s on s.terminal_id = asked.terminal_id
    order by asked.place`.execute(database);
  return { total, offset, rows: rows.map(fleetRowOf) };
}
