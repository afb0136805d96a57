/** From the events of an input device to the position of what moves it. */
import type { PositionWords } from '../position-device.ts';
import { EV_KEY, EV_SW, EV_SYN, type InputEvent, SYN_DROPPED, SYN_REPORT } from './input-event.ts';

/** Which of a device's keys (`EV_KEY`) or switches (`EV_SW`) is looked at, by the number of `input-event-codes.h`. */
export type WatchedKey = { readonly type: 'key' | 'switch'; readonly code: number };

/**
 * A position counts once its report is complete (`SYN_REPORT`). Where the kernel had to drop events the device counts as not
 * moved: it has to be moved again.
 */
export class ReportedPosition<Position extends string, Away extends string> {
  readonly #key: WatchedKey;
  readonly #words: PositionWords<Position, Away>;
  #position: Position | Away;
  #reported: Position | null = null;
  #dropping = false;

  constructor(key: WatchedKey, words: PositionWords<Position, Away>) {
    this.#key = key;
    this.#words = words;
    this.#position = words.unmoved;
  }

  get position(): Position | Away {
    return this.#position;
  }

  take(event: InputEvent): void {
    if (event.type === EV_SYN) this.#synchronise(event.code);
    else if (!this.#dropping && this.#isWatched(event)) {
      // A key that repeats (2) has not moved.
      if (event.value === 1) this.#reported = this.#words.on;
      if (event.value === 0) this.#reported = this.#words.off;
    }
  }

  #isWatched({ type, code }: InputEvent): boolean {
    return type === (this.#key.type === 'key' ? EV_KEY : EV_SW) && code === this.#key.code;
  }

  #synchronise(code: number): void {
    if (code === SYN_DROPPED) {
      this.#dropping = true;
      this.#reported = null;
      this.#position = this.#words.unmoved;
    }
    if (code !== SYN_REPORT) return;
    this.#dropping = false;
    this.#position = this.#reported ?? this.#position;
    this.#reported = null;
  }
}
