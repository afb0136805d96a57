/** Waiting times in a few buckets: what is kept of them, and what can be read from them again. */

/** Upper limits in milliseconds; above the last there is one more bucket. */
export const LATENCY_LIMITS_MS = [50, 100, 200, 400, 800, 1_500, 3_000, 6_000, 10_000, 20_000, 30_000, 60_000] as const;
/** The bucket of what took longer than the last limit. Fits 32 bits. */
export const BEYOND_MS = 2_147_483_647;

export const bucketOf = (waitedMs: number): number => LATENCY_LIMITS_MS.find((limit) => waitedMs <= limit) ?? BEYOND_MS;

/**
 * The waiting time that a share of all did not exceed, by straight lines within buckets; beyond the last limit that limit.
 * @param counts by bucket
 * @returns null where nothing was counted
 */
export function quantileOf(counts: ReadonlyMap<number, number>, share: number): number | null {
  let total = 0;
  for (const count of counts.values()) total += count;
  if (total === 0) return null;
  let left = total * share;
  let from = 0;
  for (const limit of LATENCY_LIMITS_MS) {
    const count = counts.get(limit) ?? 0;
    if (count > 0 && left <= count) return from + ((limit - from) * left) / count;
    left -= count;
    from = limit;
  }
  return from;
}
