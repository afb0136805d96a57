/**
 * How long codes are refused after wrong ones. Pure: the keeper of the misses passes them in.
 *
 * | misses in a row | refused for, from the last miss |
 * | --------------- | ------------------------------- |
 * | 0, 1, 2         | not at all                      |
 * | 3               | 60 s                            |
 * | 4               | 120 s                           |
 * | 5               | 240 s                           |
 * | 8               | 1,920 s                         |
 * | 9 and more      | 3,600 s, the longest            |
 *
 * The longest keeps a passer-by who types nonsense from locking the clerks out for a day; at one try an hour, four digits hold
 * for a year. A right code forgets the misses.
 */
export type Misses = { inARow: number; lastAtMs: number };

export const NO_MISSES: Misses = { inARow: 0, lastAtMs: 0 };

const FREE_MISSES = 2;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 3_600_000;

/** Misses nobody can read any more: the first lock-out, from whenever they are looked at first (see `notAhead`). */
export const UNREADABLE_MISSES: Misses = { inARow: FREE_MISSES + 1, lastAtMs: Number.MAX_SAFE_INTEGER };

/** How long after the last miss codes are refused, in milliseconds. */
export function lockOutMs(missesInARow: number): number {
  if (missesInARow <= FREE_MISSES) return 0;
  return Math.min(FIRST_LOCK_MS * 2 ** (missesInARow - FREE_MISSES - 1), LONGEST_LOCK_MS);
}

/** How much longer codes are refused, in milliseconds; 0 when they are looked at. */
export function lockedForMs(misses: Misses, nowMs: number): number {
  const sinceMs = Math.max(0, nowMs - misses.lastAtMs);
  return Math.max(0, lockOutMs(misses.inARow) - sinceMs);
}

/** Whether a code may not even be looked at now. A clock set back does not open the lock. */
export function isLockedOut(misses: Misses, nowMs: number): boolean {
  return lockedForMs(misses, nowMs) > 0;
}

/** Misses whose last one lies ahead, as after a clock set back, count from now: the lock holds, but no longer than its period. */
export function notAhead(misses: Misses, nowMs: number): Misses {
  return misses.lastAtMs > nowMs ? { ...misses, lastAtMs: nowMs } : misses;
}

/** One more miss. */
export function withMiss(misses: Misses, nowMs: number): Misses {
  return { inARow: misses.inARow + 1, lastAtMs: nowMs };
}
