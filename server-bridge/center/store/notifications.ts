/** The outbox: alarms that somebody has to be told of become notifications, each of which is sent by one node at a time. */
import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { AlarmCode } from '../alarm-codes.ts';
import type { CenterDatabase } from './open-store.ts';
import type { CenterTables } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

export type AlarmToTell = {
  readonly id: number;
  readonly terminalId: string;
  readonly storeId: string | null;
  readonly code: string;
  readonly severity: 'critical' | 'major' | 'minor';
  readonly times: number;
  readonly raisedAt: Date;
  readonly lastAt: Date;
  readonly endedAt: Date | null;
  readonly reason: 'raised' | 'repeated' | 'ended';
};

/** The alarm codes that are told, by when one that stands unacknowledged is told again; null never. */
export type CodesToTell = ReadonlyMap<Date | null, readonly AlarmCode[]>;

type Row = ExpressionBuilder<CenterTables & { a: CenterTables['alarms'] }, 'a'>;

const columns = ['a.id', 'a.terminal_id', 'a.code', 'a.severity', 'a.times', 'a.raised_at', 'a.last_at'] as const;

/** However many lesser ones came earlier: what is critical is not told after them. */
const GRAVEST_FIRST = sql`case a.severity when 'critical' then 0 when 'major' then 1 else 2 end`;

/**
 * Takes alarms that are due: new ones, those that stand unacknowledged for too long, and the ends of those that were told. What is
 * taken counts as told; the caller writes the notifications in the same transaction. Another node takes others meanwhile.
 */
export async function takeAlarmsToTell(
  transaction: Session,
  codes: CodesToTell,
  now: Date,
  limit: number,
): Promise<readonly AlarmToTell[]> {
  const isDue = (row: Row) =>
    row.or(
      [...codes].flatMap(([toldBefore, those]) => {
        const ofCode = row('a.code', 'in', those);
        const fresh = row.and([ofCode, row('a.told_at', 'is', null)]);
        return toldBefore === null ? [fresh] : [fresh, row.and([ofCode, row('a.told_at', '<=', toldBefore)])];
      }),
    );
  const standing =
    codes.size === 0
      ? []
      : await transaction
          .selectFrom('alarms as a')
          .select([...columns, 'a.told_at', 'a.cleared_at'])
          .where('a.cleared_at', 'is', null)
          .where('a.acknowledged_at', 'is', null)
          .where('a.audited_at', 'is not', null)
          .where(isDue)
          .orderBy(GRAVEST_FIRST)
          .orderBy(sql`a.told_at nulls first`)
          .orderBy('a.id')
          .limit(limit)
          .forUpdate()
          .skipLocked()
          .execute();
  const ended = await transaction
    .selectFrom('alarms as a')
    .select([...columns, 'a.told_at', 'a.cleared_at'])
    .where('a.cleared_at', 'is not', null)
    .where('a.told_at', 'is not', null)
    .where('a.end_told_at', 'is', null)
    .orderBy('a.id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  const mark = async (column: 'told_at' | 'end_told_at', ids: readonly number[]): Promise<void> => {
    if (ids.length === 0) return;
    await transaction
      .updateTable('alarms')
      .set({ [column]: now })
      .where('id', 'in', ids)
      .execute();
  };
  await mark(
    'told_at',
    standing.map(({ id }) => id),
  );
  await mark(
    'end_told_at',
    ended.map(({ id }) => id),
  );
  return await withStores(transaction, [...standing, ...ended]);
}

/**
 * Alarms that stand unacknowledged and were told to others after the last notification that was made for a receiver: so many waited for
 * it then that nothing more was kept. One transaction at a time looks.
 */
export async function missedAlarms(
  transaction: Session,
  receiver: string,
  codes: readonly AlarmCode[],
  limit: number,
): Promise<readonly AlarmToTell[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended('kofu-missed-alarms', 0))`.execute(transaction);
  const last = await transaction
    .selectFrom('notifications')
    .select((row) => row.fn.max('made_at').as('made_at'))
    .where('receiver', '=', receiver)
    .executeTakeFirst();
  if (codes.length === 0 || last === undefined || last.made_at === null) return [];
  const rows = await transaction
    .selectFrom('alarms as a')
    .select([...columns, 'a.told_at', 'a.cleared_at'])
    .where('a.cleared_at', 'is', null)
    .where('a.acknowledged_at', 'is', null)
    .where('a.told_at', '>', last.made_at)
    .where('a.code', 'in', codes)
    .orderBy(GRAVEST_FIRST)
    .orderBy('a.id')
    .limit(limit)
    .execute();
  return (await withStores(transaction, rows)).map((alarm) => ({ ...alarm, reason: 'raised' }));
}

type ToldRow = {
  readonly id: number;
  readonly terminal_id: string;
  readonly code: string;
  readonly severity: AlarmToTell['severity'];
  readonly times: number;
  readonly raised_at: Date;
  readonly last_at: Date;
  readonly told_at: Date | null;
  readonly cleared_at: Date | null;
};

async function withStores(session: Session, rows: readonly ToldRow[]): Promise<readonly AlarmToTell[]> {
  const stores = await storesOf(
    session,
    rows.map((row) => row.terminal_id),
  );
  return rows.map((row) => ({
    id: row.id,
    terminalId: row.terminal_id,
    storeId: stores.get(row.terminal_id) ?? null,
    code: row.code,
    severity: row.severity,
    times: row.times,
    raisedAt: row.raised_at,
    lastAt: row.last_at,
    endedAt: row.cleared_at,
    reason: row.cleared_at !== null ? 'ended' : row.told_at === null ? 'raised' : 'repeated',
  }));
}

async function storesOf(session: Session, terminalIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (terminalIds.length === 0) return new Map();
  const rows = await session
    .selectFrom('terminal_places')
    .select(['terminal_id', 'store_id'])
    .where('terminal_id', 'in', terminalIds)
    .execute();
  return new Map(rows.map((row) => [row.terminal_id, row.store_id]));
}

/** Puts a notification into the outbox. */
export async function insertNotification(
  session: Session,
  notification: { readonly id: string; readonly receiver: string; readonly body: string },
  now: Date,
): Promise<void> {
  const { id, receiver, body } = notification;
  await session
    .insertInto('notifications')
    .values({ notification_id: id, receiver, body, state: 'waiting', attempts: 0, next_at: now, made_at: now })
    .execute();
}

/** How many wait for each receiver. */
export async function waitingNotifications(session: Session): Promise<ReadonlyMap<string, number>> {
  const rows = await session
    .selectFrom('notifications')
    .select((row) => ['receiver', row.fn.countAll<number | bigint | string>().as('waiting')])
    .where('state', '=', 'waiting')
    .groupBy('receiver')
    .execute();
  return new Map(rows.map((row) => [row.receiver, Number(row.waiting)]));
}

export type LeasedNotification = {
  readonly id: string;
  readonly body: string;
  /** This one included. */
  readonly attempts: number;
  readonly madeAt: Date;
};

/** Takes the next notification of a receiver that is due. Nobody else sends it until `leaseEnd`. */
export async function leaseNotification(
  database: Session,
  receiver: string,
  now: Date,
  leaseEnd: Date,
): Promise<LeasedNotification | null> {
  const next = database
    .selectFrom('notifications')
    .select('notification_id')
    .where('receiver', '=', receiver)
    .where('state', '=', 'waiting')
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .limit(1)
    .forUpdate()
    .skipLocked();
  const row = await database
    .updateTable('notifications')
    .set({ attempts: sql`attempts + 1`, next_at: leaseEnd })
    .where('notification_id', 'in', next)
    .where('state', '=', 'waiting')
    .where('next_at', '<=', now)
    .returning(['notification_id', 'body', 'attempts', 'made_at'])
    .executeTakeFirst();
  if (row === undefined) return null;
  return { id: row.notification_id, body: row.body, attempts: row.attempts, madeAt: row.made_at };
}

/** It was taken, or is given up. */
export async function settleNotification(
  database: Session,
  id: string,
  state: 'sent' | 'given-up',
  now: Date,
): Promise<void> {
  await database
    .updateTable('notifications')
    .set({ state, settled_at: now })
    .where('notification_id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

export async function postponeNotification(database: Session, id: string, nextAt: Date): Promise<void> {
  await database
    .updateTable('notifications')
    .set({ next_at: nextAt })
    .where('notification_id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

/** Whether anything waits that has failed so often. */
export async function isAnyFailing(database: Session, attempts: number): Promise<boolean> {
  const row = await database
    .selectFrom('notifications')
    .select('notification_id')
    .where('state', '=', 'waiting')
    .where('attempts', '>=', attempts)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Gives up what was made before `limit`, is due and was taken up by nobody: its receiver is not configured any more.
 * @returns the receivers, one for each
 */
export async function giveUpNotifications(database: Session, limit: Date, now: Date): Promise<readonly string[]> {
  const rows = await database
    .updateTable('notifications')
    .set({ state: 'given-up', settled_at: now })
    .where('state', '=', 'waiting')
    .where('made_at', '<', limit)
    .where('next_at', '<=', now)
    .returning('receiver')
    .execute();
  return rows.map(({ receiver }) => receiver);
}

/** Erases what was settled before `limit`. */
export async function eraseNotificationsBefore(database: Session, limit: Date): Promise<void> {
  await database.deleteFrom('notifications').where('settled_at', '<', limit).execute();
}
