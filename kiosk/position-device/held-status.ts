/** The last known status and those who want to hear of its changes. */
export class HeldStatus<Status extends string> {
  readonly #away: Status;
  #status: Status;
  readonly #listeners = new Set<(status: Status) => void>();

  constructor(away: Status) {
    this.#away = away;
    this.#status = away;
  }

  get status(): Status {
    return this.#status;
  }

  set(status: Status): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }

  watch(listener: (status: Status) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Nobody hears of anything any more, and the device is away. */
  end(): void {
    this.#listeners.clear();
    this.#status = this.#away;
  }
}
