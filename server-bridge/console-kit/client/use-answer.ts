/** What a part of a page has asked the center, kept fresh. An old value stays beside a problem, and the page says so. */
import type { Result } from 'neverthrow';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from './problem.ts';

const AGAIN_AFTER_AWAY_MS = 5_000;

export type Answer<T> = {
  readonly value: T | null;
  readonly problem: Problem | null;
  readonly loading: boolean;
  /** Asks anew because the person did something. */
  refresh(): void;
};

type Held<T> = { readonly key: string; readonly value: T | null; readonly problem: Problem | null };

/**
 * @param key what is asked; another key forgets the old value at once
 * @param everyMs asks again by itself so often; null never, except while the center is away
 */
export function useAnswer<T>(
  key: string,
  load: (background: boolean) => Promise<Result<T, Problem>>,
  everyMs: number | null,
): Answer<T> {
  const [held, setHeld] = useState<Held<T> | null>(null);
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (background: boolean): Promise<void> => {
      const answer = await latest.current(background);
      if (over) return;
      const problem = answer.isErr() ? answer.error : null;
      setHeld((last) => ({
        key,
        problem,
        value: answer.isOk() ? answer.value : last?.key === key ? last.value : null,
      }));
      const againMs = problem?.kind === 'away' ? AGAIN_AFTER_AWAY_MS : everyMs;
      if (againMs !== null) timer = setTimeout(() => void ask(true), againMs);
    };
    void ask(false);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key, turn, everyMs]);

  const mine = held?.key === key ? held : null;
  return {
    value: mine?.value ?? null,
    problem: mine?.problem ?? null,
    loading: mine === null,
    refresh: useCallback(() => setTurn((last) => last + 1), []),
  };
}
