/** How a limited wait ended. */
export type Deadlined<T> = { kind: 'done'; value: T } | { kind: 'timed-out' } | { kind: 'aborted' };

/**
 * Waits for `work` at most `timeoutMs`, or until the signal. The work itself goes on: PC/SC has no way to stop a
 * transmit, so whoever started it must still take care of its late end. A failure of the work is passed on.
 */
export function withDeadline<T>(
  work: Promise<T>,
  limits: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<Deadlined<T>> {
  const { timeoutMs, signal } = limits;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle({ kind: 'timed-out' }), timeoutMs);
    const onAbort = (): void => settle({ kind: 'aborted' });
    const settle = (end: Deadlined<T>): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(end);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) settle({ kind: 'aborted' });
    work.then(
      (value) => settle({ kind: 'done', value }),
      (error: unknown) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        reject(error);
      },
    );
  });
}
