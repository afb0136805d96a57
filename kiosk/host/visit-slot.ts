/**
 * The one place a visit can be in: begun on the warm process, followed to its end, and only then free again. What a visit leaves
 * behind is looked at before anybody else is invited.
 */
import type { Headphones, UiEvent } from '../snapshot.ts';
import type { VisitResult, VisitUnderWay } from './visit-start.ts';

export type VisitSlot = {
  /** True until everything of the visit is settled, the truthful screen after it included. */
  isBusy(): boolean;
  /** Begins a visit; when that is not possible any more, `onOver` follows in a moment. */
  begin(): void;
  touch(event: UiEvent): void;
  /** Headphones were plugged in or out; who listens is the visit's to know as well. */
  headphones(headphones: Headphones): void;
  /** The operator's screens have gone; false when no visit is behind them. */
  repaint(screenSeq: number): boolean;
  /** Ends the visit and resolves when it is settled; null when there is none. */
  end(): Promise<VisitResult | null>;
  lastVisit(): VisitResult | null;
};

export function openVisitSlot(o: {
  /** Starts a visit on the warm process, or says that nobody can be served just now. */
  start: () => VisitUnderWay | null;
  /** Follows every visit: what it left, jobs nobody waits for, the truthful screen. */
  afterwards: (result: VisitResult) => Promise<void>;
  onOver: () => void;
}): VisitSlot {
  let visit: VisitUnderWay | null = null;
  let settled: Promise<VisitResult> | null = null;
  let lastVisit: VisitResult | null = null;

  return {
    isBusy: () => settled !== null,
    begin() {
      const begun = settled === null ? o.start() : null;
      if (begun === null) {
        // What let the resident start has changed in the same instant: back to the truthful screen.
        if (settled === null) queueMicrotask(o.onOver);
        return;
      }
      visit = begun;
      settled = begun.finished.then(async (result) => {
        visit = null;
        lastVisit = result;
        await o.afterwards(result);
        settled = null;
        o.onOver();
        return result;
      });
    },
    touch: (event) => visit?.touch(event),
    headphones: (headphones) => visit?.headphones(headphones),
    repaint(screenSeq) {
      visit?.repaint(screenSeq);
      return visit !== null;
    },
    end() {
      void visit?.end();
      return settled ?? Promise.resolve(null);
    },
    lastVisit: () => lastVisit,
  };
}
