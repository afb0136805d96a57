/** What was found when paper and applicant were compared (P2), and whether that lets an alarm be released. */
import { type Kysely, sql } from 'kysely';
import { INTEGRITY_CODES, isTerminalIntegrityCode, type TerminalIntegrityCode } from '../alarm-codes.ts';
import { findAlarm } from './alarms.ts';
import type { CenterDatabase } from './open-store.ts';
import type { CenterTables } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

export type ComparisonFinding = 'same-person' | 'other-person' | 'no-paper-issued';

export type KeptComparison = {
  readonly alarmId: number;
  /** How often the alarm had been seen by then. */
  readonly times: number;
  readonly finding: ComparisonFinding;
  readonly comparedBy: string;
  readonly comparedAt: string;
  readonly recordedBy: string;
  readonly approvedBy: string | null;
};

/** Why a right-person alarm may not be released yet; null when it may. */
export type ReleaseHindrance = 'needs-comparison' | 'needs-second-person';

/**
 * Keeps a comparison with an open alarm, for all that had been seen of it when it was judged. What is kept is never written over.
 * @returns false when there is one already, or the alarm has been seen once more, or is closed
 */
export async function keepComparison(
  database: CenterDatabase,
  comparison: {
    readonly alarmId: number;
    /** How often the alarm had been seen when whoever records it looked. */
    readonly times: number;
    readonly finding: ComparisonFinding;
    readonly comparedBy: string;
    readonly comparedAt: Date;
    readonly recordedBy: string;
  },
  now: Date,
): Promise<boolean> {
  const { alarmId, times, finding, comparedBy, comparedAt, recordedBy } = comparison;
  const { numAffectedRows } = await sql`
    insert into alarm_comparisons (alarm_id, times, finding, compared_by, compared_at, recorded_by, recorded_at)
    select a.id, a.times, ${finding}, ${comparedBy}, cast(${comparedAt.toISOString()} as timestamptz),
      ${recordedBy}, cast(${now.toISOString()} as timestamptz)
    from alarms a where a.id = ${alarmId} and a.times = ${times} and a.cleared_at is null
    on conflict (alarm_id, times) do nothing`.execute(database);
  return (numAffectedRows ?? 0n) > 0n;
}

/**
 * A second person approves that another person's paper is dealt with.
 * @param times of the comparisons that were judged
 * @returns how many findings of `other-person` of this alarm that others have recorded are approved now
 */
export async function approveComparisons(
  database: Session,
  { alarmId, times }: { readonly alarmId: number; readonly times: readonly number[] },
  by: string,
  now: Date,
): Promise<number> {
  const updated = await database
    .updateTable('alarm_comparisons')
    .set({ approved_by: by, approved_at: now })
    .where('alarm_id', '=', alarmId)
    .where('times', 'in', times)
    .where('finding', '=', 'other-person')
    .where('approved_at', 'is', null)
    .where('recorded_by', '!=', by)
    .executeTakeFirst();
  return Number(updated.numUpdatedRows);
}

/** The comparisons of these alarms, the newest first. */
export async function comparisonsOf(
  database: Session,
  alarmIds: readonly number[],
): Promise<readonly KeptComparison[]> {
  if (alarmIds.length === 0) return [];
  const rows = await database
    .selectFrom('alarm_comparisons')
    .selectAll()
    .where('alarm_id', 'in', alarmIds)
    .orderBy('times', 'desc')
    .execute();
  return rows.map((row) => ({
    alarmId: row.alarm_id,
    times: row.times,
    finding: row.finding,
    comparedBy: row.compared_by,
    comparedAt: row.compared_at.toISOString(),
    recordedBy: row.recorded_by,
    approvedBy: row.approved_by,
  }));
}

/** Whether what was compared covers everything that was seen of an alarm, and two people know where paper reached another person. */
export async function hindranceOf(database: Session, alarmId: number): Promise<ReleaseHindrance | null> {
  const alarm = await findAlarm(database, alarmId);
  const comparisons = await comparisonsOf(database, [alarmId]);
  if (alarm === null || comparisons[0]?.times !== alarm.times) return 'needs-comparison';
  const alone = comparisons.some(({ finding, approvedBy }) => finding === 'other-person' && approvedBy === null);
  return alone ? 'needs-second-person' : null;
}

/** The codes for which a terminal is closed until a comparison (P2). */
export const RIGHT_PERSON_CODES: readonly TerminalIntegrityCode[] = INTEGRITY_CODES.filter(isTerminalIntegrityCode);

/**
 * Whether a terminal's right-person hold may be released: something is held, and each of its open alarms has its comparison.
 * Asked when the release is ordered, and again when the terminal says that it is done: it may have failed once more meanwhile.
 */
export async function hindranceOfRelease(database: Session, terminalId: string): Promise<ReleaseHindrance | null> {
  const open = await openRightPerson(database, terminalId);
  return open.length === 0 ? 'needs-comparison' : await firstHindrance(database, open);
}

/** A terminal's open alarms of that kind. */
export async function openRightPerson(database: Session, terminalId: string): Promise<readonly number[]> {
  const open = await database
    .selectFrom('alarms')
    .select('id')
    .where('terminal_id', '=', terminalId)
    .where('code', 'in', RIGHT_PERSON_CODES)
    .where('cleared_at', 'is', null)
    .execute();
  return open.map(({ id }) => id);
}

export async function firstHindrance(database: Session, alarmIds: readonly number[]): Promise<ReleaseHindrance | null> {
  for (const id of alarmIds) {
    const hindrance = await hindranceOf(database, id);
    if (hindrance !== null) return hindrance;
  }
  return null;
}
