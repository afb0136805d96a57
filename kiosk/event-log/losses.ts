/**
 * What the log has lost and not yet said. Each loss is counted once: the line that says it also says up to which sequence number
 * everything is accounted for, so that a later start does not count it again.
 */
import type { LogLine } from './log-line.ts';
import type { Recovery } from './recovery.ts';

export type Account = NonNullable<LogLine['lost']>;

export class Losses {
  #happenings: number;
  #lines = 0;
  #account: Account;

  constructor({ lostReports, droppedThrough, countedThrough, nextSeq }: Recovery) {
    this.#happenings = lostReports;
    // Numbers that were left out for the sake of a damaged end are nobody's report.
    this.#account = { droppedThrough, countedThrough: Math.max(countedThrough, nextSeq - 1) };
  }

  get account(): Account {
    return this.#account;
  }

  /** Every report up to this one was given up; so many happenings are lost by it. */
  addDropped(happenings: number, throughSeq: number): void {
    if (happenings === 0) return;
    this.#happenings += happenings;
    this.#raise(throughSeq, throughSeq);
  }

  /** One report among others that are still there. */
  addOne(happenings: number, seq: number): void {
    this.#happenings += happenings;
    this.#raise(0, seq);
  }

  /** A line that was no report. */
  addLine(): void {
    this.#lines += 1;
  }

  /** What is to be said now; from here on it counts as said. */
  take(): { readonly happenings: number; readonly lines: number } {
    const taken = { happenings: this.#happenings, lines: this.#lines };
    this.#happenings = 0;
    this.#lines = 0;
    return taken;
  }

  #raise(droppedThrough: number, countedThrough: number): void {
    this.#account = {
      droppedThrough: Math.max(this.#account.droppedThrough, droppedThrough),
      countedThrough: Math.max(this.#account.countedThrough, countedThrough),
    };
  }
}
