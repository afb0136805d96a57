/** Waiting for something that another part does in its own time; long enough for a busy machine. */
const LIMIT_MS = 20_000;
const PAUSE_MS = 10;

/** Repeats `check` until it does not throw. @throws its last error when the limit is over */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  const endMs = performance.now() + LIMIT_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > endMs) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
