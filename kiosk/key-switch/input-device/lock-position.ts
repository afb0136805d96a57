/** From the events of an input device to the position of its lock. */
import type { KeySwitchConfiguration, KeySwitchPosition } from '../key-switch.ts';
import { EV_KEY, EV_SW, EV_SYN, type InputEvent, SYN_DROPPED, SYN_REPORT } from './input-event.ts';

export type WatchedKey = Extract<KeySwitchConfiguration, { kind: 'input-device' }>['key'];

/**
 * A position counts once its report is complete (`SYN_REPORT`). Where the kernel had to drop events the lock counts as locked:
 * the key has to be turned again.
 */
export class LockPosition {
  readonly #key: WatchedKey;
  #position: KeySwitchPosition = 'locked';
  #reported: KeySwitchPosition | null = null;
  #dropping = false;

  constructor(key: WatchedKey) {
    this.#key = key;
  }

  get position(): KeySwitchPosition {
    return this.#position;
  }

  take(event: InputEvent): void {
    if (event.type === EV_SYN) this.#synchronise(event.code);
    else if (!this.#dropping && this.#isWatched(event)) {
      // A key that repeats (2) has not moved.
      if (event.value === 1) this.#reported = 'open';
      if (event.value === 0) this.#reported = 'locked';
    }
  }

  #isWatched({ type, code }: InputEvent): boolean {
    return type === (this.#key.type === 'key' ? EV_KEY : EV_SW) && code === this.#key.code;
  }

  #synchronise(code: number): void {
    if (code === SYN_DROPPED) {
      this.#dropping = true;
      this.#reported = null;
      this.#position = 'locked';
    }
    if (code !== SYN_REPORT) return;
    this.#dropping = false;
    this.#position = this.#reported ?? this.#position;
    this.#reported = null;
  }
}
