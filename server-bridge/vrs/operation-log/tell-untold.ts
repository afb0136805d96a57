/**
 * Telling of what the rules have found, apart from the looking: a receiver that is away holds up neither an area nor the watching of
 * any. Told outside of any transaction; twice is better than never.
 */
import * as v from 'valibot';
import type { MunicipalityCode } from '../../protocol/index.ts';
import { DETECTION_RULES } from '../console-api/operations.ts';
import { inEveryArea } from '../store/in-every-area.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import type { Found } from './detection-rules.ts';

const RuleSchema = v.picklist(DETECTION_RULES);
/** Detections that are told in one round. */
const TOLD_A_ROUND = 20;
/** Longest telling of one detection. */
const TELL_LIMIT_MS = 30_000;

export type Detection = Found & { readonly area: MunicipalityCode; readonly detectionId: string; readonly at: Date };

/** Somebody who must know: a mailbox, a webhook. Called again until it says true. Gives up when the signal says so. */
export type TellDetection = (detection: Detection, signal: AbortSignal) => Promise<boolean>;

export type TellParts = { readonly store: VrsStore; readonly tell: TellDetection; readonly now: () => Date };

/**
 * A round tells the oldest of all areas that no round before it has tried; when all have been tried, it begins anew. So a
 * receiver that takes one thing but not another hears of the other in the end.
 *
 * @returns one round; it ends soon once the signal says so. @throws what the store said of one area, once the others' are told
 */
export function createTelling({ store, tell, now }: TellParts): (signal: AbortSignal) => Promise<void> {
  const tried = new Set<string>();
  return async (signal) => {
    const waiting: Detection[] = [];
    const failures: unknown[] = [];
    await inEveryArea(
      store,
      async (area) => {
        waiting.push(...(await oldestUntold(store, area, tried)));
      },
      signal,
    ).catch((cause: unknown) => failures.push(cause));
    const oldest = waiting.sort((one, other) => one.at.getTime() - other.at.getTime()).slice(0, TOLD_A_ROUND);
    if (waiting.length <= TOLD_A_ROUND) tried.clear();
    else for (const { detectionId } of oldest) tried.add(detectionId);
    for (const detection of oldest) {
      if (signal.aborted) break;
      if (!(await tellWithin(tell, detection, signal))) continue;
      await markTold(store, detection, now()).catch((cause: unknown) => failures.push(cause));
    }
    if (failures.length > 0) throw failures[0];
  };
}

async function oldestUntold(
  store: VrsStore,
  area: MunicipalityCode,
  tried: ReadonlySet<string>,
): Promise<readonly Detection[]> {
  const rows = await store.inArea(area, ({ database }) =>
    database
      .selectFrom('detections')
      .selectAll()
      .where('area', '=', area)
      .where('told_at', 'is', null)
      .$if(tried.size > 0, (query) => query.where('detection_id', 'not in', [...tried]))
      .orderBy('at')
      .orderBy('detection_id')
      // One more than a round tells, so that it is seen whether any are left.
      .limit(TOLD_A_ROUND + 1)
      .execute(),
  );
  return (rows ?? []).map((row) => ({
    area,
    detectionId: row.detection_id,
    rule: v.parse(RuleSchema, row.rule),
    staffId: row.staff_id,
    at: row.at,
    from: Number(row.from_place),
    to: Number(row.to_place),
    count: row.count,
  }));
}

/** A telling that does not end is left behind: nobody waits for it. */
async function tellWithin(tell: TellDetection, detection: Detection, signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TELL_LIMIT_MS)]);
  const { promise: ended, resolve } = Promise.withResolvers<false>();
  const end = (): void => resolve(false);
  limit.addEventListener('abort', end, { once: true });
  try {
    return limit.aborted ? false : await Promise.race([tell(detection, limit), ended]);
  } finally {
    limit.removeEventListener('abort', end);
  }
}

async function markTold(store: VrsStore, { area, detectionId }: Detection, at: Date): Promise<void> {
  await store.inArea(area, ({ database }) =>
    database
      .updateTable('detections')
      .set({ told_at: at })
      .where('area', '=', area)
      .where('detection_id', '=', detectionId)
      .execute(),
  );
}
