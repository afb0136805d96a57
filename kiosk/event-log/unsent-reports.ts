/** Reports until the center has them, and the numbers the outside has seen of them. */
import type { TerminalEvent } from '../../server-bridge/protocol/index.ts';
import type { NumberFile } from './number-file.ts';
import { happeningsIn, type Recovery } from './recovery.ts';

export class UnsentReports {
  readonly #numbers: NumberFile;
  readonly #reports: TerminalEvent[];
  #nextSeq: number;
  #acknowledgedSeq: number;
  #shownSeq: number;
  #numbersBehind = false;

  constructor(numbers: NumberFile, recovered: Recovery) {
    this.#numbers = numbers;
    this.#reports = [...recovered.unsent];
    this.#nextSeq = recovered.nextSeq;
    this.#acknowledgedSeq = recovered.acknowledgedSeq;
    this.#shownSeq = recovered.shownSeq;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  add(report: TerminalEvent): void {
    this.#reports.push(report);
    this.#nextSeq = report.seq + 1;
  }

  /**
   * The oldest, in order. One whose line is not on disk is only shown after its number has been written down as seen, so
   * that no other report can ever have this number; where not even that is possible, it waits.
   */
  list(max: number, writtenSeq: number): readonly TerminalEvent[] {
    const listed = this.#reports.slice(0, Math.max(0, max));
    const lastSeq = listed.at(-1)?.seq ?? 0;
    if (lastSeq <= Math.max(writtenSeq, this.#shownSeq)) return listed;
    if (this.#numbers.write({ acknowledgedSeq: this.#acknowledgedSeq, shownSeq: lastSeq })) this.#shownSeq = lastSeq;
    return listed.filter(({ seq }) => seq <= Math.max(writtenSeq, this.#shownSeq));
  }

  /**
   * The center has everything up to `seq`. A number that was never given here (an older disk has come back): counting goes on
   * above it, and what waits under lower numbers will be taken for repeats, so it is lost.
   * @returns how many happenings that loses
   */
  acknowledge(seq: number): number {
    if (!Number.isSafeInteger(seq) || seq <= this.#acknowledgedSeq || seq >= Number.MAX_SAFE_INTEGER / 2) return 0;
    const isForeign = seq >= this.#nextSeq;
    const gone = this.#takeThrough(seq);
    this.#nextSeq = Math.max(this.#nextSeq, seq + 1);
    this.#acknowledgedSeq = seq;
    this.#numbersBehind = true;
    this.settleNumbers();
    return isForeign ? happeningsIn(gone) : 0;
  }

  /** Gives up what is not acknowledged up to `seq`; returns how many happenings that loses. */
  giveUpThrough(seq: number): number {
    return happeningsIn(this.#takeThrough(seq));
  }

  /** Gives up one report; returns how many happenings that loses. */
  giveUp(seq: number): number {
    const at = this.#reports.findIndex((report) => report.seq === seq);
    return at === -1 ? 0 : happeningsIn(this.#reports.splice(at, 1));
  }

  /** True when the acknowledged number is on disk. */
  settleNumbers(): boolean {
    if (this.#numbersBehind) {
      this.#numbersBehind = !this.#numbers.write({ acknowledgedSeq: this.#acknowledgedSeq, shownSeq: this.#shownSeq });
    }
    return !this.#numbersBehind;
  }

  #takeThrough(seq: number): TerminalEvent[] {
    const rest = this.#reports.findIndex((report) => report.seq > seq);
    return this.#reports.splice(0, rest === -1 ? this.#reports.length : rest);
  }
}
