/**
 * What each status changes whatever it tells: the terminal's status, how far its event log is known, the causes it shows. One
 * statement, because there are some thousands of them each second and each costs a node a round trip to the store.
 */
import { type Kysely, sql } from 'kysely';
import type { TerminalStatus } from '../../protocol/index.ts';
import type { AlarmCode } from '../alarm-codes.ts';
import type { CenterDatabase } from './open-store.ts';
import { type CenterTables, whole } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

export type ShownCauses = {
  /** All codes that a status can show. */
  readonly codes: readonly AlarmCode[];
  /** Each with what it is in particular, as the terminal names it. */
  readonly shown: ReadonlyMap<AlarmCode, readonly string[]>;
};

/**
 * Replaces the terminal's status and takes over what stands of the causes it shows. In a transaction its rows stay locked until the
 * end: one report of a terminal at a time.
 * @returns the highest event the center has of this log
 */
export async function takeReport(
  session: Session,
  status: TerminalStatus,
  { codes, shown }: ShownCauses,
  now: Date,
): Promise<number> {
  const { terminalId, logId } = status;
  const at = sql`cast(${now.toISOString()} as timestamptz)`;
  const texts = (words: Iterable<string>) => sql`cast(${[...words]} as text[])`;
  const details = [...shown.values()].map((words) => words.toSorted().join(','));
  // An alarm that stands for something else than it was raised for: the clock begins anew, and it is raised once more.
  const isAnother = sql`(alarm_causes.raised_at is not null and alarm_causes.detail <> ''
    and not string_to_array(excluded.detail, ',') <@ string_to_array(alarm_causes.detail, ','))`;
  const { rows } = await sql<{ accepted_seq: number | bigint | string }>`
    with log as (
      insert into terminal_logs (terminal_id, log_id, accepted_seq, reported_at)
      values (${terminalId}, ${logId}, 0, ${at})
      on conflict (terminal_id, log_id) do update set reported_at = excluded.reported_at
      returning accepted_seq
    ), reported as (
      insert into terminal_status (terminal_id, process_id, log_id, build, state, cause, directive_version, devices,
        warnings, reported_at, received_at)
      values (${terminalId}, ${status.processId}, ${logId}, ${status.build}, ${status.state}, ${status.cause},
        ${status.directiveVersion}, ${JSON.stringify(status.devices)}, ${JSON.stringify(status.warnings)},
        cast(${new Date(status.at).toISOString()} as timestamptz), ${at})
      on conflict (terminal_id) do update set process_id = excluded.process_id, log_id = excluded.log_id,
        build = excluded.build, state = excluded.state, cause = excluded.cause,
        directive_version = excluded.directive_version, devices = excluded.devices, warnings = excluded.warnings,
        reported_at = excluded.reported_at, received_at = excluded.received_at
    ), began as (
      insert into alarm_causes (terminal_id, code, since_at, detail)
      select cast(${terminalId} as text), s.code, ${at}, s.detail
      from unnest(${texts(shown.keys())}, ${texts(details)}) as s (code, detail)
      on conflict (terminal_id, code) do update set ended_at = null, detail = excluded.detail,
        since_at = case when ${isAnother} then excluded.since_at else alarm_causes.since_at end,
        raised_at = case when ${isAnother} then null else alarm_causes.raised_at end
      where alarm_causes.ended_at is not null or alarm_causes.detail <> excluded.detail
    ), away as (
      -- What is away counts as gone only after a while.
      update alarm_causes set ended_at = ${at}
      where terminal_id = ${terminalId} and ended_at is null
        and code = any(${texts(codes)}) and not code = any(${texts(shown.keys())})
    )
    select accepted_seq from log`.execute(session);
  const [row] = rows;
  if (row === undefined) throw new Error('an upsert returned nothing');
  return whole(row.accepted_seq);
}
