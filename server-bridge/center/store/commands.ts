/** Commands to terminals: a row each, from queued to settled. The row is the truth; a push is only its delivery. */
import * as v from 'valibot';
import { type Command, type CommandResult, CommandSchema } from '../../protocol/index.ts';
import type { CenterDatabase } from './open-store.ts';
import type { CommandsTable } from './tables.ts';

export type OpenCommand = { readonly commandId: string; readonly terminalId: string; readonly signed: string };

export type KeptCommand = {
  readonly commandId: string;
  readonly terminalId: string;
  readonly processId: string;
  readonly order: Command['order'];
  readonly issuedAt: string;
  readonly expiresAt: string;
  readonly state: CommandsTable['state'];
  /** The terminal's own; null while it has not answered. */
  readonly result: string | null;
  readonly settledAt: string | null;
};

/** An order as the store keeps it. @throws when it is not one */
export const readOrder = (json: string): Command['order'] => v.parse(CommandSchema.entries.order, JSON.parse(json));

export async function insertCommand(
  database: CenterDatabase,
  command: Command,
  signed: string,
  now: Date,
): Promise<void> {
  await database
    .insertInto('commands')
    .values({
      command_id: command.commandId,
      terminal_id: command.terminalId,
      process_id: command.processId,
      command_order: JSON.stringify(command.order),
      signed,
      issued_at: now,
      expires_at: new Date(command.expiresAt),
      state: 'queued',
      result: null,
    })
    .execute();
}

/** Commands these terminals have not answered and that still hold. `states` chooses also those sent before. */
export async function openCommands(
  database: CenterDatabase,
  terminalIds: readonly string[],
  states: readonly ('queued' | 'sent')[],
  now: Date,
): Promise<readonly OpenCommand[]> {
  if (terminalIds.length === 0) return [];
  const rows = await database
    .selectFrom('commands')
    .select(['command_id', 'terminal_id', 'signed'])
    .where('terminal_id', 'in', terminalIds)
    .where('state', 'in', states)
    .where('expires_at', '>', now)
    .orderBy('issued_at')
    .execute();
  return rows.map((row) => ({ commandId: row.command_id, terminalId: row.terminal_id, signed: row.signed }));
}

export async function markSent(database: CenterDatabase, commandId: string): Promise<void> {
  await database
    .updateTable('commands')
    .set({ state: 'sent' })
    .where('command_id', '=', commandId)
    .where('state', '=', 'queued')
    .execute();
}

export async function expireCommands(database: CenterDatabase, now: Date): Promise<void> {
  await database
    .updateTable('commands')
    .set({ state: 'expired', settled_at: now })
    .where('state', 'in', ['queued', 'sent'])
    .where('expires_at', '<=', now)
    .execute();
}

/**
 * Settles a command with the terminal's own result, once.
 * @returns its order; null when this terminal has no such open command
 */
export async function settleCommand(
  database: CenterDatabase,
  terminalId: string,
  result: CommandResult,
  now: Date,
): Promise<Command['order'] | null> {
  const row = await database
    .updateTable('commands')
    .set({ state: result.result === 'done' ? 'done' : 'refused', result: result.result, settled_at: now })
    .where('command_id', '=', result.commandId)
    .where('terminal_id', '=', terminalId)
    .where('state', 'in', ['queued', 'sent'])
    .returning('command_order')
    .executeTakeFirst();
  return row === undefined ? null : readOrder(row.command_order);
}

/** Whether this terminal has answered this command before: a repeated result is no fault. */
export async function isSettled(database: CenterDatabase, terminalId: string, commandId: string): Promise<boolean> {
  const row = await database
    .selectFrom('commands')
    .select('state')
    .where('command_id', '=', commandId)
    .where('terminal_id', '=', terminalId)
    .executeTakeFirst();
  return row !== undefined && row.state !== 'queued' && row.state !== 'sent';
}

/** Whether staff have ordered a suspension after this command that still holds or may still arrive. */
export async function isSuspendedAfter(
  database: CenterDatabase,
  terminalId: string,
  commandId: string,
): Promise<boolean> {
  const later = await database
    .selectFrom('commands')
    .select('command_order')
    .where('terminal_id', '=', terminalId)
    .where('state', 'in', ['queued', 'sent', 'done'])
    .where('issued_at', '>', (earlier) =>
      earlier.selectFrom('commands as c').select('c.issued_at').where('c.command_id', '=', commandId),
    )
    .execute();
  return later.some((row) => readOrder(row.command_order).kind === 'suspend');
}

export async function findCommand(database: CenterDatabase, commandId: string): Promise<KeptCommand | null> {
  const row = await database.selectFrom('commands').selectAll().where('command_id', '=', commandId).executeTakeFirst();
  if (row === undefined) return null;
  return {
    commandId,
    terminalId: row.terminal_id,
    processId: row.process_id,
    order: readOrder(row.command_order),
    issuedAt: row.issued_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    state: row.state,
    result: row.result,
    settledAt: row.settled_at?.toISOString() ?? null,
  };
}

/** Erases commands that were over before `limit`, with the event logs collected for them. */
export async function eraseCommandsBefore(database: CenterDatabase, limit: Date): Promise<void> {
  await database.deleteFrom('commands').where('settled_at', '<', limit).execute();
}
