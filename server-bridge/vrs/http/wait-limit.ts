/** How long anybody waits for an answer: until the terminal's deadline or a challenge's own end, and never longer than our own limit (P1). */
import type { ServerHttp2Stream } from 'node:http2';

/** Nobody is served longer than this, whatever deadline the message names. */
const LONGEST_WAIT_MS = 30_000;

export type WaitLimit = {
  /** False once the deadline has passed or the caller has reset the stream: then nothing becomes final any more. */
  readonly stillWanted: () => boolean;
  /** The work's outcome, or undefined at the deadline. The work itself sees `stillWanted` and rolls back. */
  readonly within: <T>(work: Promise<T>) => Promise<T | undefined>;
};

/** @param deadline ISO instant of the message, by the shared clock */
export function waitLimit(deadline: string, stream: ServerHttp2Stream, now: () => Date): WaitLimit {
  const endsAtMs = Math.min(Date.parse(deadline), now().getTime() + LONGEST_WAIT_MS);
  const stillWanted = () => !stream.destroyed && !stream.aborted && now().getTime() < endsAtMs;
  return {
    stillWanted,
    within: async (work) => {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), Math.max(0, endsAtMs - now().getTime()));
      });
      try {
        return await Promise.race([work, limit]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
