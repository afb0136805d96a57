/** What a node owes when it ends: nobody else knows of it, and no regular round of it comes any more. */
import { setTimeout as wait } from 'node:timers/promises';
import type { AlarmDesk } from '../alarm-desk.ts';
import type { CenterLog } from '../event-catalogue.ts';

/** Shorter than a supervisor waits before it kills. */
const LIMITS = { forMs: 5_000, pauseMs: 100 } as const;

/**
 * Raises the alarms that the store could not take before, again and again for a few seconds. Call it when nothing can raise another one.
 * Never fails: where the store stays away the log says that something was left undone.
 */
export async function raiseBeforeTheEnd(
  desk: Pick<AlarmDesk, 'raiseOwed'>,
  log: CenterLog,
  { forMs, pauseMs }: { readonly forMs: number; readonly pauseMs: number } = LIMITS,
): Promise<void> {
  const endMs = performance.now() + forMs;
  for (;;) {
    try {
      await desk.raiseOwed();
      return;
    } catch {
      if (performance.now() >= endMs) {
        log.record('WORK_FAILED', { where: 'alarms' });
        return;
      }
    }
    await wait(pauseMs);
  }
}
