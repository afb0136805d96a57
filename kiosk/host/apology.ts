/** After a visit that broke off: a truthful screen, with what came back, before anybody else is invited. */
import type { Snapshot } from '../snapshot.ts';

/** How long the screen says so when nobody touches it. */
const APOLOGY_MS = 20_000;

export type Apology = {
  isShown(): boolean;
  /** Shows it until it is touched or its time is over. */
  show(compose: (screenSeq: number) => Snapshot): Promise<void>;
  acknowledge(): void;
};

export function openApology(showTerminal: (compose: (screenSeq: number) => Snapshot) => void): Apology {
  let end: (() => void) | null = null;
  return {
    isShown: () => end !== null,
    show: (compose) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(limit);
          end = null;
          resolve();
        };
        const limit = setTimeout(done, APOLOGY_MS);
        end = done;
        showTerminal(compose);
      }),
    acknowledge: () => end?.(),
  };
}
