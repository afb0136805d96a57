/** How often a page may be replaced before the whole shell is: more than three in a minute is no accident (electron-shell §11). */
export const RECOVERIES = 3;
export const WITHIN_MS = 60_000;

/** @param now milliseconds of a clock that only goes forward. Answers whether one more replacement is allowed, and counts it. */
export function recoveryLimit(now: () => number): () => boolean {
  let recent: number[] = [];
  return () => {
    const at = now();
    recent = [...recent.filter((earlier) => at - earlier < WITHIN_MS), at];
    return recent.length <= RECOVERIES;
  };
}
