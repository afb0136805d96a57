/** Erases what has served its time: unused challenges and kept decisions. */
import { inEveryArea } from './in-every-area.ts';
import type { VrsStore } from './vrs-store.ts';

/** Runs through all areas, one transaction each; two nodes may do so at once. */
export async function removeExpired(store: VrsStore, now: Date, signal?: AbortSignal): Promise<void> {
  await store.outsideAreas((database) => database.deleteFrom('challenges').where('expires_at', '<=', now).execute());
  await inEveryArea(
    store,
    async (area) => {
      await store.inArea(area, ({ database }) =>
        database.deleteFrom('applications').where('area', '=', area).where('expires_at', '<=', now).execute(),
      );
    },
    signal,
  );
}
