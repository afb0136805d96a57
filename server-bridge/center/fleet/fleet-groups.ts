/** The fleet in groups: one pass over its rows, from which overview and metrics are added up. */
import { sql } from 'kysely';
import type { Standing } from '../console-api/fleet.ts';
import type { CenterDatabase } from '../store/index.ts';
import { everyTerminal, type FleetMoment, standingExpression } from './standing.ts';

export type FleetGroup = {
  readonly prefecture: string | null;
  readonly chain: string | null;
  readonly build: string | null;
  readonly directive_version: number | null;
  readonly standing: Standing;
  readonly terminals: number;
};

/** Some thousands of groups, however many terminals. Every terminal is in exactly one. */
export async function groupFleet(database: CenterDatabase, moment: FleetMoment): Promise<readonly FleetGroup[]> {
  const { rows } = await sql<FleetGroup>`
    select p.prefecture, p.chain, s.build, s.directive_version::float8 as directive_version,
      ${standingExpression(moment)} as standing, count(*)::integer as terminals
    from ${everyTerminal} where p.retired_at is null
    group by 1, 2, 3, s.directive_version, 5`.execute(database);
  return rows;
}
