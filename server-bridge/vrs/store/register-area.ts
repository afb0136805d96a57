/** Opens areas for municipalities. Runs as the owner of the database, before service starts. */
import type { Kysely } from 'kysely';
import type { Municipality } from '../../protocol/index.ts';
import { makeWrappedKeys } from './area-keys.ts';
import type { VrsTables } from './tables.ts';

/** Makes an area with new keys for each municipality that has none; the others only get their current text and state. */
export async function registerAreas(
  database: Kysely<VrsTables>,
  masterKey: Uint8Array,
  municipalities: readonly Municipality[],
): Promise<void> {
  for (const { code, prefecture, name, kana, takingPart } of municipalities) {
    const facts = {
      prefecture_ja: prefecture.ja,
      prefecture_en: prefecture.en,
      name_ja: name.ja,
      name_en: name.en,
      kana,
      taking_part: takingPart,
    };
    await database
      .insertInto('municipalities')
      .values({ code, ...facts, wrapped_keys: makeWrappedKeys(masterKey, code) })
      .onConflict((conflict) => conflict.column('code').doUpdateSet(facts))
      .execute();
  }
}
