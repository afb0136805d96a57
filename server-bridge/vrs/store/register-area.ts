/** Opens areas for municipalities. Runs as the owner of the database. */
import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Municipality } from '../../protocol/index.ts';
import { makeWrappedKeys } from './area-keys.ts';
import { FIRST_GENERATION } from './field-cipher.ts';
import { AreaKeysUnavailable, type GivenMasterKey, masterKeyOf } from './master-key.ts';
import type { VrsTables } from './tables.ts';

/** What is kept of a municipality; why it takes no part is the directive's. */
export type AreaFacts = Pick<Municipality, 'code' | 'prefecture' | 'name' | 'kana' | 'takingPart'>;

export type FirstKeys = { readonly keyId: string; readonly wrapped: Buffer };

/**
 * Makes an area with new keys for each municipality that has none; the others only get their current text and state.
 *
 * @throws AreaKeysUnavailable where the master key cannot wrap
 */
export async function registerAreas(
  database: Kysely<VrsTables>,
  masterKey: GivenMasterKey,
  municipalities: readonly AreaFacts[],
): Promise<void> {
  for (const municipality of municipalities) await registerArea(database, masterKey, municipality);
}

async function registerArea(
  database: Kysely<VrsTables>,
  masterKey: GivenMasterKey,
  municipality: AreaFacts,
): Promise<void> {
  const { code } = municipality;
  const facts = municipalityRow(municipality);
  const first = await makeFirstKeys(masterKey, code);
  await database.transaction().execute(async (transaction) => {
    await standIn(transaction, code);
    await transaction
      .insertInto('municipalities')
      .values({ code, ...facts })
      .onConflict((conflict) => conflict.column('code').doUpdateSet(facts))
      .execute();
    // The municipality's row is held: of two nodes that open the same area, the second finds the first one's keys.
    const there = await transaction.selectFrom('area_keys').select('area').where('area', '=', code).executeTakeFirst();
    if (there === undefined) await insertFirstKeys(transaction, code, first, new Date());
  });
}

/** The owner is kept apart as everybody is. */
export const standIn = (transaction: Transaction<VrsTables>, area: string): Promise<unknown> =>
  sql`select set_config('kofu.area', ${area}, true)`.execute(transaction);

/** The columns of a municipality besides its code. */
export const municipalityRow = ({ prefecture, name, kana, takingPart }: AreaFacts) => ({
  prefecture_ja: prefecture.ja,
  prefecture_en: prefecture.en,
  name_ja: name.ja,
  name_en: name.en,
  kana,
  taking_part: takingPart,
});

/** @throws AreaKeysUnavailable where the master key cannot wrap */
export async function makeFirstKeys(masterKey: GivenMasterKey, area: string): Promise<FirstKeys> {
  const keyId = randomUUID();
  const wrapped = await makeWrappedKeys(masterKeyOf(masterKey), { area, keyId });
  if (wrapped.isErr()) throw new AreaKeysUnavailable(wrapped.error.kind);
  return { keyId, wrapped: wrapped.value };
}

export async function insertFirstKeys(
  transaction: Transaction<VrsTables>,
  area: string,
  { keyId, wrapped }: FirstKeys,
  at: Date,
): Promise<void> {
  await transaction
    .insertInto('area_keys')
    .values({
      area,
      generation: FIRST_GENERATION,
      key_id: keyId,
      state: 'active',
      wrapped_keys: wrapped,
      made_at: at,
      made_by: 'system',
    })
    .execute();
}
