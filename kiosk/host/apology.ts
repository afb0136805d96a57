/** After a visit that broke off: a truthful screen, with what came back, before anybody else is invited. */
import type { Snapshot } from '../snapshot.ts';

import { SLOW_PACE_FACTOR } from '../visit/index.ts';

/** How long the screen says so when nobody touches it. */
const APOLOGY_MS = 20_000;

export type Apology = {
  isShown(): boolean;
  /** Shows it until it is touched or its time is over. Composed anew for each `repaint`. */
  show(compose: (screenSeq: number) => Snapshot): Promise<void>;
  /** How it is shown has been chosen anew: time begins anew as well. */
  repaint(): void;
  /** Composed anew, its time going on: something else than a choice has changed. */
  refresh(): void;
  acknowledge(): void;
};

export function openApology(o: {
  showTerminal: (compose: (screenSeq: number) => Snapshot) => void;
  /** Whoever reads it has a slower pace. */
  slowPace: () => boolean;
}): Apology {
  let end: (() => void) | null = null;
  let paint: (() => void) | null = null;
  let refresh: (() => void) | null = null;
  return {
    isShown: () => end !== null,
    show: (compose) =>
      new Promise((resolve) => {
        let limit: NodeJS.Timeout | null = null;
        const done = (): void => {
          if (limit !== null) clearTimeout(limit);
          end = null;
          paint = null;
          refresh = null;
          resolve();
        };
        end = done;
        refresh = () => o.showTerminal(compose);
        paint = () => {
          if (limit !== null) clearTimeout(limit);
          limit = setTimeout(done, o.slowPace() ? APOLOGY_MS * SLOW_PACE_FACTOR : APOLOGY_MS);
          o.showTerminal(compose);
        };
        paint();
      }),
    repaint: () => paint?.(),
    refresh: () => refresh?.(),
    acknowledge: () => end?.(),
  };
}
