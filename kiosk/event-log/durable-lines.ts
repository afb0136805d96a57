/**
 * Lines on their way to disk. Normally a line is there before `flush` returns; while the disk does not take it, it waits here,
 * in order and in a bounded number. Nothing in here throws.
 */
import { encodeLine, LINE_LIMIT_BYTES, type LogLine } from './log-line.ts';
import type { PendingLine, SegmentWriter } from './segment-writer.ts';

/** As many lines wait in memory while the disk is away; the oldest give way. */
export const WAITING_LINES = 1_000;

type WaitingLine = PendingLine & { readonly seq: number | null };

export type LossListener = {
  /** A segment went over the bound: every report up to this one is gone from disk. */
  readonly onBoundReached: (throughSeq: number) => void;
  /** A line found no room in memory either; `seq` is null for one that was no report. */
  readonly onNoRoom: (seq: number | null) => void;
};

export class DurableLines {
  readonly #writer: SegmentWriter;
  readonly #keptBytes: number;
  readonly #listener: LossListener;
  readonly #waiting: WaitingLine[] = [];
  #writtenSeq: number;

  /** @param o.keptBytes when segments are larger together, the oldest goes; `writtenSeq`: the highest report on disk */
  constructor(o: { writer: SegmentWriter; keptBytes: number; writtenSeq: number; listener: LossListener }) {
    this.#writer = o.writer;
    this.#keptBytes = o.keptBytes;
    this.#writtenSeq = o.writtenSeq;
    this.#listener = o.listener;
  }

  /** Reports up to this one are on disk, as far as they still exist. */
  get writtenSeq(): number {
    return this.#writtenSeq;
  }

  /** Takes a line; false for one that is too long. `nextSeq` is the number a report has or would have here. */
  push(line: LogLine, nextSeq: number): boolean {
    const bytes = encodeLine(line);
    if (bytes.length > LINE_LIMIT_BYTES) return false;
    this.#waiting.push({ bytes, entry: line.entry, nextSeq, seq: line.seq ?? null });
    return true;
  }

  /** Writes what waits; true when all of it is on disk and the bound is kept. */
  flush(): boolean {
    try {
      while (this.#waiting.length > 0) {
        const written = this.#waiting.splice(0, this.#writer.append(this.#waiting));
        for (const { seq } of written) this.#writtenSeq = Math.max(this.#writtenSeq, seq ?? 0);
        this.#keepBound();
      }
      this.#keepBound();
      return true;
    } catch {
      // The disk does not take it now. What that means for the terminal is the caller's to say (`healthy`).
      while (this.#waiting.length > WAITING_LINES) {
        const given = this.#waiting.shift();
        if (given !== undefined) this.#listener.onNoRoom(given.seq);
      }
      return false;
    }
  }

  #keepBound(): void {
    let [, next] = this.#writer.segments;
    while (next !== undefined && this.#writer.totalBytes > this.#keptBytes) {
      this.#writer.dropOldest();
      this.#listener.onBoundReached(next.firstSeq - 1);
      [, next] = this.#writer.segments;
    }
  }
}
