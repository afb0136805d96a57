/** The operation log when an area is put back: what is there stays, what is missing is put in, and the whole must be one chain (V11). */
import { sql } from 'kysely';
import * as v from 'valibot';
import { BEFORE_THE_FIRST, entryHash } from '../operation-log/log-entry.ts';
import { readPage } from '../operation-log/read-log.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import type { Row } from './backup-lines.ts';

const EntrySchema = v.object({ place: v.number(), hash: v.string() });
const HeadSchema = v.object({ place: v.number(), watched_up_to: v.number(), reviewed_up_to: v.number() });

/** @returns false where the log that is there says something else in one of these places */
export async function putBackLog(
  { database, keys }: AreaTransaction,
  table: string,
  rows: readonly Row[],
): Promise<boolean> {
  const json = JSON.stringify(rows);
  if (table === 'operation_log_heads') {
    for (const row of rows) v.parse(HeadSchema, row);
    // The head that goes further holds.
    await sql`
      insert into operation_log_heads
      select * from jsonb_populate_recordset(null::operation_log_heads, ${json}::jsonb)
      on conflict (area) do update set
        place = excluded.place, hash = excluded.hash, watched_up_to = excluded.watched_up_to,
        reviewed_up_to = excluded.reviewed_up_to, reviewed_by = excluded.reviewed_by, reviewed_at = excluded.reviewed_at
      where operation_log_heads.place < excluded.place`.execute(database);
    return true;
  }
  const entries = new Map(rows.map((row) => v.parse(EntrySchema, row)).map(({ place, hash }) => [place, hash]));
  const there = await database
    .selectFrom('operation_log')
    .select(['place', 'hash'])
    .where('area', '=', keys.area)
    .where('place', 'in', [...entries.keys()])
    .execute();
  for (const { place, hash } of there) {
    if (entries.get(Number(place)) !== `\\x${Buffer.from(hash).toString('hex')}`) return false;
  }
  await sql`
    insert into operation_log
    select * from jsonb_populate_recordset(null::operation_log, ${json}::jsonb)
    on conflict (area, place) do nothing`.execute(database);
  return true;
}

/** Whether the log is one chain from the first entry to the head. */
export async function isLogWhole(transaction: AreaTransaction): Promise<boolean> {
  const { database, keys } = transaction;
  let [place, hash] = [0, BEFORE_THE_FIRST];
  for (;;) {
    const page = await readPage(transaction, place);
    for (const one of page) {
      const { entry } = one;
      if (entry.place !== place + 1 || entry.previous !== hash || entryHash(entry) !== one.hash) return false;
      [place, hash] = [entry.place, one.hash];
    }
    if (page.length === 0) break;
  }
  const head = await database
    .selectFrom('operation_log_heads')
    .select(['place', 'hash'])
    .where('area', '=', keys.area)
    .executeTakeFirst();
  return head === undefined
    ? place === 0
    : Number(head.place) === place && Buffer.from(head.hash).toString('hex') === hash;
}
