/** Work that a node does for every area by itself: one whose keys or rows are broken keeps it from no other. */
import type { MunicipalityCode } from '../../protocol/index.ts';
import type { VrsStore } from './vrs-store.ts';

/** Runs it for each area in turn, until the signal says that it is enough. @throws what the first failing area threw, once all others are done */
export async function inEveryArea(
  store: Pick<VrsStore, 'areas'>,
  work: (area: MunicipalityCode) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const failures: unknown[] = [];
  for (const area of await store.areas()) {
    if (signal?.aborted === true) break;
    await work(area).catch((cause: unknown) => failures.push(cause));
  }
  if (failures.length > 0) throw failures[0];
}
