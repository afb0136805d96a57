/** The whole fleet in counts, added up from its groups by everything the overview shows. */
import { sql } from 'kysely';
import type { Fleet, Standing } from '../console-api/fleet.ts';
import type { CenterDatabase } from '../store/index.ts';
import { groupFleet } from './fleet-groups.ts';
import type { FleetMoment } from './standing.ts';

type Counts = Record<Standing, number>;
type Group = { total: number; standings: Counts; openAlarms: number };

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
  const versions = new Map<number | null, number>();
  const builds = new Map<string | null, number>();
  for (const { prefecture, chain, directive_version: version, build, standing, terminals } of await groupFleet(
    database,
    moment,
  )) {
    addTo(whole, standing, terminals);
    addTo(groupOf(chains, chain), standing, terminals);
    if (prefecture !== null) addTo(groupOf(prefectures, prefecture), standing, terminals);
    versions.set(version, (versions.get(version) ?? 0) + terminals);
    builds.set(build, (builds.get(build) ?? 0) + terminals);
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
    directiveVersions: [...versions]
      .map(([version, terminals]) => ({ version, terminals }))
      .sort((left, right) => (right.version ?? -1) - (left.version ?? -1)),
    builds: [...builds]
      .map(([build, terminals]) => ({ build, terminals }))
      .sort((left, right) => textOrder(left.build, right.build)),
  };
}
