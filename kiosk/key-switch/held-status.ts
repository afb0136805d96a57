import type { KeySwitchStatus } from './key-switch.ts';

/** The last known status and those who want to hear of its changes. */
export class HeldStatus {
  #status: KeySwitchStatus = 'absent';
  readonly #listeners = new Set<(status: KeySwitchStatus) => void>();

  get status(): KeySwitchStatus {
    return this.#status;
  }

  set(status: KeySwitchStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }

  watch(listener: (status: KeySwitchStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Nobody hears of anything any more, and the switch is absent. */
  end(): void {
    this.#listeners.clear();
    this.#status = 'absent';
  }
}
