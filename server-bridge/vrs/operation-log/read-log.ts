/** Searching and exporting an area's operation log. */
import * as v from 'valibot';
import type {
  LogEntrySchema as LogEntryMessageSchema,
  LogSearchSchema,
  LogStateSchema,
} from '../console-api/operations.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { BEFORE_THE_FIRST, type ChainEntry, LogEntrySchema, openMark } from './log-entry.ts';

const PAGE = 100;
const EXPORT_PAGE = 1_000;

type Message = v.InferInput<typeof LogEntryMessageSchema>;

/** Newest first. */
export async function searchLog(
  transaction: AreaTransaction,
  search: v.InferOutput<typeof LogSearchSchema>,
): Promise<{ readonly entries: readonly Message[]; readonly more: boolean }> {
  const { database, keys } = transaction;
  let query = database.selectFrom('operation_log').selectAll().where('area', '=', keys.area);
  if (search.staffId !== undefined) query = query.where('staff_id', '=', search.staffId);
  if (search.operation !== undefined) query = query.where('operation', '=', search.operation);
  if (search.referenceNumber !== undefined) {
    query = query.where('reference_hash', '=', keys.lookupHash('reference-number', search.referenceNumber));
  }
  if (search.from !== undefined) query = query.where('at', '>=', new Date(search.from));
  if (search.to !== undefined) query = query.where('at', '<=', new Date(search.to));
  if (search.before !== undefined) query = query.where('place', '<', search.before);
  const rows = await query
    .orderBy('place', 'desc')
    .limit(PAGE + 1)
    .execute();
  return {
    entries: rows
      .slice(0, PAGE)
      .map((row) => ({ ...entryOf(keys.area, row), referenceNumber: referenceOf(transaction, row) }))
      .map(messageOf),
    more: rows.length > PAGE,
  };
}

type Row = {
  readonly place: number | bigint | string;
  readonly at: Date;
  readonly staff_id: string;
  readonly staff_name: string;
  readonly terminal: string | null;
  readonly operation: string;
  readonly person_mark: Uint8Array | null;
  readonly reference: Uint8Array | null;
  readonly target: string;
  readonly result: string;
  readonly previous: Uint8Array;
};

/** The entry as the chain holds it. */
export function entryOf(area: string, row: Row): ChainEntry {
  return v.parse(LogEntrySchema, {
    area,
    place: Number(row.place),
    at: row.at.toISOString(),
    staffId: row.staff_id,
    name: row.staff_name,
    terminal: row.terminal,
    operation: row.operation,
    personMark: row.person_mark === null ? null : Buffer.from(row.person_mark).toString('hex'),
    target: row.target,
    result: row.result,
    previous: Buffer.from(row.previous).toString('hex'),
  });
}

/** Null where the entry concerned nobody, or the person has been erased since. */
function referenceOf({ keys }: AreaTransaction, row: Row): string | null {
  if (row.reference === null || row.person_mark === null) return null;
  return openMark(keys.decrypt('operation_log.reference', String(Number(row.place)), row.reference), row.person_mark);
}

const messageOf = ({
  area: _area,
  personMark: _mark,
  previous: _previous,
  ...entry
}: ChainEntry & { readonly referenceNumber: string | null }): Message => entry;

/** Every entry with its hash, oldest first, a page at a time. */
export async function* exportEntries(
  page: (after: number) => Promise<readonly { readonly entry: ChainEntry; readonly hash: string }[]>,
): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const entries = await page(after);
    const last = entries.at(-1);
    if (last === undefined) return;
    yield entries.map((one) => `${JSON.stringify(one)}\n`).join('');
    after = last.entry.place;
  }
}

export async function readPage(
  { database, keys }: AreaTransaction,
  after: number,
): Promise<readonly { readonly entry: ChainEntry; readonly hash: string }[]> {
  const rows = await database
    .selectFrom('operation_log')
    .selectAll()
    .where('area', '=', keys.area)
    .where('place', '>', after)
    .orderBy('place')
    .limit(EXPORT_PAGE)
    .execute();
  return rows.map((row) => ({ entry: entryOf(keys.area, row), hash: Buffer.from(row.hash).toString('hex') }));
}

/** How far the chain goes and how far it has been reviewed. */
export async function readState({ database, keys }: AreaTransaction): Promise<v.InferInput<typeof LogStateSchema>> {
  const row = await database
    .selectFrom('operation_log_heads')
    .selectAll()
    .where('area', '=', keys.area)
    .executeTakeFirst();
  return {
    entries: Number(row?.place ?? 0),
    head: row === undefined ? BEFORE_THE_FIRST : Buffer.from(row.hash).toString('hex'),
    reviewedUpTo: Number(row?.reviewed_up_to ?? 0),
    reviewedBy: row?.reviewed_by ?? null,
    reviewedAt: row?.reviewed_at?.toISOString() ?? null,
  };
}

/** Marks entries as reviewed; false where the log does not go so far. Never goes back, and neither does who has reviewed the furthest. */
export async function reviewUpTo(
  { database, keys }: AreaTransaction,
  upTo: number,
  by: string,
  at: Date,
): Promise<boolean> {
  const head = await database
    .selectFrom('operation_log_heads')
    .select(['place', 'reviewed_up_to'])
    .where('area', '=', keys.area)
    .forUpdate()
    .executeTakeFirst();
  if (head === undefined || Number(head.place) < upTo) return false;
  if (Number(head.reviewed_up_to) >= upTo) return true;
  await database
    .updateTable('operation_log_heads')
    .set({ reviewed_up_to: upTo, reviewed_by: by, reviewed_at: at })
    .where('area', '=', keys.area)
    .execute();
  return true;
}
