/** Erases what has served its time: unused challenges and kept decisions. */
import type { VrsStore } from './vrs-store.ts';

/** Runs through all areas, one transaction each; two nodes may do so at once. */
export async function removeExpired(store: VrsStore, now: Date): Promise<void> {
  await store.outsideAreas((database) => database.deleteFrom('challenges').where('expires_at', '<=', now).execute());
  for (const area of await store.areas()) {
    await store.inArea(area, ({ database }) =>
      database.deleteFrom('applications').where('area', '=', area).where('expires_at', '<=', now).execute(),
    );
  }
}
