/** Presence against alarms: terminals that are away without one, and alarms of terminals that are back. Sets, not rows: a fleet may go at once. */
import { type Kysely, sql } from 'kysely';
import type { CenterDatabase } from './open-store.ts';
import type { CenterTables } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

export type AwayLimits = {
  readonly limit: Date;
  /** Not later than `limit`, and never so near that who reports as often as is agreed counts as silent. */
  readonly silent: Date;
};

/**
 * Away since before `limit`: its connection is gone; or a node that has died took the end of the connection with it, and the terminal
 * has not reported since `silent` either. Terminals that are out of service for good are not missed.
 */
const awaySince = ({ limit, silent }: AwayLimits) => sql<{ terminal_id: string }>`
  select t.terminal_id from terminals t
  left join terminal_status s on s.terminal_id = t.terminal_id
  left join terminal_places p on p.terminal_id = t.terminal_id
  where t.presence_at < cast(${limit.toISOString()} as timestamptz)
    and t.first_seen_at < cast(${limit.toISOString()} as timestamptz)
    and p.retired_at is null
    and (t.presence = 'disconnected'
      or coalesce(s.received_at, t.presence_at) < cast(${silent.toISOString()} as timestamptz))`;

const MOST_AT_ONCE = 1_000;

/** Terminals away since before `limit` that have no alarm of it, or one that was cleared longer ago than that. */
export async function newlyAway(database: Session, limits: AwayLimits): Promise<readonly string[]> {
  const { limit } = limits;
  const { rows } = await sql<{ terminal_id: string }>`
    select away.terminal_id from (${awaySince(limits)}) away
    where not exists (select 1 from alarms a
      where a.terminal_id = away.terminal_id and a.code = 'TERMINAL_LOST'
        and (a.cleared_at is null or a.cleared_at >= cast(${limit.toISOString()} as timestamptz)))
    limit ${MOST_AT_ONCE}`.execute(database);
  return rows.map((row) => row.terminal_id);
}

/** Terminals with an open alarm that are not away any more. */
export async function backAgain(database: Session, limits: AwayLimits): Promise<readonly string[]> {
  const { rows } = await sql<{ terminal_id: string }>`
    select a.terminal_id from alarms a
    where a.code = 'TERMINAL_LOST' and a.cleared_at is null
      and a.terminal_id not in (${awaySince(limits)})
    limit ${MOST_AT_ONCE}`.execute(database);
  return rows.map((row) => row.terminal_id);
}
