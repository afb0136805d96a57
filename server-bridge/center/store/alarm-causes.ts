/** Causes that stand and are no alarm yet, or still: the clock of an alarm's duration, kept where every node and every restart finds it. */
import { type Kysely, sql } from 'kysely';
import type { AlarmCode } from '../alarm-codes.ts';
import type { CenterDatabase } from './open-store.ts';
import type { CenterTables } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

export type AlarmCause = { readonly terminalId: string; readonly code: string };

/** A cause begins; where it stands already, or was away for a moment only, its clock goes on. */
export async function beginCauses(
  database: Session,
  terminalId: string,
  codes: readonly AlarmCode[],
  now: Date,
): Promise<void> {
  if (codes.length === 0) return;
  await database
    .insertInto('alarm_causes')
    .values(codes.map((code) => ({ terminal_id: terminalId, code, since_at: now })))
    .onConflict((conflict) => conflict.columns(['terminal_id', 'code']).doUpdateSet({ ended_at: null }))
    .execute();
}

/** A cause is known to be over. */
export async function forgetCause(database: Session, terminalId: string, code: string): Promise<void> {
  await database.deleteFrom('alarm_causes').where('terminal_id', '=', terminalId).where('code', '=', code).execute();
}

const MOST_AT_ONCE = 1_000;

/** The codes of which a cause stands that is no alarm yet. */
export async function codesWaiting(database: Session): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('alarm_causes')
    .select('code')
    .distinct()
    .where('raised_at', 'is', null)
    .where('ended_at', 'is', null)
    .execute();
  return rows.map(({ code }) => code);
}

/** Takes the causes of a code that have stood since `limit` and are no alarm; whoever takes one raises it. In a transaction. */
export async function takeDueCauses(
  transaction: Session,
  code: AlarmCode,
  limit: Date,
  now: Date,
): Promise<readonly AlarmCause[]> {
  const due = transaction
    .selectFrom('alarm_causes')
    .select('terminal_id')
    .where('code', '=', code)
    .where('raised_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('since_at', '<=', limit)
    .limit(MOST_AT_ONCE)
    .forUpdate()
    .skipLocked();
  const rows = await transaction
    .updateTable('alarm_causes')
    .set({ raised_at: now })
    .where('code', '=', code)
    .where('terminal_id', 'in', due)
    .returning(['terminal_id', 'code'])
    .execute();
  return rows.map((row) => ({ terminalId: row.terminal_id, code: row.code }));
}

/** Takes the causes that have been away since `limit`; whoever takes one ends its alarm. In a transaction. */
export async function takeGoneCauses(transaction: Session, limit: Date): Promise<readonly AlarmCause[]> {
  const rows = await transaction
    .deleteFrom('alarm_causes')
    .where('ended_at', '<=', limit)
    .returning(['terminal_id', 'code'])
    .execute();
  return rows.map((row) => ({ terminalId: row.terminal_id, code: row.code }));
}

/** A person has cleared the alarm while its cause still shows: the duration begins anew. */
export async function restartCause(database: Session, terminalId: string, code: string, now: Date): Promise<void> {
  await database
    .updateTable('alarm_causes')
    .set({ raised_at: null, since_at: now })
    .where('terminal_id', '=', terminalId)
    .where('code', '=', code)
    .execute();
}

/** Terminals whose newest certificate has less than a sixth of its own life left. */
export async function watchCertificates(database: Session, now: Date): Promise<void> {
  const at = sql`cast(${now.toISOString()} as timestamptz)`;
  const near = sql`
    select c.terminal_id from terminal_certificates c
    join terminal_places p on p.terminal_id = c.terminal_id and p.retired_at is null
    where c.revoked_at is null and c.superseded_at is null
    group by c.terminal_id
    having max(c.expires_at - (c.expires_at - c.issued_at) / 6) < ${at}`;
  await sql`
    insert into alarm_causes (terminal_id, code, since_at)
    select near.terminal_id, 'CERTIFICATE_EXPIRING', ${at} from (${near}) near
    on conflict (terminal_id, code) do update set ended_at = null where alarm_causes.ended_at is not null`.execute(
    database,
  );
  await sql`
    update alarm_causes set ended_at = ${at}
    where code = 'CERTIFICATE_EXPIRING' and ended_at is null and terminal_id not in (${near})`.execute(database);
}
