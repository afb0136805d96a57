/**
 * What staff's orders mean for a terminal at the center. A terminal has one reason for which it is closed, and staff, terminals and nodes
 * speak at the same time: every step looks and writes under the lock of the terminal's row, and never over another's reason.
 */
import type { Kysely } from 'kysely';
import type { Command } from '../../protocol/index.ts';
import { cancelCommand, insertCommand, isSuspendedAfter, readKnownOrder } from './commands.ts';
import type { CenterDatabase } from './open-store.ts';
import type { CenterTables } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

/** The reason that staff's own order is. */
export const STAFF_SUSPENSION = 'STAFF';

/** Holds the terminal's row until the transaction ends. @returns why the terminal is closed */
async function lockTerminal(transaction: Session, terminalId: string): Promise<string | null> {
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
