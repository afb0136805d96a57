/** Alarms: raised by code, one open one for each terminal and code, closed by a named person. */
import { type Kysely, sql } from 'kysely';
import type { AlarmCode } from '../alarm-codes.ts';
import type { CenterDatabase } from './open-store.ts';
import type { CenterTables } from './tables.ts';

export type Alarm = {
  readonly id: number;
  readonly terminalId: string;
  readonly code: string;
  /** How often it was seen since it was raised. */
  readonly times: number;
  readonly raisedAt: string;
  readonly lastAt: string;
  readonly clearedAt: string | null;
  readonly clearedBy: string | null;
};

type Session = CenterDatabase | Kysely<CenterTables>;

export async function raiseAlarm(database: Session, terminalId: string, code: AlarmCode, now: Date): Promise<void> {
  await database
    .insertInto('alarms')
    .values({ terminal_id: terminalId, code, times: 1, raised_at: now, last_at: now, cleared_by: null })
    .onConflict((conflict) =>
      conflict
        .columns(['terminal_id', 'code'])
        .where('cleared_at', 'is', null)
        .doUpdateSet({ times: sql`alarms.times + 1`, last_at: now }),
    )
    .execute();
}

export async function listAlarms(database: Session, which: 'open' | 'all' = 'open'): Promise<readonly Alarm[]> {
  let query = database.selectFrom('alarms').selectAll().orderBy('id', 'desc').limit(1_000);
  if (which === 'open') query = query.where('cleared_at', 'is', null);
  return (await query.execute()).map((row) => ({
    id: row.id,
    terminalId: row.terminal_id,
    code: row.code,
    times: row.times,
    raisedAt: row.raised_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    clearedAt: row.cleared_at?.toISOString() ?? null,
    clearedBy: row.cleared_by,
  }));
}

/** Closes open alarms of one terminal and code. */
export async function closeAlarms(
  database: Session,
  which: { readonly terminalId: string; readonly code: AlarmCode },
  by: string,
  now: Date,
): Promise<void> {
  await database
    .updateTable('alarms')
    .set({ cleared_at: now, cleared_by: by })
    .where('terminal_id', '=', which.terminalId)
    .where('code', '=', which.code)
    .where('cleared_at', 'is', null)
    .execute();
}

/** Closes one open alarm. @returns false when there is none with this id */
export async function closeAlarm(database: Session, id: number, by: string, now: Date): Promise<boolean> {
  const updated = await database
    .updateTable('alarms')
    .set({ cleared_at: now, cleared_by: by })
    .where('id', '=', id)
    .where('cleared_at', 'is', null)
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}
