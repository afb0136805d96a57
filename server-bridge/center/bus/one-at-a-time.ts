/** Hints come in bursts: the work they wake runs once at a time, and once more when something came meanwhile. */

/**
 * @param work what a hint is answered with; its failure ends this round only, and is its owner's to tell
 * @returns what wakes it; resolves when the round that saw this hint is over
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const wake = (): Promise<void> => {
    if (running === null) {
      running = work().finally(() => {
        running = null;
      });
      return running;
    }
    // What is under way may have looked before the change.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return wake();
      });
    return next;
  };
  return wake;
}
