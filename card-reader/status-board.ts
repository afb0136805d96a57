import type { ReaderStatus } from './reader.ts';

/**
 * The one place where a reader keeps its present status; watchers hear of changes only, never of repeats. It remembers
 * the last insertion, so that every kind of reader tells the same way which card was taken off an empty one.
 */
export class StatusBoard {
  #status: ReaderStatus;
  #lastInsertion: number | undefined;
  readonly #listeners = new Set<(status: ReaderStatus) => void>();

  constructor(first: ReaderStatus) {
    this.#status = this.#remember(first);
  }

  get status(): ReaderStatus {
    return this.#status;
  }

  set(seen: ReaderStatus): void {
    const next = this.#remember(seen);
    if (sameStatus(this.#status, next)) return;
    this.#status = next;
    for (const listener of [...this.#listeners]) listener(next);
  }

  #remember(status: ReaderStatus): ReaderStatus {
    if ('insertion' in status) this.#lastInsertion = status.insertion;
    if (status.kind !== 'empty' || this.#lastInsertion === undefined) return status;
    return { kind: 'empty', removed: this.#lastInsertion };
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
  if (status.kind === 'empty') return status.removed ?? 0;
  return 'code' in status ? status.code : 0;
}
