/** Looks through new entries of every area and records what the rules find. Any number of nodes may do so: an area's head is held meanwhile. */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { MunicipalityCode } from '../../protocol/index.ts';
import { inEveryArea } from '../store/in-every-area.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';
import { holdHead } from './append-entry.ts';
import { type Found, findIn, LOOK_BACK_MS, type RuleLimits, type WatchedEntry } from './detection-rules.ts';
import { OPERATIONS } from './operation-log.ts';

/** Entries in one transaction. */
const BATCH = 500;

export type WatchParts = {
  readonly store: VrsStore;
  readonly limits: RuleLimits;
  /** Ends the round between two steps. */
  readonly signal?: AbortSignal;
};

/** One round through all areas. @throws what the store said of one, once the others have been looked through */
export async function watchLog({ store, limits, signal }: WatchParts): Promise<void> {
  const look = async (area: MunicipalityCode): Promise<void> => {
    let looked: number | undefined = BATCH;
    while (looked === BATCH && signal?.aborted !== true) {
      looked = await store.inArea(area, (transaction) => watchBatch(transaction, limits));
    }
  };
  await inEveryArea(store, look, signal);
}

/** @returns how many entries were looked at */
async function watchBatch(transaction: AreaTransaction, limits: RuleLimits): Promise<number> {
  const { database, keys } = transaction;
  await holdHead(transaction);
  const { watched_up_to: watched } = await database
    .selectFrom('operation_log_heads')
    .select('watched_up_to')
    .where('area', '=', keys.area)
    .executeTakeFirstOrThrow();
  const rows = await database
    .selectFrom('operation_log')
    .select(WATCHED)
    .where('area', '=', keys.area)
    .where('place', '>', Number(watched))
    .orderBy('place')
    .limit(BATCH)
    .execute();
  for (const row of rows) {
    const entry = watchedOf(row);
    const before = await entriesBefore(transaction, entry);
    const lastSignIn = entry.operation === 'signed-in' ? await signInBefore(transaction, entry) : null;
    for (const found of findIn(entry, before, lastSignIn, limits)) await record(transaction, found, entry.at);
  }
  const last = rows.at(-1);
  if (last !== undefined) {
    await database
      .updateTable('operation_log_heads')
      .set({ watched_up_to: Number(last.place) })
      .where('area', '=', keys.area)
      .execute();
  }
  return rows.length;
}

const WATCHED = [
  'place',
  'at',
  'staff_id',
  'terminal',
  'operation',
  'reference_hash',
  'own_family',
  'target',
  'result',
] as const;

function watchedOf(row: {
  readonly place: number | bigint | string;
  readonly at: Date;
  readonly staff_id: string;
  readonly operation: string;
  readonly reference_hash: Uint8Array | null;
  readonly own_family: boolean;
  readonly target: string;
  readonly terminal: string | null;
  readonly result: string;
}): WatchedEntry {
  return {
    place: Number(row.place),
    at: row.at,
    staffId: row.staff_id,
    operation: v.parse(v.picklist(OPERATIONS), row.operation),
    person: row.reference_hash === null ? null : Buffer.from(row.reference_hash).toString('hex'),
    ownFamily: row.own_family,
    target: row.target,
    terminal: row.terminal,
    result: row.result,
  };
}

async function entriesBefore(
  { database, keys }: AreaTransaction,
  entry: WatchedEntry,
): Promise<readonly WatchedEntry[]> {
  const rows = await database
    .selectFrom('operation_log')
    .select(WATCHED)
    .where('area', '=', keys.area)
    .where('staff_id', '=', entry.staffId)
    .where('place', '<', entry.place)
    .where('at', '>', new Date(entry.at.getTime() - LOOK_BACK_MS))
    .orderBy('place')
    .execute();
  return rows.map(watchedOf);
}

async function signInBefore({ database, keys }: AreaTransaction, entry: WatchedEntry): Promise<Date | null> {
  const row = await database
    .selectFrom('operation_log')
    .select('at')
    .where('area', '=', keys.area)
    .where('staff_id', '=', entry.staffId)
    .where('operation', '=', 'signed-in')
    .where('place', '<', entry.place)
    .orderBy('place', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

async function record({ database }: AreaTransaction, found: Found, at: Date): Promise<void> {
  await database
    .insertInto('detections')
    .values({
      detection_id: randomUUID(),
      rule: found.rule,
      staff_id: found.staffId,
      at,
      from_place: found.from,
      to_place: found.to,
      count: found.count,
    })
    .execute();
}
