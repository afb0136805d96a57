/** Commands to terminals: a row each, from queued to settled. The row is the truth; a push is only its delivery. */
import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type RawBuilder,
  type Selectable,
  type SqlBool,
  sql,
} from 'kysely';
import * as v from 'valibot';
import { type Command, type CommandResult, CommandSchema } from '../../protocol/index.ts';
import type { CenterDatabase } from './open-store.ts';
import type { CenterTables, CommandsTable } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

/** A command that was sent before and has no answer. */
export type OpenCommand = { readonly commandId: string; readonly terminalId: string; readonly signed: string };

/** A command that waits to be sent, with the process it is for; without a signature where it has to be made out first. */
export type WaitingCommand = {
  readonly commandId: string;
  readonly terminalId: string;
  readonly processId: string;
  readonly order: Command['order'];
  readonly expiresAt: string;
  readonly signed: string | null;
};

export type KeptCommand = {
  readonly commandId: string;
  readonly terminalId: string;
  /** Null while an order of a roll-out waits for its terminal. */
  readonly processId: string | null;
  readonly order: Command['order'];
  readonly issuedBy: string;
  readonly issuedAt: string;
  readonly expiresAt: string;
  readonly state: CommandsTable['state'];
  /** The terminal's own; null while it has not answered. */
  readonly result: string | null;
  readonly settledAt: string | null;
  readonly rollOutId: number | null;
};

/** An order as the store keeps it. @throws when it is not one */
export const readOrder = (json: string): Command['order'] => v.parse(CommandSchema.entries.order, JSON.parse(json));

/** The same, null where it is an order of a newer node's that this one does not know: nothing else may be held up by it. */
export function readKnownOrder(json: string): Command['order'] | null {
  const read = v.safeParse(CommandSchema.entries.order, JSON.parse(json));
  return read.success ? read.output : null;
}

/**
 * The instant of a new order of this terminal: later than that of every other, whatever a node's clock says, for which of two orders
 * came after the other is told by it. Under the lock of the terminal's row, where it has one.
 */
export const afterOtherOrders = (terminalId: string, now: Date): RawBuilder<Date> =>
  sql<Date>`greatest(cast(${now.toISOString()} as timestamptz), (
    select max(c.issued_at) + interval '1 millisecond' from commands c where c.terminal_id = ${terminalId}))`;

/** Keeps a new command. */
export async function insertCommand(
  database: Session,
  command: Command,
  signed: string,
  now: Date,
  issuedBy = 'center',
): Promise<void> {
  await database
    .insertInto('commands')
    .values({
      command_id: command.commandId,
      terminal_id: command.terminalId,
      process_id: command.processId,
      command_order: JSON.stringify(command.order),
      signed,
      issued_by: issuedBy,
      issued_at: afterOtherOrders(command.terminalId, now),
      expires_at: new Date(command.expiresAt),
      state: 'queued',
      result: null,
    })
    .execute();
}

/** Whether anything waits to be sent at all: asked before each terminal is looked up. */
export async function isAnythingQueued(database: Session, now: Date): Promise<boolean> {
  const row = await database
    .selectFrom('commands')
    .select('command_id')
    .where('state', '=', 'queued')
    .where('expires_at', '>', now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** An order of a roll-out goes out only while the roll-out runs. */
function mayGoOut(eb: ExpressionBuilder<CenterTables, 'commands'>): Expression<SqlBool> {
  return eb.or([
    eb('commands.roll_out_id', 'is', null),
    eb.exists(
      eb
        .selectFrom('roll_outs')
        .select('roll_outs.id')
        .whereRef('roll_outs.id', '=', 'commands.roll_out_id')
        .where('roll_outs.state', '=', 'running'),
    ),
  ]);
}

/**
 * Commands that wait for these terminals, oldest first. One without a process is for the process that has reported over the
 * connection that stands now; until it has, it waits on.
 */
export async function waitingCommands(
  database: Session,
  terminalIds: readonly string[],
  now: Date,
  limit: number,
): Promise<readonly WaitingCommand[]> {
  if (terminalIds.length === 0) return [];
  const rows = await database
    .selectFrom('commands')
    .leftJoin('terminals as t', 't.terminal_id', 'commands.terminal_id')
    .leftJoin('terminal_status as s', (join) =>
      join.onRef('s.terminal_id', '=', 'commands.terminal_id').onRef('s.received_at', '>=', 't.presence_at'),
    )
    .select([
      'commands.command_id',
      'commands.terminal_id',
      'commands.command_order',
      'commands.expires_at',
      'commands.signed',
    ])
    .select((eb) => eb.fn.coalesce('commands.process_id', 's.process_id').as('bound_to'))
    .where('commands.state', '=', 'queued')
    .where('commands.terminal_id', 'in', terminalIds)
    .where('commands.expires_at', '>', now)
    .where((eb) => eb.or([eb('commands.process_id', 'is not', null), eb('s.process_id', 'is not', null)]))
    .where(mayGoOut)
    .orderBy('commands.issued_at')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => {
    const order = readKnownOrder(row.command_order);
    return row.bound_to === null || order === null
      ? []
      : [
          {
            commandId: row.command_id,
            terminalId: row.terminal_id,
            processId: row.bound_to,
            order,
            expiresAt: row.expires_at.toISOString(),
            signed: row.signed,
          },
        ];
  });
}

export type SignedCommand = { readonly commandId: string; readonly processId: string; readonly signed: string };

/**
 * Takes commands up for sending: each by one node, once, and none that was cancelled or whose roll-out no longer runs.
 * @returns the ids of those that are this node's to send
 */
export async function takeUp(
  database: Session,
  commands: readonly SignedCommand[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (commands.length === 0) return new Set();
  const given = sql.join(
    commands.map(({ commandId, processId, signed }) => sql`(${commandId}, ${processId}, ${signed})`),
  );
  const taken = await sql<{ command_id: string }>`
    update commands set state = 'sent', sent_at = ${now}, process_id = given.process_id, signed = given.signed
    from (values ${given}) as given (command_id, process_id, signed)
    where commands.command_id = given.command_id and commands.state = 'queued'
      and (commands.roll_out_id is null
        or exists (select 1 from roll_outs r where r.id = commands.roll_out_id and r.state = 'running'))
    returning commands.command_id`.execute(database);
  return new Set(taken.rows.map(({ command_id }) => command_id));
}

/** Of these terminals, those with a command that was sent before `sentBefore`, still holds and has no answer. */
export async function terminalsWithoutAnswer(
  database: Session,
  terminalIds: readonly string[],
  sentBefore: Date,
  now: Date,
): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('commands')
    .select('terminal_id')
    .distinct()
    .where('terminal_id', 'in', terminalIds)
    .where('state', '=', 'sent')
    .where('sent_at', '<', sentBefore)
    .where('expires_at', '>', now)
    .execute();
  return rows.map((row) => row.terminal_id);
}

/** Commands that were sent to this terminal, have no answer and still hold, oldest first. */
export async function unansweredCommands(
  database: Session,
  terminalId: string,
  now: Date,
): Promise<readonly OpenCommand[]> {
  const rows = await database
    .selectFrom('commands')
    .select(['command_id', 'terminal_id', 'signed'])
    .where('terminal_id', '=', terminalId)
    .where('state', '=', 'sent')
    .where('expires_at', '>', now)
    .orderBy('issued_at')
    .execute();
  return rows.flatMap(({ command_id, terminal_id, signed }) =>
    signed === null ? [] : [{ commandId: command_id, terminalId: terminal_id, signed }],
  );
}

export type EndedCommand = { readonly commandId: string; readonly terminalId: string };

/** Ends commands whose time is over, at most `limit` of them; what a paused roll-out has not sent waits on. */
export async function expireCommands(database: Session, now: Date, limit = 500): Promise<readonly EndedCommand[]> {
  const rows = await database
    .updateTable('commands')
    .set({ state: 'expired', settled_at: now })
    .where('command_id', 'in', (over) =>
      over
        .selectFrom('commands as c')
        .leftJoin('roll_outs as r', 'r.id', 'c.roll_out_id')
        .select('c.command_id')
        .where('c.state', 'in', ['queued', 'sent'])
        .where('c.expires_at', '<=', now)
        .where((eb) => eb.or([eb('c.state', '=', 'sent'), eb('r.state', 'is distinct from', 'paused')]))
        .limit(limit),
    )
    .where('state', 'in', ['queued', 'sent'])
    .returning(['command_id', 'terminal_id'])
    .execute();
  return rows.map(({ command_id, terminal_id }) => ({ commandId: command_id, terminalId: terminal_id }));
}

/** Takes a command back that no node has taken up. @returns false when it is not queued */
export async function cancelCommand(database: Session, commandId: string, now: Date): Promise<boolean> {
  const updated = await database
    .updateTable('commands')
    .set({ state: 'cancelled', settled_at: now })
    .where('command_id', '=', commandId)
    .where('state', '=', 'queued')
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

/** States in which a terminal's result is still to come; one whose time was over may have been done all the same. */
export const WITHOUT_RESULT = ['queued', 'sent', 'expired'] as const satisfies readonly CommandsTable['state'][];

/**
 * Settles a command with the terminal's own result, once, also when its time was over before the result came.
 * @returns its order; null when this terminal has no such open command
 */
export async function settleCommand(
  database: Session,
  terminalId: string,
  result: CommandResult,
  now: Date,
): Promise<Command['order'] | null> {
  const row = await database
    .updateTable('commands')
    .set({ state: result.result === 'done' ? 'done' : 'refused', result: result.result, settled_at: now })
    .where('command_id', '=', result.commandId)
    .where('terminal_id', '=', terminalId)
    .where('state', 'in', WITHOUT_RESULT)
    .where('signed', 'is not', null)
    .returning('command_order')
    .executeTakeFirst();
  return row === undefined ? null : readOrder(row.command_order);
}

/** A command of this terminal and how it stands; null where it has none of this id that could have reached it. */
export async function commandOf(
  database: Session,
  terminalId: string,
  commandId: string,
): Promise<{ readonly state: CommandsTable['state']; readonly order: Command['order'] } | null> {
  const row = await database
    .selectFrom('commands')
    .select(['state', 'command_order'])
    .where('command_id', '=', commandId)
    .where('terminal_id', '=', terminalId)
    .where('signed', 'is not', null)
    .executeTakeFirst();
  return row === undefined ? null : { state: row.state, order: readOrder(row.command_order) };
}

/**
 * Whether staff have ordered a suspension after this command and not taken it back. What became of it at the terminal counts for nothing:
 * the center's side was closed with the order, and is opened by a resume that was ordered after it.
 */
export async function isSuspendedAfter(database: Session, terminalId: string, commandId: string): Promise<boolean> {
  const later = await database
    .selectFrom('commands')
    .select('command_order')
    .where('terminal_id', '=', terminalId)
    .where('state', '!=', 'cancelled')
    .where('issued_at', '>', (earlier) =>
      earlier.selectFrom('commands as c').select('c.issued_at').where('c.command_id', '=', commandId),
    )
    .execute();
  return later.some((row) => readKnownOrder(row.command_order)?.kind === 'suspend');
}

export async function findCommand(database: Session, commandId: string): Promise<KeptCommand | null> {
  const row = await database.selectFrom('commands').selectAll().where('command_id', '=', commandId).executeTakeFirst();
  return row === undefined ? null : keptCommand(row);
}

/** A terminal's commands, newest first. */
export async function commandsOf(
  database: Session,
  terminalId: string,
  limit: number,
): Promise<readonly KeptCommand[]> {
  const rows = await database
    .selectFrom('commands')
    .selectAll()
    .where('terminal_id', '=', terminalId)
    .orderBy('issued_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(keptCommand);
}

type CommandRow = Selectable<CommandsTable>;

const keptCommand = (row: CommandRow): KeptCommand => ({
  commandId: row.command_id,
  terminalId: row.terminal_id,
  processId: row.process_id,
  order: readOrder(row.command_order),
  issuedBy: row.issued_by,
  issuedAt: row.issued_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  state: row.state,
  result: row.result,
  settledAt: row.settled_at?.toISOString() ?? null,
  rollOutId: row.roll_out_id,
});

/**
 * Erases commands that were over before `limit`, with the event logs and diagnostics collected for them. What staff's word on a terminal
 * is told by stays: a suspension until a resume is done or another suspension can no longer be taken back after it, and a resume for as
 * long as an older suspension is there.
 */
export async function eraseCommandsBefore(database: Session, limit: Date): Promise<void> {
  await sql`
    delete from commands where settled_at < ${limit}
      and (cast(command_order as jsonb) ->> 'kind' is distinct from 'suspend' or state = 'cancelled' or exists (
        select 1 from commands later
        where later.terminal_id = commands.terminal_id and later.issued_at > commands.issued_at
          and ((cast(later.command_order as jsonb) ->> 'kind' = 'suspend' and later.state not in ('queued', 'cancelled'))
            or (cast(later.command_order as jsonb) ->> 'kind' = 'resume' and later.state = 'done'))))
      and (cast(command_order as jsonb) ->> 'kind' is distinct from 'resume' or state <> 'done' or not exists (
        select 1 from commands earlier
        where earlier.terminal_id = commands.terminal_id and earlier.issued_at < commands.issued_at
          and cast(earlier.command_order as jsonb) ->> 'kind' = 'suspend' and earlier.state <> 'cancelled'
          and (earlier.settled_at is null or earlier.settled_at >= ${limit})))`.execute(database);
}
