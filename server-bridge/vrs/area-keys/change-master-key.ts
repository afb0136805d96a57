/** Another master key: the keys of all areas wrapped anew in one transaction. No data is touched (V9). */
import { sql } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import { wrapAnew } from '../store/area-keys.ts';
import type { MasterKey, MasterKeyError } from '../store/master-key.ts';
import { KEYS_ROLE } from '../store/roles.ts';
import type { VrsStore } from '../store/vrs-store.ts';

class Refused extends Error {
  readonly error: MasterKeyError;
  constructor(error: MasterKeyError) {
    super(error.kind);
    this.error = error;
  }
}

/**
 * @param from what the keys are wrapped by; keys that `to` has wrapped already are left, so that the command can be given twice
 * @returns how many generations of keys were wrapped anew
 */
export async function changeMasterKey(
  store: VrsStore,
  from: MasterKey,
  to: MasterKey,
): Promise<Result<number, MasterKeyError>> {
  const areas = await store.areas();
  try {
    const changed = await store.outsideAreas(
      async (database) => {
        let count = 0;
        for (const area of areas) {
          await sql`select set_config('kofu.area', ${area}, true)`.execute(database);
          const rows = await database
            .selectFrom('area_keys')
            .select(['generation', 'key_id', 'wrapped_keys'])
            .where('area', '=', area)
            .forUpdate()
            .execute();
          for (const { generation, key_id: keyId, wrapped_keys: wrapped } of rows) {
            const anew = await wrapAnew(from, to, { area, keyId, wrapped });
            if (anew.isErr()) {
              const there = await wrapAnew(to, to, { area, keyId, wrapped });
              if (there.isOk()) continue;
              throw new Refused(anew.error);
            }
            await database
              .updateTable('area_keys')
              .set({ wrapped_keys: anew.value })
              .where('area', '=', area)
              .where('generation', '=', generation)
              .execute();
            count += 1;
          }
        }
        return count;
      },
      { role: KEYS_ROLE },
    );
    return ok(changed);
  } catch (cause) {
    if (cause instanceof Refused) return err(cause.error);
    throw cause;
  }
}
