/** Opens areas for municipalities. Runs as the owner of the database, before service starts. */
import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Municipality } from '../../protocol/index.ts';
import { makeWrappedKeys } from './area-keys.ts';
import { FIRST_GENERATION } from './field-cipher.ts';
import { AreaKeysUnavailable, type GivenMasterKey, masterKeyOf } from './master-key.ts';
import type { VrsTables } from './tables.ts';

/**
 * Makes an area with new keys for each municipality that has none; the others only get their current text and state.
 *
 * @throws AreaKeysUnavailable where the master key cannot wrap
 */
export async function registerAreas(
  database: Kysely<VrsTables>,
  masterKey: GivenMasterKey,
  municipalities: readonly Municipality[],
): Promise<void> {
  for (const municipality of municipalities) await registerArea(database, masterKey, municipality);
}

async function registerArea(
  database: Kysely<VrsTables>,
  masterKey: GivenMasterKey,
  { code, prefecture, name, kana, takingPart }: Municipality,
): Promise<void> {
  const facts = {
    prefecture_ja: prefecture.ja,
    prefecture_en: prefecture.en,
    name_ja: name.ja,
    name_en: name.en,
    kana,
    taking_part: takingPart,
  };
  const keyId = randomUUID();
  const wrapped = await makeWrappedKeys(masterKeyOf(masterKey), { area: code, keyId });
  if (wrapped.isErr()) throw new AreaKeysUnavailable(wrapped.error.kind);
  await database.transaction().execute(async (transaction) => {
    // The owner is kept apart as everybody is.
    await sql`select set_config('kofu.area', ${code}, true)`.execute(transaction);
    await transaction
      .insertInto('municipalities')
      .values({ code, ...facts })
      .onConflict((conflict) => conflict.column('code').doUpdateSet(facts))
      .execute();
    // The municipality's row is held: of two nodes that open the same area, the second finds the first one's keys.
    const there = await transaction.selectFrom('area_keys').select('area').where('area', '=', code).executeTakeFirst();
    if (there !== undefined) return;
    await transaction
      .insertInto('area_keys')
      .values({
        area: code,
        generation: FIRST_GENERATION,
        key_id: keyId,
        state: 'active',
        wrapped_keys: wrapped.value,
        made_at: new Date(),
        made_by: 'system',
      })
      .execute();
  });
}
