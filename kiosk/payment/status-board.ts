/** The one status of a device: kept, and told to whoever watches when it changes. */
export class StatusBoard<S> {
  #status: S;
  readonly #listeners = new Set<(status: S) => void>();

  constructor(first: S) {
    this.#status = first;
  }

  get status(): S {
    return this.#status;
  }

  /** @returns whether this is news. */
  set(status: S): boolean {
    if (status === this.#status) return false;
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
    return true;
  }

  watch(listener: (status: S) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  clear(): void {
    this.#listeners.clear();
  }
}
