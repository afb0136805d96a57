/** How long to wait before a shell that has ended is started again: a resident may be standing there, so at first not at all. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** One that lived so long has not failed to start. */
const LIVED_MS = 10_000;

/** @returns milliseconds to wait, given how long the last one lived; doubles with each that ended early, and never gives up. */
export function restartPause(): (livedMs: number) => number {
  let early = 0;
  return (livedMs) => {
    if (livedMs >= LIVED_MS) early = 0;
    const pauseMs = early === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(early - 1, 10));
    early += 1;
    return pauseMs;
  };
}
