import type { ReaderStatus } from './reader.ts';

/** The one place where a reader keeps its present status; watchers hear of changes only, never of repeats. */
export class StatusBoard {
  #status: ReaderStatus;
  readonly #listeners = new Set<(status: ReaderStatus) => void>();

  constructor(first: ReaderStatus) {
    this.#status = first;
  }

  get status(): ReaderStatus {
    return this.#status;
  }

  set(next: ReaderStatus): void {
    if (sameStatus(this.#status, next)) return;
    this.#status = next;
    for (const listener of [...this.#listeners]) listener(next);
  }

  watch(listener: (status: ReaderStatus) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#status);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets all watchers; a closed reader tells nothing any more. */
  close(): void {
    this.#listeners.clear();
  }
}

function sameStatus(one: ReaderStatus, other: ReaderStatus): boolean {
  return one.kind === other.kind && detailOf(one) === detailOf(other);
}

function detailOf(status: ReaderStatus): number {
  if ('insertion' in status) return status.insertion;
  return 'code' in status ? status.code : 0;
}
