/** The whole fleet in counts: one pass over its rows, grouped by everything the overview shows. */
import { sql } from 'kysely';
import type { Fleet, Standing } from '../console-api/fleet.ts';
import type { CenterDatabase } from '../store/index.ts';
import { everyTerminal, type FleetMoment, standingExpression } from './standing.ts';

type Counts = Record<Standing, number>;
type Group = { total: number; standings: Counts; openAlarms: number };

type GroupedRow = {
  readonly chain: string | null;
  readonly prefecture: string | null;
  readonly standing: Standing | null;
  readonly build: string | null;
  readonly directive_version: number | string | null;
  /** Bits of the columns that are not grouped by: prefecture 8, chain 4, directive version 2, build 1. */
  readonly grouped: number;
  readonly terminals: number;
};

const BY_PREFECTURE = 0b0111;
const BY_CHAIN = 0b1011;
const BY_VERSION = 0b1101;
const BY_BUILD = 0b1110;

const noCounts = (): Counts => ({ lost: 0, suspended: 0, closed: 0, busy: 0, ready: 0, 'never-seen': 0 });
const noGroup = (): Group => ({ total: 0, standings: noCounts(), openAlarms: 0 });

function groupOf<K>(groups: Map<K, Group>, key: K): Group {
  const group = groups.get(key) ?? noGroup();
  groups.set(key, group);
  return group;
}

const addTo = (group: Group, standing: Standing, terminals: number): void => {
  group.standings[standing] += terminals;
  group.total += terminals;
};

const textOrder = (left: string | null, right: string | null): number =>
  left === right ? 0 : left === null ? 1 : right === null ? -1 : left < right ? -1 : 1;

/** Counts every terminal once for each question of the overview. */
async function groupedTerminals(database: CenterDatabase, moment: FleetMoment): Promise<readonly GroupedRow[]> {
  const { rows } = await sql<GroupedRow>`
    select prefecture, chain, directive_version, build, standing,
      grouping(prefecture, chain, directive_version, build)::integer as grouped, count(*)::integer as terminals
    from (
      select p.prefecture, p.chain, s.directive_version, s.build, ${standingExpression(moment)} as standing
      from ${everyTerminal} where p.retired_at is null
    ) as fleet
    group by grouping sets ((prefecture, standing), (chain, standing), (directive_version), (build))`.execute(database);
  return rows;
}

type AlarmRow = {
  readonly severity: keyof Fleet['openAlarms'];
  readonly chain: string | null;
  readonly prefecture: string | null;
  /** The center has alarms of its own, which stand nowhere. */
  readonly of_terminal: boolean;
  readonly alarms: number;
};

async function groupedAlarms(database: CenterDatabase): Promise<readonly AlarmRow[]> {
  const { rows } = await sql<AlarmRow>`
    select a.severity, p.chain, p.prefecture, t.terminal_id is not null as of_terminal, count(*)::integer as alarms
    from alarms a left join terminals t on t.terminal_id = a.terminal_id
    left join terminal_places p on p.terminal_id = a.terminal_id
    where a.cleared_at is null and p.retired_at is null
    group by 1, 2, 3, 4`.execute(database);
  return rows;
}

/** The counts of `GET /operations/fleet` as the store has them now. */
export async function summariseFleet(database: CenterDatabase, moment: FleetMoment): Promise<Fleet> {
  const whole = noGroup();
  const prefectures = new Map<string, Group>();
  const chains = new Map<string | null, Group>();
  const versions: { version: number | null; terminals: number }[] = [];
  const builds: { build: string | null; terminals: number }[] = [];
  for (const row of await groupedTerminals(database, moment)) {
    const { standing, terminals } = row;
    if (row.grouped === BY_PREFECTURE && standing !== null && row.prefecture !== null) {
      addTo(groupOf(prefectures, row.prefecture), standing, terminals);
    } else if (row.grouped === BY_CHAIN && standing !== null) {
      addTo(groupOf(chains, row.chain), standing, terminals);
      addTo(whole, standing, terminals);
    } else if (row.grouped === BY_VERSION) {
      versions.push({ version: row.directive_version === null ? null : Number(row.directive_version), terminals });
    } else if (row.grouped === BY_BUILD) builds.push({ build: row.build, terminals });
  }
  const openAlarms = { critical: 0, major: 0, minor: 0 };
  for (const { severity, chain, prefecture, of_terminal: ofTerminal, alarms } of await groupedAlarms(database)) {
    openAlarms[severity] += alarms;
    if (prefecture !== null) groupOf(prefectures, prefecture).openAlarms += alarms;
    if (ofTerminal) groupOf(chains, chain).openAlarms += alarms;
  }
  return {
    at: moment.now.toISOString(),
    total: whole.total,
    standings: whole.standings,
    openAlarms,
    prefectures: [...prefectures]
      .map(([prefecture, group]) => ({ prefecture, ...group }))
      .sort((left, right) => textOrder(left.prefecture, right.prefecture)),
    chains: [...chains]
      .map(([chain, group]) => ({ chain, ...group }))
      .sort((left, right) => textOrder(left.chain, right.chain)),
    directiveVersions: versions.sort((left, right) => (right.version ?? -1) - (left.version ?? -1)),
    builds: builds.sort((left, right) => textOrder(left.build, right.build)),
  };
}
