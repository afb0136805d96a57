/** Many terminals at once: what registering them would do, where they stand, codes for them, their end. */
import type { Kysely } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import type * as v from 'valibot';
import type { TerminalId } from '../../protocol/index.ts';
import type { Along } from '../audit/index.ts';
import type { RegistryCheck, RegistryLookUpSchema } from '../console-api/enrolment.ts';
import type { TerminalPlace } from '../console-api/places.ts';
import { type CenterDatabase, placeOfRow } from '../store/index.ts';
import type { CenterTables } from '../store/tables.ts';
import { keepCodes, makeCode } from './enrolment-codes.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

/** So many names in one question. */
const BATCH = 500;

type PlaceRow = Parameters<typeof placeOfRow>[0] & { readonly retired_at: Date | null };

const rowsOf = async (
  database: Session,
  column: 'terminal_id' | 'serial',
  values: readonly string[],
): Promise<readonly PlaceRow[]> => {
  const rows: PlaceRow[] = [];
  for (let from = 0; from < values.length; from += BATCH) {
    const asked = values.slice(from, from + BATCH);
    rows.push(...(await database.selectFrom('terminal_places').selectAll().where(column, 'in', asked).execute()));
  }
  return rows;
};

const isSamePlace = (one: TerminalPlace, other: TerminalPlace): boolean =>
  one.chain === other.chain &&
  one.prefecture === other.prefecture &&
  one.storeId === other.storeId &&
  one.storeName === other.storeName &&
  one.serial === other.serial;

/** What registering would do, line by line; `registerWhole` judges again, since somebody else may have registered since. */
export async function checkRegister(
  database: CenterDatabase,
  places: readonly TerminalPlace[],
): Promise<RegistryCheck> {
  const byName = await rowsOf(database, 'terminal_id', [...new Set(places.map(({ terminalId }) => terminalId))]);
  const bySerial = await rowsOf(database, 'serial', [...new Set(places.map(({ serial }) => serial))]);
  const there = new Map(byName.map((row) => [row.terminal_id, row]));
  const owners = new Map(bySerial.map((row) => [row.serial, row]));
  const countOf = (values: readonly string[]): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  };
  const names = countOf(places.map(({ terminalId }) => terminalId));
  const serials = countOf(places.map(({ serial }) => serial));
  const judge = (place: TerminalPlace): RegistryCheck['rows'][number] => {
    const { terminalId, serial } = place;
    const row = there.get(terminalId);
    const now = row === undefined || row.retired_at !== null ? null : placeOfRow(row);
    const owner = owners.get(serial);
    if ((names.get(terminalId) ?? 0) > 1 || (serials.get(serial) ?? 0) > 1) {
      return { terminalId, what: 'named-twice', now };
    }
    if (owner !== undefined && owner.terminal_id !== terminalId) return { terminalId, what: 'serial-taken', now };
    if (row === undefined) return { terminalId, what: 'new', now };
    if (now === null) return { terminalId, what: 'retired', now };
    return { terminalId, what: isSamePlace(now, place) ? 'same' : 'changes', now };
  };
  return { rows: places.map(judge) };
}

/** Where terminals stand as they are registered, in the order asked; retired ones are missing. */
export async function lookUp(
  database: Session,
  terminalIds: readonly TerminalId[],
): Promise<v.InferOutput<typeof RegistryLookUpSchema>> {
  const asked = [...new Set(terminalIds)];
  const rows = await rowsOf(database, 'terminal_id', asked);
  const there = new Map(
    rows.filter(({ retired_at }) => retired_at === null).map((row) => [row.terminal_id, placeOfRow(row)]),
  );
  const places = asked.flatMap((terminalId) => there.get(terminalId) ?? []);
  return { places, missing: asked.filter((terminalId) => !there.has(terminalId)) };
}

export type ManyConflict = 'named-twice' | 'not-registered';

/** Makes a code for each of several terminals, whole or not at all. */
export async function giveCodes(
  database: CenterDatabase,
  terminalIds: readonly TerminalId[],
  o: { readonly now: Date; readonly expiresAt: Date },
  along: Along,
): Promise<
  Result<readonly { readonly terminalId: TerminalId; readonly serial: string; readonly code: string }[], ManyConflict>
> {
  if (new Set(terminalIds).size < terminalIds.length) return err('named-twice');
  return await database.transaction().execute(async (transaction) => {
    const { places, missing } = await lookUp(transaction, terminalIds);
    if (missing.length > 0) return err('not-registered');
    const given = places.map(({ terminalId, serial }) => ({ terminalId, serial, code: makeCode() }));
    // In one order everywhere: two people who do this at once wait for each other instead of locking each other out.
    const sorted = given.toSorted((left, right) => (left.terminalId < right.terminalId ? -1 : 1));
    for (let from = 0; from < sorted.length; from += BATCH) {
      await keepCodes(
        transaction,
        sorted.slice(from, from + BATCH).map((one) => ({ ...one, ...o })),
      );
    }
    await along(transaction);
    return ok(given);
  });
}

/** Takes several terminals out of service for good, whole or not at all. */
export async function retireMany(
  database: CenterDatabase,
  terminalIds: readonly TerminalId[],
  by: string,
  now: Date,
  along: Along,
): Promise<Result<void, ManyConflict>> {
  if (new Set(terminalIds).size < terminalIds.length) return err('named-twice');
  return await database.transaction().execute(async (transaction) => {
    if ((await lookUp(transaction, terminalIds)).missing.length > 0) return err('not-registered');
    const sorted = terminalIds.toSorted();
    for (let from = 0; from < sorted.length; from += BATCH) {
      const batch = sorted.slice(from, from + BATCH);
      // Retired by somebody else in between: it is what was wanted, and certificates are revoked all the same.
      await transaction
        .updateTable('terminal_places')
        .set({ retired_at: now })
        .where('terminal_id', 'in', batch)
        .where('retired_at', 'is', null)
        .execute();
      await transaction.deleteFrom('enrolment_codes').where('terminal_id', 'in', batch).execute();
      await transaction
        .updateTable('terminal_certificates')
        .set({ revoked_at: now, revoked_by: by, revoked_for: 'terminal-gone' })
        .where('terminal_id', 'in', batch)
        .where('revoked_at', 'is', null)
        .execute();
    }
    await along(transaction);
    return ok();
  });
}
