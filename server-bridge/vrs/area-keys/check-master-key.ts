/** Whether the keys of every area unwrap: asked at the start, so that a wrong master key is said before anybody is served. */
import { err, ok, type Result } from 'neverthrow';
import { AreaKeysUnavailable } from '../store/master-key.ts';
import type { VrsStore } from '../store/vrs-store.ts';

export type AreaKeysError = { readonly kind: 'area-keys-unavailable'; readonly reason: AreaKeysUnavailable['reason'] };

export async function checkMasterKey(store: VrsStore): Promise<Result<void, AreaKeysError>> {
  try {
    for (const area of await store.areas()) await store.inArea(area, () => Promise.resolve());
    return ok();
  } catch (cause) {
    if (cause instanceof AreaKeysUnavailable) return err({ kind: 'area-keys-unavailable', reason: cause.reason });
    throw cause;
  }
}
