/** Terminals as they were registered: where each stands. */
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import { type Scope, type TerminalPlace, TerminalPlaceSchema } from '../console-api/places.ts';
import type { CenterDatabase } from './open-store.ts';
import type { CenterTables } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

/** From the widest to the narrowest: a narrower scope is laid over a wider one. */
export const SCOPE_ORDER: readonly Scope['kind'][] = ['all', 'chain', 'prefecture', 'store', 'terminal'];

/** Whether a scope takes a terminal in; one that is not registered is only in `all` and in its own. */
export function isInScope(scope: Scope, terminalId: string, place: TerminalPlace | null): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'chain':
      return place?.chain === scope.chain;
    case 'prefecture':
      return place?.prefecture === scope.prefecture;
    case 'store':
      return place?.storeId === scope.storeId;
    case 'terminal':
      return terminalId === scope.terminalId;
    default: {
      const never: never = scope;
      throw new Error(`unknown scope ${String(never)}`);
    }
  }
}

/** The place of one terminal; null where it is not registered, or retired. */
export async function placeOf(database: Session, terminalId: string): Promise<TerminalPlace | null> {
  const row = await database
    .selectFrom('terminal_places')
    .selectAll()
    .where('terminal_id', '=', terminalId)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? null : placeOfRow(row);
}

/** @throws when the row holds what nobody could have registered */
export function placeOfRow(row: {
  readonly terminal_id: string;
  readonly chain: string;
  readonly prefecture: string;
  readonly store_id: string;
  readonly store_name: string;
  readonly serial: string;
}): TerminalPlace {
  return v.parse(TerminalPlaceSchema, {
    terminalId: row.terminal_id,
    chain: row.chain,
    prefecture: row.prefecture,
    storeId: row.store_id,
    storeName: row.store_name,
    serial: row.serial,
  });
}

/** Registers terminals, or moves them to another place. Rows in batches, in one transaction of the caller's. */
export async function registerPlaces(database: Session, places: readonly TerminalPlace[], now: Date): Promise<void> {
  const BATCH = 500;
  for (let from = 0; from < places.length; from += BATCH) {
    await database
      .insertInto('terminal_places')
      .values(
        places.slice(from, from + BATCH).map((place) => ({
          terminal_id: place.terminalId,
          chain: place.chain,
          prefecture: place.prefecture,
          store_id: place.storeId,
          store_name: place.storeName,
          serial: place.serial,
          registered_at: now,
          retired_at: null,
        })),
      )
      .onConflict((conflict) =>
        conflict.column('terminal_id').doUpdateSet((excluded) => ({
          chain: excluded.ref('excluded.chain'),
          prefecture: excluded.ref('excluded.prefecture'),
          store_id: excluded.ref('excluded.store_id'),
          store_name: excluded.ref('excluded.store_name'),
          serial: excluded.ref('excluded.serial'),
        })),
      )
      .execute();
  }
}

/** Takes a terminal out of service for good. @returns false when there is none, or it was retired before */
export async function retirePlace(database: Session, terminalId: string, now: Date): Promise<boolean> {
  const updated = await database
    .updateTable('terminal_places')
    .set({ retired_at: now })
    .where('terminal_id', '=', terminalId)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}
