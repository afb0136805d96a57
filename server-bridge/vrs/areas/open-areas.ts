/**
 * Opens areas for municipalities in a store that is in use: all of them or none, each with keys of its own and the first entry of its
 * operation log. Nodes read an area's row and keys in each transaction, so that they serve a new one at once.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import type { MunicipalityCode } from '../../protocol/index.ts';
import { type AreaKeysError, checkMasterKey } from '../area-keys/check-master-key.ts';
import type { OperationLog } from '../operation-log/index.ts';
import { FIRST_GENERATION } from '../store/field-cipher.ts';
import { createKeyRing } from '../store/key-ring.ts';
import { AreaKeysUnavailable, type MasterKey } from '../store/master-key.ts';
import {
  type AreaFacts,
  type FirstKeys,
  insertFirstKeys,
  makeFirstKeys,
  municipalityRow,
  standIn,
} from '../store/register-area.ts';
import { APPLICATION_ROLE } from '../store/roles.ts';
import type { VrsTables } from '../store/tables.ts';
import type { VrsStore } from '../store/vrs-store.ts';

export type OpeningParts = {
  readonly store: VrsStore;
  /** The same store's, as its owner has it. */
  readonly database: Kysely<VrsTables>;
  readonly masterKey: MasterKey;
  readonly log: OperationLog;
  readonly now: () => Date;
};

export type OpenAreasError =
  /** The area is there, and says something else in these columns. */
  | { readonly kind: 'other-facts'; readonly code: MunicipalityCode; readonly columns: readonly string[] }
  | AreaKeysError;

export type AreaOpened = { readonly code: MunicipalityCode; readonly done: 'opened' | 'there-already' };

class Refused extends Error {
  readonly error: OpenAreasError;
  constructor(error: OpenAreasError) {
    super(error.kind);
    this.error = error;
  }
}

/**
 * @param o.forRestore leaves the operation log empty, for the one that a backup brings: two chains do not become one
 * @returns what became of each, in the order of their codes
 */
export async function openAreas(
  parts: OpeningParts,
  municipalities: readonly AreaFacts[],
  o: { readonly forRestore?: boolean } = {},
): Promise<Result<readonly AreaOpened[], OpenAreasError>> {
  // Areas under two master keys would keep every node from its next start.
  const checked = await checkMasterKey(parts.store);
  if (checked.isErr()) return err(checked.error);
  try {
    const wanted: Wanted[] = [];
    // One order for everybody: two that open the same areas wait for one another, and not in a ring.
    for (const facts of municipalities.toSorted((one, other) => one.code.localeCompare(other.code))) {
      wanted.push({ facts, first: await makeFirstKeys(parts.masterKey, facts.code) });
    }
    const opened = await parts.database.transaction().execute(async (transaction) => {
      const each: AreaOpened[] = [];
      for (const one of wanted) each.push(await openArea(parts, transaction, one, o.forRestore === true));
      return each;
    });
    return ok(opened);
  } catch (cause) {
    if (cause instanceof Refused) return err(cause.error);
    if (cause instanceof AreaKeysUnavailable) return err({ kind: 'area-keys-unavailable', reason: cause.reason });
    throw cause;
  }
}

type Wanted = { readonly facts: AreaFacts; readonly first: FirstKeys };

async function openArea(
  { masterKey, log, now }: OpeningParts,
  transaction: Transaction<VrsTables>,
  { facts, first }: Wanted,
  forRestore: boolean,
): Promise<AreaOpened> {
  const { code } = facts;
  const row = municipalityRow(facts);
  await standIn(transaction, code);
  const made = await transaction
    .insertInto('municipalities')
    .values({ code, ...row })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('code')
    .executeTakeFirst();
  if (made === undefined) {
    const there = await transaction
      .selectFrom('municipalities')
      .select(['prefecture_ja', 'prefecture_en', 'name_ja', 'name_en', 'kana', 'taking_part'])
      .where('code', '=', code)
      .executeTakeFirstOrThrow();
    const others = new Map<string, unknown>(Object.entries(there));
    const columns = Object.entries(row).flatMap(([name, value]) => (others.get(name) === value ? [] : [name]));
    if (columns.length > 0) throw new Refused({ kind: 'other-facts', code, columns });
    return { code, done: 'there-already' };
  }
  await insertFirstKeys(transaction, code, first, now());
  // Unwrapped once before they count: keys that do not open are no keys.
  const { keyId, wrapped } = first;
  const generation = { generation: FIRST_GENERATION, keyId, state: 'active', wrapped } as const;
  const keys = await createKeyRing(masterKey).keysOf(code, [generation]);
  if (!forRestore) {
    const { prefecture, name, takingPart } = facts;
    const inside = { database: transaction, keys, municipality: { code, prefecture, name, takingPart } };
    const actor = { kind: 'system', area: code } as const;
    await sql`select set_config('role', ${APPLICATION_ROLE}, true)`.execute(transaction);
    await log.append(inside, { actor, operation: 'area-opened', personId: null, target: '-', result: 'done' });
    await sql`select set_config('role', 'none', true)`.execute(transaction);
  }
  return { code, done: 'opened' };
}
