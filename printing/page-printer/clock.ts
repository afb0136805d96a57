/** Time as the printers are given it; a test gives another. */
export interface Clock {
  /** Milliseconds that never run backwards; the zero means nothing. */
  nowMs(): number;
  /** Calls back once after the delay unless the returned function is called first. */
  timer(delayMs: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  timer: (delayMs, callback) => {
    const handle = setTimeout(callback, delayMs);
    return () => clearTimeout(handle);
  },
};

/** Resolves after the delay, or at once when the signal aborts; look at the signal afterwards. */
export function pause(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const wake = () => {
      cancel();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.timer(delayMs, wake);
    signal?.addEventListener('abort', wake);
  });
}
