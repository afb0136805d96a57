/** Alarms: raised by code, one open one for each terminal and code, acknowledged and cleared by a named person. */
import { type Kysely, type Selectable, sql } from 'kysely';
import { type AlarmCode, CENTER_ITSELF } from '../alarm-codes.ts';
import type { AlarmRule } from '../console-api/alarms.ts';
import type { CenterDatabase } from './open-store.ts';
import type { AlarmsTable, CenterTables } from './tables.ts';

export type AlarmSeverity = AlarmRule['severity'];

export type Alarm = {
  readonly id: number;
  readonly terminalId: string;
  readonly code: string;
  /** As its rule was when it was raised. */
  readonly severity: AlarmSeverity;
  /** How often it was seen since it was raised. */
  readonly times: number;
  readonly raisedAt: string;
  readonly lastAt: string;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly clearedAt: string | null;
  readonly clearedBy: string | null;
};

export type RaisedAlarm = {
  readonly id: number;
  readonly terminalId: string;
  readonly code: AlarmCode;
  readonly severity: AlarmSeverity;
  /** 1 for a new one. */
  readonly times: number;
};

type Session = CenterDatabase | Kysely<CenterTables>;

const alarmOfRow = (row: Selectable<AlarmsTable>): Alarm => ({
  id: row.id,
  terminalId: row.terminal_id,
  code: row.code,
  severity: row.severity,
  times: row.times,
  raisedAt: row.raised_at.toISOString(),
  lastAt: row.last_at.toISOString(),
  acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
  acknowledgedBy: row.acknowledged_by,
  clearedAt: row.cleared_at?.toISOString() ?? null,
  clearedBy: row.cleared_by,
});

/**
 * Raises an alarm, or counts it once more where it is open. Two nodes that see the same fault raise it once. Who acknowledged a critical
 * one answers for what had been seen by then: what is seen once more calls somebody again.
 */
export async function raiseAlarm(
  database: Session,
  terminalId: string,
  code: AlarmCode,
  now: Date,
  severity: AlarmSeverity = 'major',
): Promise<RaisedAlarm> {
  const row = await database
    .insertInto('alarms')
    .values({ terminal_id: terminalId, code, severity, times: 1, raised_at: now, last_at: now, cleared_by: null })
    .onConflict((conflict) =>
      conflict.columns(['terminal_id', 'code']).where('cleared_at', 'is', null).doUpdateSet({
        times: sql`alarms.times + 1`,
        last_at: now,
        acknowledged_at: sql`case when alarms.severity = 'critical' then null else alarms.acknowledged_at end`,
        acknowledged_by: sql`case when alarms.severity = 'critical' then null else alarms.acknowledged_by end`,
      }),
    )
    .returning(['id', 'times', 'severity'])
    .executeTakeFirstOrThrow();
  return { ...row, terminalId, code };
}

/** The same for a cause that has stood for its time. Where its alarm is open already, it is another one: who took over the first did not see it. */
export async function raiseForCause(
  database: Session,
  terminalId: string,
  code: AlarmCode,
  now: Date,
  severity: AlarmSeverity,
): Promise<RaisedAlarm> {
  const raised = await raiseAlarm(database, terminalId, code, now, severity);
  if (raised.times > 1) {
    await database
      .updateTable('alarms')
      .set({ acknowledged_at: null, acknowledged_by: null, told_at: null })
      .where('id', '=', raised.id)
      .execute();
  }
  return raised;
}

/** Raises an alarm that nobody has raised yet. @returns null where it is open, since another node was first */
export async function raiseUnlessOpen(
  database: Session,
  terminalId: string,
  code: AlarmCode,
  now: Date,
  severity: AlarmSeverity,
): Promise<RaisedAlarm | null> {
  const row = await database
    .insertInto('alarms')
    .values({ terminal_id: terminalId, code, severity, times: 1, raised_at: now, last_at: now, cleared_by: null })
    .onConflict((conflict) => conflict.columns(['terminal_id', 'code']).where('cleared_at', 'is', null).doNothing())
    .returning(['id', 'times', 'severity'])
    .executeTakeFirst();
  return row === undefined ? null : { ...row, terminalId, code };
}

/** Which alarms a list is about; `before` is the id that the page ends before. */
export type AlarmQuery = {
  readonly which?: 'open' | 'all';
  readonly severity?: AlarmSeverity | undefined;
  readonly terminalId?: string | undefined;
  readonly before?: number | undefined;
  readonly limit?: number;
};

/** The newest first. */
export async function listAlarms(
  database: Session,
  question: AlarmQuery | 'open' | 'all' = 'open',
): Promise<readonly Alarm[]> {
  const {
    which = 'open',
    severity,
    terminalId,
    before,
    limit = 1_000,
  } = typeof question === 'string' ? { which: question } : question;
  let query = database.selectFrom('alarms').selectAll().orderBy('id', 'desc').limit(limit);
  if (which === 'open') query = query.where('cleared_at', 'is', null);
  if (severity !== undefined) query = query.where('severity', '=', severity);
  if (terminalId !== undefined) query = query.where('terminal_id', '=', terminalId);
  if (before !== undefined) query = query.where('id', '<', before);
  return (await query.execute()).map(alarmOfRow);
}

export async function findAlarm(database: Session, id: number): Promise<Alarm | null> {
  const row = await database.selectFrom('alarms').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : alarmOfRow(row);
}

/** Closes open alarms of one terminal and code. @returns their ids */
export async function closeAlarms(
  database: Session,
  which: { readonly terminalId: string; readonly code: AlarmCode },
  by: string,
  now: Date,
): Promise<readonly number[]> {
  const rows = await database
    .updateTable('alarms')
    .set({ cleared_at: now, cleared_by: by })
    .where('terminal_id', '=', which.terminalId)
    .where('code', '=', which.code)
    .where('cleared_at', 'is', null)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Closes one open alarm. @returns false when there is none with this id, or it was not seen just `times` times */
export async function closeAlarm(
  database: Session,
  id: number,
  by: string,
  now: Date,
  times?: number,
): Promise<boolean> {
  const updated = await database
    .updateTable('alarms')
    .set({ cleared_at: now, cleared_by: by })
    .where('id', '=', id)
    .$if(times !== undefined, (query) => query.where('times', '=', times ?? 0))
    .where('cleared_at', 'is', null)
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

/** Somebody looks after it. The first name stays. @returns false as `closeAlarm` */
export async function acknowledgeAlarm(
  database: Session,
  id: number,
  by: string,
  now: Date,
  times?: number,
): Promise<boolean> {
  const updated = await database
    .updateTable('alarms')
    .set((row) => ({
      acknowledged_at: row.fn.coalesce('acknowledged_at', row.val(now)),
      acknowledged_by: row.fn.coalesce('acknowledged_by', row.val(by)),
    }))
    .where('id', '=', id)
    .$if(times !== undefined, (query) => query.where('times', '=', times ?? 0))
    .where('cleared_at', 'is', null)
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

/** Alarms raised before `limit` whose entry in the audit trail is not known to be there. */
export async function unauditedAlarms(database: Session, limit: Date): Promise<readonly Alarm[]> {
  const rows = await database
    .selectFrom('alarms')
    .selectAll()
    .where('audited_at', 'is', null)
    .where('raised_at', '<', limit)
    .orderBy('id')
    .limit(500)
    .execute();
  return rows.map(alarmOfRow);
}

export async function markAudited(database: Session, ids: readonly number[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await database.updateTable('alarms').set({ audited_at: now }).where('id', 'in', ids).execute();
}

/** Whether an alarm of the center itself is open. */
export async function isOpenAtCenter(database: Session, code: AlarmCode): Promise<boolean> {
  const row = await database
    .selectFrom('alarms')
    .select('id')
    .where('terminal_id', '=', CENTER_ITSELF)
    .where('code', '=', code)
    .where('cleared_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
