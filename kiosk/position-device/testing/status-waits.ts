import type { PositionDelays } from '../delays.ts';
import type { PositionDevice } from '../position-device.ts';

/** Short enough for tests; still an order of magnitude above a busy machine's hiccups where something is waited for. */
export const QUICK_DELAYS: PositionDelays = {
  connectLimitMs: 2_000,
  reopenMs: 20,
  longestReopenMs: 80,
  silenceLimitMs: 1_500,
  lookMs: 5,
};

const WAIT_LIMIT_MS = 10_000;

/** Waits until the device has this status. */
export function statusIs<Status extends string>(
  device: PositionDevice<Status>,
  wanted: NoInfer<Status>,
): Promise<void> {
  if (device.status() === wanted) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = device.watch((status) => {
      if (status !== wanted) return;
      clearTimeout(limit);
      stop();
      resolve();
    });
    const limit = setTimeout(() => {
      stop();
      reject(new Error(`The device is ${device.status()}, not ${wanted}.`));
    }, WAIT_LIMIT_MS);
  });
}
