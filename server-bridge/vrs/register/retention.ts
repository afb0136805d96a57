/**
 * Erasing people whose data has served its time (V16): so many years after the last dose, and after the last certificate, was recorded.
 * A person without either counts from the registration. Everything of the person goes, versions and certificates included.
 */
import { sql } from 'kysely';
import type { MunicipalityCode } from '../../protocol/index.ts';
import { createOperationLog, holdHead } from '../operation-log/append-entry.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import { RETENTION_ROLE } from '../store/roles.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';
import { openVersion } from './versions.ts';
import { yearsBefore } from './years-before.ts';

/** Years that a record is kept; five at the least by law (001:1298). */
export const SHORTEST_RETENTION_YEARS = 5;
/** People in one transaction. */
const BATCH = 200;

/** In the order in which rows refer to each other. */
const TABLES_OF_A_PERSON = [
  'search_terms',
  'person_versions',
  'dose_versions',
  'passports',
  'certificates',
  'doses',
  'tickets',
  'people',
] as const;

/** The instant before which a record is old enough to go. @throws RangeError below the shortest span the law allows */
export function retentionEnd(now: Date, years: number): Date {
  if (!Number.isSafeInteger(years) || years < SHORTEST_RETENTION_YEARS) {
    throw new RangeError(`records are kept ${SHORTEST_RETENTION_YEARS} years at the least`);
  }
  return yearsBefore(now, years);
}

/**
 * Erases one batch in an area, and whom the operation log named with it; the log says that it was done.
 *
 * @returns how many people went; call again until it is 0. Undefined where no such area exists
 */
export async function eraseExpired(
  store: VrsStore,
  area: MunicipalityCode,
  before: Date,
  log: OperationLog = createOperationLog({ now: () => new Date() }),
): Promise<number | undefined> {
  return await store.inArea(
    area,
    async (transaction) => {
      const { database } = transaction;
      // Whoever is held by somebody's work at this moment is left to the next round.
      const found = await expiredPeople(transaction, before).limit(BATCH).forUpdate().skipLocked().execute();
      if (found.length === 0) return 0;
      // Looked at again behind the lock: a dose or a certificate may have come in between.
      const ids = found.map((row) => row.person_id);
      const expired = await expiredPeople(transaction, before).where('person_id', 'in', ids).execute();
      if (expired.length === 0) return 0;
      // Entries read their person behind the head: one that waits for it comes before this, and is blanked, or after, and names nobody.
      await holdHead(transaction);
      await forgetInLog(transaction, expired);
      const gone = expired.map((row) => row.person_id);
      for (const table of TABLES_OF_A_PERSON) {
        await database.deleteFrom(table).where('area', '=', area).where('person_id', 'in', gone).execute();
      }
      await log.append(transaction, {
        actor: { kind: 'system', area },
        operation: 'expired-erased',
        personId: null,
        target: '-',
        result: String(gone.length),
      });
      return gone.length;
    },
    { role: RETENTION_ROLE },
  );
}

function expiredPeople({ database, keys: { area } }: AreaTransaction, before: Date) {
  const day = before.toISOString().slice(0, 10);
  return database
    .selectFrom('people')
    .select(['person_id', 'reference_hash'])
    .where('area', '=', area)
    .where('registered_at', '<', before)
    .where('changed_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('doses')
            .select(sql`1`.as('one'))
            .whereRef('doses.area', '=', 'people.area')
            .whereRef('doses.person_id', '=', 'people.person_id')
            .where((where) => where.or([where('registered_at', '>=', before), where('day', '>=', day)])),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('certificates')
            .select(sql`1`.as('one'))
            .whereRef('certificates.area', '=', 'people.area')
            .whereRef('certificates.person_id', '=', 'people.person_id')
            .where('issued_at', '>=', before),
        ),
      ),
    )
    .orderBy('person_id');
}

type Expired = { readonly person_id: string; readonly reference_hash: Uint8Array | null };

/** The entries stay, chained as they are; without the salt nobody can tell any more whom they concerned. */
async function forgetInLog(transaction: AreaTransaction, people: readonly Expired[]): Promise<void> {
  const present = people.flatMap((row) => (row.reference_hash === null ? [] : [row.reference_hash]));
  const hashes = [...present, ...(await earlierReferences(transaction, people))];
  if (hashes.length === 0) return;
  const { database, keys } = transaction;
  await database
    .updateTable('operation_log')
    .set({ reference: null, reference_hash: null })
    .where('area', '=', keys.area)
    .where('reference_hash', 'in', hashes)
    .execute();
}

/** Hashes of the reference numbers they had before a correction, without those that somebody has now who stays. */
async function earlierReferences(
  { database, keys }: AreaTransaction,
  people: readonly Expired[],
): Promise<readonly Uint8Array[]> {
  const gone = people.map((row) => row.person_id);
  const versions = await database
    .selectFrom('person_versions')
    .select(['person_id', 'version', 'contents'])
    .where('area', '=', keys.area)
    .where('person_id', 'in', gone)
    .execute();
  const numbers = new Set<string>();
  for (const { person_id: id, version, contents } of versions) {
    const { referenceNumber } = openVersion(keys, 'person_versions.contents', `${id}/${version}`, contents);
    if (typeof referenceNumber === 'string') numbers.add(referenceNumber);
  }
  if (numbers.size === 0) return [];
  const hashes = [...numbers].map((number) => keys.lookupHash('reference-number', number));
  const staying = await database
    .selectFrom('people')
    .select('reference_hash')
    .where('area', '=', keys.area)
    .where('reference_hash', 'in', hashes)
    .where('person_id', 'not in', gone)
    .execute();
  return hashes.filter(
    (hash) => !staying.some((row) => row.reference_hash !== null && hash.equals(row.reference_hash)),
  );
}
