/** What was collected of a terminal on an order, as people look at it: diagnostics and event logs. */
import * as v from 'valibot';
import { type EventLogEntry, EventLogEntrySchema } from '../../protocol/index.ts';
import type { Collection, EventLogEntriesSchema, EventLogQuerySchema } from '../console-api/orders.ts';
import * as store from '../store/index.ts';

/** As many orders of a terminal as are looked through. */
const ORDERS = 200;
const ENTRIES_SHOWN = 100;

/** Orders that collect something, newest first, and how much of it is here. */
export async function collectionsOf(
  database: store.CenterDatabase,
  terminalId: string,
): Promise<readonly Collection[]> {
  const orders = await store.commandsOf(database, terminalId, ORDERS);
  const collecting = orders.flatMap((command) => {
    const { kind } = command.order;
    return kind === 'collect-diagnostics' || kind === 'collect-event-log' ? [{ ...command, kind }] : [];
  });
  if (collecting.length === 0) return [];
  const ids = collecting.map(({ commandId }) => commandId);
  const logs = await database.selectFrom('event_log_collections').selectAll().where('command_id', 'in', ids).execute();
  const told = await database
    .selectFrom('diagnostics')
    .select(['command_id', 'received_at'])
    .where('command_id', 'in', ids)
    .execute();
  const logOf = new Map(logs.map((row) => [row.command_id, row]));
  const toldOf = new Map(told.map((row) => [row.command_id, row.received_at]));
  return collecting.map(({ commandId, kind, state, issuedBy, issuedAt }) => {
    const log = logOf.get(commandId);
    const toldAt = toldOf.get(commandId);
    const here = toldAt !== undefined || log?.complete === true ? 'all' : log === undefined ? 'nothing' : 'part';
    return {
      commandId,
      kind,
      state,
      orderedBy: issuedBy,
      orderedAt: issuedAt,
      here,
      entries: log?.entries ?? 0,
      updatedAt: (toldAt ?? log?.updated_at)?.toISOString() ?? null,
    };
  });
}

const EntriesSchema = v.array(EventLogEntrySchema);

async function pageOf(
  database: store.CenterDatabase,
  commandId: string,
  page: number,
): Promise<readonly EventLogEntry[]> {
  return v.parse(EntriesSchema, (await store.eventLogPage(database, commandId, page)) ?? []);
}

/** Entries that fit, newest first. @returns null when the command ordered no event log */
export async function entriesOf(
  database: store.CenterDatabase,
  commandId: string,
  { event, level, before }: v.InferOutput<typeof EventLogQuerySchema>,
): Promise<v.InferInput<typeof EventLogEntriesSchema> | null> {
  const collection = await store.findEventLog(database, commandId);
  if (collection === null) return null;
  const found: EventLogEntry[] = [];
  // One more than is shown says whether there is another page.
  for (let page = collection.pages; page >= 1 && found.length <= ENTRIES_SHOWN; page -= 1) {
    const fitting = (await pageOf(database, commandId, page)).filter(
      (one) =>
        (event === undefined || one.event === event) &&
        (level === undefined || one.level === level) &&
        (before === undefined || one.entry < before),
    );
    found.push(...fitting.toReversed());
  }
  const { terminalId, entries, complete, startedAt, updatedAt } = collection;
  const shown = found.slice(0, ENTRIES_SHOWN);
  const next = found.length > ENTRIES_SHOWN ? (shown.at(-1)?.entry ?? null) : null;
  return { terminalId, entries, complete, startedAt, updatedAt, found: shown, before: next };
}

/** Every entry as a line of JSON, oldest first, page by page. */
export async function* entryLines(database: store.CenterDatabase, commandId: string, pages: number) {
  for (let page = 1; page <= pages; page += 1) {
    const entries = await pageOf(database, commandId, page);
    yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  }
}
