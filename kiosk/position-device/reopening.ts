import type { PositionDelays } from './delays.ts';

/** How long to wait before a device that is away is looked for again: longer each time, until it has been heard. */
export class Reopening {
  readonly #delays: PositionDelays;
  #nextMs: number;

  constructor(delays: PositionDelays) {
    this.#delays = delays;
    this.#nextMs = delays.reopenMs;
  }

  waitMs(): number {
    const waitMs = this.#nextMs;
    this.#nextMs = Math.min(waitMs * 2, this.#delays.longestReopenMs);
    return waitMs;
  }

  /** It was heard: the next search begins in short steps again. */
  heard(): void {
    this.#nextMs = this.#delays.reopenMs;
  }
}
