/**
 * Time under the hand of the proof: timers and the clock stand still until `advance`, so that hours of a terminal pass in
 * milliseconds. What is really computed elsewhere (signatures checked on Node's threads) is waited for before time goes on, so
 * that every run has one order.
 */
import { install } from '@sinonjs/fake-timers';

export type FakeTime = {
  nowMs(): number;
  /** An instant, by the real class: a date is nothing that time stands still in. */
  date(ms: number): Date;
  /** Lets so much time pass; every timer due meanwhile fires in its turn, and everything that follows from it happens first. */
  advance(durationMs: number): Promise<void>;
  /** Everything that needs no time happens. */
  settle(): Promise<void>;
  /** Announces real work: time waits for it. */
  work<T>(promise: Promise<T>): Promise<T>;
  /** Waits for real work that nobody announced (a code's hash, on Node's threads); false when it takes too many turns. */
  until(isTrue: () => boolean): Promise<boolean>;
  /** Begins anew: the first instant, and no timer of what was before. */
  restart(): void;
  /** Puts the real clock back. Timers that were set are gone. */
  end(): void;
};

/** When every proof begins: a noon in Japan. Synthetic, like all that happens then. */
export const PROOF_BEGINS = new Date('2026-11-21T03:00:00.000Z');

const LONGEST_WORK_TURNS = 2_000_000;

export function fakeTime(): FakeTime {
  const realSetImmediate = setImmediate;
  const RealDate = Date;
  const clock = install({
    now: PROOF_BEGINS,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  });
  let atWork = 0;
  const turn = (): Promise<void> => new Promise((resolve) => void realSetImmediate(resolve));
  const settle = async (): Promise<void> => {
    await turn();
    while (atWork > 0) await turn();
  };
  return {
    nowMs: () => clock.now,
    date: (ms) => new RealDate(ms),
    settle,
    async advance(durationMs) {
      await settle();
      let isOver = false;
      clock.setTimeout(() => {
        isOver = true;
      }, durationMs);
      while (!isOver) {
        clock.next();
        await settle();
      }
    },
    async work(promise) {
      atWork += 1;
      try {
        return await promise;
      } finally {
        // What follows from the result is done before time goes on.
        await turn();
        atWork -= 1;
      }
    },
    async until(isTrue) {
      for (let turns = 0; turns < LONGEST_WORK_TURNS; turns += 1) {
        if (isTrue()) return true;
        await turn();
      }
      return false;
    },
    restart: () => clock.reset(),
    end: () => clock.uninstall(),
  };
}
