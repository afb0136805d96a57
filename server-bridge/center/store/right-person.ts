/**
 * A failed right-person check stops the way it came by (P2): the terminal at once, and all terminals when several fail within a short
 * time. Every step that judges or ends such a stop holds one lock of the store, so that nodes and transactions cannot miss each other.
 */
import { type Kysely, sql } from 'kysely';
import { type AlarmCode, CENTER_ITSELF } from '../alarm-codes.ts';
import { restartCause } from './alarm-causes.ts';
import {
  firstHindrance,
  hindranceOf,
  hindranceOfRelease,
  openRightPerson,
  type ReleaseHindrance,
  RIGHT_PERSON_CODES,
} from './alarm-comparisons.ts';
import { closeAlarm, closeAlarms } from './alarms.ts';
import type { CenterDatabase } from './open-store.ts';
import { isHeldByStaff, lockTerminal, STAFF_SUSPENSION } from './staff-suspensions.ts';
import type { CenterTables } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

/** Held until the transaction ends. */
export async function lockRightPerson(transaction: Session): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('kofu-right-person', 0))`.execute(transaction);
}

/**
 * How many terminals have failed since `since`: alarms that are open, and closed ones where another person's paper was found.
 * What was compared and found right does not count.
 */
export async function terminalsThatFailed(transaction: Session, since: Date): Promise<number> {
  const row = await transaction
    .selectFrom('alarms')
    .select((select) => select.fn.count<number | bigint | string>('terminal_id').distinct().as('terminals'))
    .where('code', 'in', RIGHT_PERSON_CODES)
    .where('last_at', '>=', since)
    .where((where) =>
      where.or([
        where('cleared_at', 'is', null),
        where.exists(
          where
            .selectFrom('alarm_comparisons')
            .select('comparison_id')
            .whereRef('alarm_comparisons.alarm_id', '=', 'alarms.id')
            .where('finding', '=', 'other-person'),
        ),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(row.terminals);
}

/** Where a terminal says that it is released: opens it at the center and closes its alarms, unless it has failed once more. */
export async function releaseTerminal(
  database: CenterDatabase,
  terminalId: string,
  by: string,
  now: Date,
): Promise<readonly { readonly id: number; readonly code: AlarmCode }[]> {
  return await database.transaction().execute(async (transaction) => {
    await lockRightPerson(transaction);
    if ((await hindranceOfRelease(transaction, terminalId)) !== null) return [];
    // What staff have ordered beside it holds on.
    await lockTerminal(transaction, terminalId);
    const left = (await isHeldByStaff(transaction, terminalId)) ? STAFF_SUSPENSION : null;
    await transaction
      .updateTable('terminals')
      .set({ suspended_for: left })
      .where('terminal_id', '=', terminalId)
      .where('suspended_for', '=', 'RIGHT_PERSON_FAILED')
      .execute();
    const closed: { id: number; code: AlarmCode }[] = [];
    for (const code of RIGHT_PERSON_CODES) {
      for (const id of await closeAlarms(transaction, { terminalId, code }, by, now)) closed.push({ id, code });
    }
    // A status from before the release is no cause of a new alarm.
    await transaction
      .deleteFrom('alarm_causes')
      .where('terminal_id', '=', terminalId)
      .where('code', 'in', RIGHT_PERSON_CODES)
      .execute();
    return closed;
  });
}

/**
 * Ends one integrity alarm that no release of the terminal ends. The terminal may relay again once no other such alarm of it is open.
 * @returns why not, or null when it is done
 */
export async function endIntegrityAlarm(
  database: CenterDatabase,
  alarm: { readonly id: number; readonly terminalId: string; readonly times?: number | undefined },
  by: string,
  now: Date,
): Promise<ReleaseHindrance | 'no-open-alarm' | null> {
  const { id, terminalId, times } = alarm;
  return await database.transaction().execute(async (transaction) => {
    await lockRightPerson(transaction);
    const hindrance = await hindranceOf(transaction, id);
    if (hindrance !== null) return hindrance;
    if (!(await closeAlarm(transaction, id, by, now, times))) return 'no-open-alarm';
    if ((await openRightPerson(transaction, terminalId)).length > 0) return null;
    await lockTerminal(transaction, terminalId);
    const left = (await isHeldByStaff(transaction, terminalId)) ? STAFF_SUSPENSION : null;
    await transaction
      .updateTable('terminals')
      .set({ suspended_for: left })
      .where('terminal_id', '=', terminalId)
      .where('suspended_for', '=', 'RIGHT_PERSON_FAILED')
      .execute();
    // Where the terminal itself says that it is held, that is an alarm of its own now.
    await restartCause(transaction, terminalId, 'RIGHT_PERSON_HELD', now);
    return null;
  });
}

/** Lets all terminals issue again. @returns why not, or null when it is done */
export async function releaseRoute(
  database: CenterDatabase,
  alarmId: number,
  by: string,
  now: Date,
  times?: number,
): Promise<ReleaseHindrance | 'no-open-alarm' | null> {
  return await database.transaction().execute(async (transaction) => {
    await lockRightPerson(transaction);
    const hindrance = await hindranceOfRoute(transaction, alarmId);
    if (hindrance !== null) return hindrance;
    return (await closeAlarm(transaction, alarmId, by, now, times)) ? null : 'no-open-alarm';
  });
}

/** The route's own comparison, and that of every terminal that still stands closed. */
export async function hindranceOfRoute(database: Session, alarmId: number): Promise<ReleaseHindrance | null> {
  const own = await hindranceOf(database, alarmId);
  if (own !== null) return own;
  const open = await database
    .selectFrom('alarms')
    .select('id')
    .where('code', 'in', RIGHT_PERSON_CODES)
    .where('terminal_id', '!=', CENTER_ITSELF)
    .where('cleared_at', 'is', null)
    .execute();
  return await firstHindrance(
    database,
    open.map(({ id }) => id),
  );
}
