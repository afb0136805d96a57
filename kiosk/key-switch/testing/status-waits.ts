import type { KeySwitchDelays } from '../delays.ts';
import type { KeySwitch, KeySwitchStatus } from '../key-switch.ts';

/** Short enough for tests; still an order of magnitude above a busy machine's hiccups where something is waited for. */
export const QUICK_DELAYS: KeySwitchDelays = {
  connectLimitMs: 2_000,
  reopenMs: 20,
  silenceLimitMs: 1_500,
  lookMs: 5,
};

const WAIT_LIMIT_MS = 10_000;

/** Waits until the switch has this status. */
export function statusIs(keySwitch: KeySwitch, wanted: KeySwitchStatus): Promise<void> {
  if (keySwitch.status() === wanted) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = keySwitch.watch((status) => {
      if (status !== wanted) return;
      clearTimeout(limit);
      stop();
      resolve();
    });
    const limit = setTimeout(() => {
      stop();
      reject(new Error(`The switch is ${keySwitch.status()}, not ${wanted}.`));
    }, WAIT_LIMIT_MS);
  });
}
