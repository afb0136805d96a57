/** Event logs that terminals have sent on an order: one collection for each command, page by page, bounded and for a time. */
import type { EventLogPage, TerminalId } from '../../protocol/index.ts';
import type { EventLogRefusal } from '../event-log-refusals.ts';
import { readOrder } from './commands.ts';
import type { CenterDatabase } from './open-store.ts';
import { whole } from './tables.ts';

export type EventLogCollection = {
  readonly commandId: string;
  readonly terminalId: string;
  /** Null before the first page. */
  readonly logId: string | null;
  readonly pages: number;
  readonly entries: number;
  /** Whether the terminal's last page is there. */
  readonly complete: boolean;
  readonly startedAt: string | null;
  readonly updatedAt: string | null;
};

/** Pages of an order are taken while it waits for its result and after it is done; once begun, also when its time is over. */
const mayBegin = (state: string): boolean => state === 'queued' || state === 'sent' || state === 'done';

/**
 * Takes one page. A page that is there already is taken again without effect when it is the same.
 * @param limitEntries the most entries of one collection
 * @returns null when it was taken
 */
export async function takeEventLogPage(
  database: CenterDatabase,
  terminalId: TerminalId,
  page: EventLogPage,
  o: { readonly now: Date; readonly limitEntries: number },
): Promise<EventLogRefusal | null> {
  return await database.transaction().execute(async (transaction) => {
    // The command's row is locked: pages sent twice at once, or to two nodes, are judged one after the other.
    const command = await transaction
      .selectFrom('commands')
      .select(['terminal_id', 'command_order', 'state'])
      .where('command_id', '=', page.commandId)
      .forUpdate()
      .executeTakeFirst();
    if (command === undefined) return 'not-ordered';
    if (command.terminal_id !== terminalId) return 'other-terminal';
    const order = readOrder(command.command_order);
    if (order.kind !== 'collect-event-log') return 'not-ordered';
    const held = await transaction
      .selectFrom('event_log_collections')
      .selectAll()
      .where('command_id', '=', page.commandId)
      .executeTakeFirst();
    if (held === undefined && !mayBegin(command.state)) return 'not-ordered';
    if (held !== undefined && held.log_id !== page.logId) return 'other-log';
    const pagesHeld = held?.pages ?? 0;
    const entries = JSON.stringify(page.entries);
    if (page.page <= pagesHeld) {
      const before = await transaction
        .selectFrom('event_log_pages')
        .select('entries')
        .where('command_id', '=', page.commandId)
        .where('page', '=', page.page)
        .executeTakeFirst();
      const wasLast = held?.complete === true && page.page === pagesHeld;
      return before?.entries === entries && wasLast === page.last ? null : 'differs';
    }
    if (held?.complete === true) return 'ended';
    const entriesBefore =
      held === undefined ? order.fromEntry - 1 : Math.max(whole(held.last_entry), order.fromEntry - 1);
    if (page.page !== pagesHeld + 1 || !risesFrom(entriesBefore, page.entries)) return 'out-of-order';
    const total = (held?.entries ?? 0) + page.entries.length;
    if (total > o.limitEntries) return 'too-long';
    const collection = {
      pages: page.page,
      entries: total,
      last_entry: page.entries.at(-1)?.entry ?? entriesBefore,
      complete: page.last,
      updated_at: o.now,
    };
    await transaction
      .insertInto('event_log_collections')
      .values({ command_id: page.commandId, log_id: page.logId, started_at: o.now, ...collection })
      .onConflict((conflict) => conflict.column('command_id').doUpdateSet(collection))
      .execute();
    await transaction
      .insertInto('event_log_pages')
      .values({ command_id: page.commandId, page: page.page, entries })
      .execute();
    return null;
  });
}

function risesFrom(before: number, entries: EventLogPage['entries']): boolean {
  return entries.every(({ entry }, index) => entry > (index === 0 ? before : (entries[index - 1]?.entry ?? before)));
}

/** What is there of the event log that a command ordered; null when the command ordered none. */
export async function findEventLog(database: CenterDatabase, commandId: string): Promise<EventLogCollection | null> {
  const row = await database
    .selectFrom('commands as c')
    .leftJoin('event_log_collections as e', 'e.command_id', 'c.command_id')
    .select(['c.terminal_id', 'c.command_order'])
    .select(['e.log_id', 'e.pages', 'e.entries', 'e.complete', 'e.started_at', 'e.updated_at'])
    .where('c.command_id', '=', commandId)
    .executeTakeFirst();
  if (row === undefined || readOrder(row.command_order).kind !== 'collect-event-log') return null;
  return {
    commandId,
    terminalId: row.terminal_id,
    logId: row.log_id,
    pages: row.pages ?? 0,
    entries: row.entries ?? 0,
    complete: row.complete ?? false,
    startedAt: row.started_at?.toISOString() ?? null,
    updatedAt: row.updated_at?.toISOString() ?? null,
  };
}

/** The entries of one page, as JSON values; null when it is not there. */
export async function eventLogPage(
  database: CenterDatabase,
  commandId: string,
  page: number,
): Promise<readonly unknown[] | null> {
  const row = await database
    .selectFrom('event_log_pages')
    .select('entries')
    .where('command_id', '=', commandId)
    .where('page', '=', page)
    .executeTakeFirst();
  return row === undefined ? null : JSON.parse(row.entries);
}

/** Erases collections that have had no page since `limit`. */
export async function eraseEventLogsBefore(database: CenterDatabase, limit: Date): Promise<void> {
  await database.deleteFrom('event_log_collections').where('updated_at', '<', limit).execute();
}
