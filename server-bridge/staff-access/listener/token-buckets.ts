/**
 * How often somebody may ask: a bucket of tokens for each key, refilled over time. The table is bounded: when it is full of keys that
 * are still being held back, all new ones share one bucket, so that many keys neither fill the memory nor free an old key.
 */
const OVERFLOW = '';

export type BucketShape = { readonly capacity: number; readonly refillMs: number; readonly maxKeys: number };
type Bucket = { tokens: number; atMs: number };

export type TokenBuckets = {
  /** Takes one token. @returns how long to wait when there is none, 0 when one was taken */
  take(key: string): number;
  readonly size: () => number;
};

export function createTokenBuckets(shape: BucketShape, nowMs: () => number): TokenBuckets {
  const { capacity, refillMs, maxKeys } = shape;
  const buckets = new Map<string, Bucket>();

  const refill = (bucket: Bucket, now: number): void => {
    const gained = Math.max(0, now - bucket.atMs) / refillMs;
    bucket.tokens = Math.min(capacity, bucket.tokens + gained);
    bucket.atMs = now;
  };
  /** A full bucket says the same as none. */
  const sweep = (now: number): void => {
    for (const [key, bucket] of buckets) {
      refill(bucket, now);
      if (bucket.tokens >= capacity) buckets.delete(key);
    }
  };
  const bucketOf = (key: string, now: number): Bucket => {
    const known = buckets.get(key);
    if (known !== undefined) return known;
    if (buckets.size >= maxKeys) sweep(now);
    const place = buckets.size >= maxKeys ? OVERFLOW : key;
    const bucket = buckets.get(place) ?? { tokens: capacity, atMs: now };
    buckets.set(place, bucket);
    return bucket;
  };

  return {
    take(key) {
      const now = nowMs();
      const bucket = bucketOf(key, now);
      refill(bucket, now);
      if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) * refillMs);
      bucket.tokens -= 1;
      return 0;
    },
    size: () => buckets.size,
  };
}
