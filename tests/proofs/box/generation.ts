/**
 * One life of a process of ours. When it is killed it says nothing more, hears nothing more and writes nothing more, from that
 * instant on; the devices it used live on without it.
 */
export type Generation = {
  readonly alive: boolean;
  /** Ends it: what it holds is let go by the kernel, in the order given to `onEnd`. */
  kill(): void;
  /** It does nothing more, and keeps what it holds. */
  freeze(): void;
  onEnd(close: () => void): void;
  /** Wraps a listener: a dead process hears nothing. */
  hears<A extends readonly unknown[]>(listener: (...args: A) => void): (...args: A) => void;
  /** Wraps an answer: a dead process never gets it. */
  gets<T>(answer: Promise<T>): Promise<T>;
};

export function newGeneration(): Generation {
  const closers: (() => void)[] = [];
  let alive = true;
  return {
    get alive() {
      return alive;
    },
    kill() {
      alive = false;
      for (const close of closers.splice(0)) close();
    },
    freeze() {
      alive = false;
    },
    onEnd: (close) => void closers.push(close),
    hears:
      (listener) =>
      (...args) => {
        if (alive) listener(...args);
      },
    gets: (answer) =>
      new Promise((resolve, reject) => {
        answer.then(
          (value) => (alive ? resolve(value) : undefined),
          (cause: unknown) => (alive ? reject(cause) : undefined),
        );
      }),
  };
}

/** Those who want to be told. */
export type Listeners<T> = { add(listener: (value: T) => void): () => void; tell(value: T): void };

export function listeners<T>(): Listeners<T> {
  const all = new Set<(value: T) => void>();
  return {
    add(listener) {
      all.add(listener);
      return () => all.delete(listener);
    },
    tell(value) {
      for (const listener of [...all]) listener(value);
    },
  };
}

/** Waits in the proof's time. */
export const after = (durationMs: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, durationMs));

/**
 * Waits for a condition that can come true only when `changed` tells; false when the limit or the signal comes first.
 */
export function becomes(
  changed: Listeners<void>,
  isTrue: () => boolean,
  o: { limitMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<boolean> {
  return new Promise((resolve) => {
    if (isTrue()) return resolve(true);
    if (o.signal?.aborted === true) return resolve(false);
    const end = (result: boolean): void => {
      unwatch();
      clearTimeout(timer);
      o.signal?.removeEventListener('abort', giveUp);
      resolve(result);
    };
    const giveUp = (): void => end(false);
    const unwatch = changed.add(() => {
      if (isTrue()) end(true);
    });
    const timer = o.limitMs === undefined ? undefined : setTimeout(giveUp, o.limitMs);
    o.signal?.addEventListener('abort', giveUp, { once: true });
  });
}
