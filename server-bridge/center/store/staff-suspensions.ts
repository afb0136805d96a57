/**
 * What staff's orders mean for a terminal at the center. A terminal has one reason for which it is closed, and staff, terminals and nodes
 * speak at the same time: every step looks and writes under the lock of the terminal's row, and never over another's reason.
 */
import { type Kysely, sql } from 'kysely';
import type { Command } from '../../protocol/index.ts';
import { cancelCommand, insertCommand, isSuspendedAfter, readKnownOrder } from './commands.ts';
import type { CenterDatabase } from './open-store.ts';
import type { CenterTables } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

/** The reason that staff's own order is. */
export const STAFF_SUSPENSION = 'STAFF';

/** Holds the terminal's row until the transaction ends. @returns why the terminal is closed */
export async function lockTerminal(transaction: Session, terminalId: string): Promise<string | null> {
  const row = await transaction
    .selectFrom('terminals')
    .select('suspended_for')
    .where('terminal_id', '=', terminalId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.suspended_for ?? null;
}

const setReason = (transaction: Session, terminalId: string, reason: string | null) =>
  transaction.updateTable('terminals').set({ suspended_for: reason }).where('terminal_id', '=', terminalId).execute();

/** Whether staff's newest word that counts is a suspension: one that was not taken back, with no resume done after it. */
export async function isHeldByStaff(transaction: Session, terminalId: string): Promise<boolean> {
  const rows = await transaction
    .selectFrom('commands')
    .select(['command_order', 'state'])
    .where('terminal_id', '=', terminalId)
    .where((where) =>
      where.or([where('command_order', 'like', '%"suspend"%'), where('command_order', 'like', '%"resume"%')]),
    )
    .orderBy('issued_at', 'desc')
    .execute();
  for (const { command_order, state } of rows) {
    const kind = readKnownOrder(command_order)?.kind;
    if (kind === 'suspend' && state !== 'cancelled') return true;
    if (kind === 'resume' && state === 'done') return false;
  }
  return false;
}

/** Keeps an order of staff's. A suspension closes the center's side with it: a terminal that does not obey still gets no relay. */
export async function keepStaffCommand(
  database: CenterDatabase,
  command: Command,
  kept: { readonly signed: string; readonly now: Date; readonly issuedBy: string },
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const reason = await lockTerminal(transaction, command.terminalId);
    if (command.order.kind === 'suspend' && reason === null) {
      await setReason(transaction, command.terminalId, STAFF_SUSPENSION);
    }
    await insertCommand(transaction, command, kept.signed, kept.now, kept.issuedBy);
  });
}

/** Opens the center's side after a resume that was done, unless staff have suspended the terminal since it was ordered. */
export async function resumeForStaff(database: CenterDatabase, terminalId: string, commandId: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    if ((await lockTerminal(transaction, terminalId)) !== STAFF_SUSPENSION) return;
    if (await isSuspendedAfter(transaction, terminalId, commandId)) return;
    await setReason(transaction, terminalId, null);
  });
}

/** Takes an order back that no node has taken up, with what it meant for the center's side. @returns false when it is not queued */
export async function cancelStaffCommand(
  database: CenterDatabase,
  command: { readonly commandId: string; readonly terminalId: string },
  now: Date,
): Promise<boolean> {
  return await database.transaction().execute(async (transaction) => {
    const reason = await lockTerminal(transaction, command.terminalId);
    if (!(await cancelCommand(transaction, command.commandId, now))) return false;
    if (reason === STAFF_SUSPENSION && !(await isHeldByStaff(transaction, command.terminalId))) {
      await setReason(transaction, command.terminalId, null);
    }
    return true;
  });
}

/** Holds the rows of these terminals until the transaction ends, in one order everywhere. */
export async function lockTerminals(transaction: Session, terminalIds: readonly string[]): Promise<void> {
  await transaction
    .selectFrom('terminals')
    .select('terminal_id')
    .where('terminal_id', 'in', [...terminalIds])
    .orderBy('terminal_id')
    .forNoKeyUpdate()
    .execute();
}

/**
 * First contacts happen beside each other, and none while many terminals are suspended: either the suspension finds the terminal's row, or
 * the contact finds the order. Held until the transaction ends.
 */
export async function holdFirstContacts(transaction: Session, who: 'contact' | 'suspension'): Promise<void> {
  const name = sql`hashtextextended('kofu-first-contact', 0)`;
  await (who === 'contact'
    ? sql`select pg_advisory_xact_lock_shared(${name})`.execute(transaction)
    : sql`select pg_advisory_xact_lock(${name})`.execute(transaction));
}

/**
 * Closes the center's side of these terminals, in the transaction that orders their suspension, and holds their rows. A terminal that was
 * never met has none yet: it is closed at its first contact.
 */
export async function suspendForStaff(transaction: Session, terminalIds: readonly string[]): Promise<void> {
  await holdFirstContacts(transaction, 'suspension');
  // Also of those that are closed already: whoever opens one at this moment sees the order first, and leaves it closed.
  await lockTerminals(transaction, terminalIds);
  await transaction
    .updateTable('terminals')
    .set({ suspended_for: STAFF_SUSPENSION })
    .where('terminal_id', 'in', [...terminalIds])
    .where('suspended_for', 'is', null)
    .execute();
}

/**
 * Takes back orders of a roll-out that no node has taken up, with what they meant for the center's side: who is held by no other word of
 * staff's is opened. In a transaction.
 * @returns how many; fewer than `limit` when that was the last
 */
export async function cancelQueuedOf(
  transaction: Session,
  rollOutId: number,
  now: Date,
  limit: number,
): Promise<number> {
  const queued = await transaction
    .selectFrom('commands')
    .select(['command_id', 'terminal_id'])
    .where('roll_out_id', '=', rollOutId)
    .where('state', '=', 'queued')
    .orderBy('terminal_id')
    .limit(limit)
    .execute();
  if (queued.length === 0) return 0;
  const terminalIds = queued.map(({ terminal_id }) => terminal_id);
  await lockTerminals(transaction, terminalIds);
  await transaction
    .updateTable('commands')
    .set({ state: 'cancelled', settled_at: now })
    .where(
      'command_id',
      'in',
      queued.map(({ command_id }) => command_id),
    )
    .where('state', '=', 'queued')
    .execute();
  // As `isHeldByStaff`, for all of them at once.
  await sql`
    update terminals set suspended_for = null
    where suspended_for = ${STAFF_SUSPENSION} and terminal_id = any(cast(${terminalIds} as text[]))
      and coalesce((
        select cast(c.command_order as jsonb) ->> 'kind' from commands c
        where c.terminal_id = terminals.terminal_id
          and ((cast(c.command_order as jsonb) ->> 'kind' = 'suspend' and c.state <> 'cancelled')
            or (cast(c.command_order as jsonb) ->> 'kind' = 'resume' and c.state = 'done'))
        order by c.issued_at desc limit 1), 'resume') = 'resume'`.execute(transaction);
  return queued.length;
}
