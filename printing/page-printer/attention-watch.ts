import type { Clock } from './clock.ts';
import type { PrintJobEvent } from './page-printer.ts';
import type { Attention } from './printer-reasons.ts';

/** Follows one fault after the other: tells of each once, and knows for how long somebody has been needed. */
export class AttentionWatch {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #onEvent: (event: PrintJobEvent) => void;
  #current: Attention | undefined;
  #sinceMs = 0;

  constructor(clock: Clock, limitMs: number, onEvent: (event: PrintJobEvent) => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#onEvent = onEvent;
  }

  /** `undefined` when nothing is wrong. */
  get current(): Attention | undefined {
    return this.#current;
  }

  /** Somebody has been needed for longer than the limit. */
  get overdue(): boolean {
    return this.#current !== undefined && this.#clock.nowMs() - this.#sinceMs >= this.#limitMs;
  }

  update(attention: Attention | undefined): void {
    const before = this.#current;
    this.#current = attention;
    if (attention === undefined) {
      if (before !== undefined) this.#onEvent({ kind: 'attention-cleared' });
      return;
    }
    // A cover opened to mend a jam is a new matter to show, and not more time to mend it.
    if (before === undefined) this.#sinceMs = this.#clock.nowMs();
    const same = before?.cause === attention.cause && before.reasons.join() === attention.reasons.join();
    if (!same) this.#onEvent({ kind: 'attention', cause: attention.cause, reasons: attention.reasons });
  }
}
