/** Waiting for what other processes do in their own time; long enough for a busy machine. */
const LIMIT_MS = 60_000;
export const LOOK_EVERY_MS = 50;

export const pause = (durationMs: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });

/** Repeats `check` until it does not throw. @throws its last error when the limit is over */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  const endMs = performance.now() + LIMIT_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > endMs) throw error;
    }
    await pause(LOOK_EVERY_MS);
  }
}
