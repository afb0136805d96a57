/** Counts refusals and logs them as one line a kind and interval. */
import type { GatewayLog } from './gateway-events.ts';
import type { GatewayRefusal } from './gateway-messages.ts';

const INTERVAL_MS = 10_000;
const COUNT_LIMIT = 999_999_999;

export type RefusalCounts = {
  count(refusal: GatewayRefusal): void;
  /** Logs what is left and counts no longer by itself. */
  end(): void;
};

export function countRefusals(log: GatewayLog): RefusalCounts {
  const counts = new Map<GatewayRefusal, number>();
  const flush = (): void => {
    for (const [refusal, times] of counts) log.record('REFUSED', { refusal, times: Math.min(times, COUNT_LIMIT) });
    counts.clear();
  };
  const timer = setInterval(flush, INTERVAL_MS);
  timer.unref();
  return {
    count: (refusal) => void counts.set(refusal, (counts.get(refusal) ?? 0) + 1),
    end() {
      clearInterval(timer);
      flush();
    },
  };
}
