/** What a node does by itself beside serving: erasing what has served its time, looking through the operation log. Any number of nodes may. */

import type { MunicipalityCode } from '../protocol/index.ts';
import {
  createOperationLog,
  createTelling,
  type TellDetection,
  USUAL_LIMITS,
  watchLog,
} from './operation-log/index.ts';
import { eraseOldProvisions } from './provisions/index.ts';
import { eraseExpired, retentionEnd } from './register/index.ts';
import { inEveryArea } from './store/in-every-area.ts';
import { removeExpired } from './store/remove-expired.ts';
import type { VrsStore } from './store/vrs-store.ts';
import type { Report, VrsEvent } from './vrs-events.ts';

export type HouseWorkParts = {
  readonly store: VrsStore;
  readonly now: () => Date;
  readonly report: Report;
  /** Years that records are kept (V16). */
  readonly retentionYears: number;
  /** Whom to tell of what looks like misuse (V11). */
  readonly tell: TellDetection;
};

type Work = { readonly everyMs: number; readonly failed: VrsEvent; run(signal: AbortSignal): Promise<void> };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The works of a node, each with how often it runs and what a failure of it is called. */
export function houseWorks({ store, now, report, retentionYears, tell }: HouseWorkParts): readonly Work[] {
  return [
    { everyMs: MINUTE_MS, failed: 'ERASING_FAILED', run: (signal) => removeExpired(store, now(), signal) },
    { everyMs: HOUR_MS, failed: 'ERASING_FAILED', run: (signal) => eraseOldProvisions(store, now(), signal) },
    {
      everyMs: HOUR_MS,
      failed: 'ERASING_FAILED',
      async run(signal) {
        const before = retentionEnd(now(), retentionYears);
        const log = createOperationLog({ now });
        const erase = async (area: MunicipalityCode): Promise<void> => {
          while (!signal.aborted && ((await eraseExpired(store, area, before, log)) ?? 0) > 0) report('RECORDS_ERASED');
        };
        await inEveryArea(store, erase, signal);
      },
    },
    {
      everyMs: MINUTE_MS,
      failed: 'WATCHING_FAILED',
      run: (signal) => watchLog({ store, limits: USUAL_LIMITS, signal }),
    },
    // Apart from the watching: a receiver that is away keeps no area from being watched.
    { everyMs: MINUTE_MS, failed: 'WATCHING_FAILED', run: createTelling({ store, tell, now }) },
  ];
}

/** Starts the works. @returns tells them to end between two steps, and waits for the step that is under way */
export function startHouseWork(parts: HouseWorkParts): () => Promise<void> {
  const running = new Set<Promise<void>>();
  const ending = new AbortController();
  const timers = houseWorks(parts).map(({ everyMs, failed, run }) => {
    let isRunning = false;
    return setInterval(() => {
      if (isRunning) return;
      isRunning = true;
      const round = run(ending.signal)
        .catch(() => parts.report(failed))
        .finally(() => {
          isRunning = false;
          running.delete(round);
        });
      running.add(round);
    }, everyMs);
  });
  return async () => {
    ending.abort();
    for (const timer of timers) clearInterval(timer);
    await Promise.all(running);
  };
}
