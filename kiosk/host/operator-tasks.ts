/** What the store's own people can have done: each task carried out with the terminal's means, and what came of it. */
import { testPage } from '../../printing/index.ts';
import type { OperatorOrder, OperatorOutcome, OperatorResult } from '../operator/index.ts';
import type { HostParts } from './host-parts.ts';
import type { LeftBehind } from './left-behind.ts';
import type { RestartPlan } from './restart-plan.ts';
import type { Till } from './till.ts';
import type { VisitSlot } from './visit-slot.ts';

/** From the order to the sheet; then the job is taken back. */
const TEST_PRINT_LIMIT_MS = 60_000;
/** A fault seen while the test page is on its way is the operator's to mend first. */
const TEST_PRINT_ATTENTION_LIMIT_MS = 20_000;

export type OperatorTasks = {
  carryOut(order: OperatorOrder): Promise<OperatorOutcome>;
  /** The test page for the center: nobody is served meanwhile. @returns whether the printer says that it is done */
  printTestPage(): Promise<boolean>;
  /** A task has begun and is not over: nobody is served meanwhile. */
  areUnderWay(): boolean;
};

export function openOperatorTasks(o: {
  parts: Pick<HostParts, 'holds' | 'log' | 'pagePrinter'>;
  slot: Pick<VisitSlot, 'isBusy' | 'end'>;
  till: Pick<Till, 'hasUnsettled' | 'owedYen' | 'settledByHand'>;
  leftBehind: LeftBehind;
  restarts: Pick<RestartPlan, 'plan'>;
  exportDirectory: string;
  onChange: () => void;
}): OperatorTasks {
  const { parts, slot, till, leftBehind } = o;
  let underWay = 0;

  const perform = async ({ task, answers, operatorId }: OperatorOrder): Promise<OperatorOutcome> => {
    switch (task) {
      case 'reset-visit': {
        if (!slot.isBusy()) return only('refused-now');
        const result = await slot.end();
        // Money that could not go back is the center's matter; the closed screen tells how much.
        if (till.hasUnsettled()) return { result: 'call-center', yen: till.owedYen() };
        return { result: 'done', yen: result?.returnedYen ?? 0 };
      }
      case 'test-print':
        if (slot.isBusy()) return only('refused-now');
        return only((await printTestPage(parts.pagePrinter)) ? 'done' : 'not-printed');
      case 'readiness':
        return only('done');
      case 'left-card':
      case 'left-paper': {
        const answer = answers.at(-1);
        if (slot.isBusy() || answer === undefined) return only('refused-now');
        return doneIf(leftBehind.clerkSays(task === 'left-card' ? 'card' : 'paper', answer, operatorId));
      }
      case 'settle-money': {
        if (slot.isBusy() || answers.at(-1) !== 'yes') return only('refused-now');
        const yen = await till.settledByHand();
        return yen === false ? only('failed') : { result: 'done', yen };
      }
      case 'maintenance-on':
        return doneIf(parts.holds.set({ maintenance: true }));
      case 'maintenance-off':
        return doneIf(parts.holds.set({ maintenance: false }));
      case 'restart':
        if (slot.isBusy()) return only('refused-now');
        o.restarts.plan();
        return only('done');
      case 'export-log':
        return doneIf((await parts.log.exportTo(o.exportDirectory)).isOk());
      default: {
        const never: never = task;
        throw new Error(`Unknown task ${String(never)}`);
      }
    }
  };

  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    underWay += 1;
    o.onChange();
    try {
      return await work();
    } finally {
      underWay -= 1;
      o.onChange();
    }
  };

  return {
    areUnderWay: () => underWay > 0,
    carryOut: (order) => during(() => perform(order)),
    printTestPage: () => during(() => printTestPage(parts.pagePrinter)),
  };
}

/** One sheet that says nothing of anybody, on the terminal's own page printer; whether the printer says that it is done. */
async function printTestPage(pagePrinter: HostParts['pagePrinter']): Promise<boolean> {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), TEST_PRINT_LIMIT_MS);
  try {
    const printed = await pagePrinter.print(testPage(), {
      pages: 1,
      signal: stop.signal,
      attentionLimitMs: TEST_PRINT_ATTENTION_LIMIT_MS,
    });
    return printed.isOk();
  } finally {
    clearTimeout(limit);
  }
}

function only(result: OperatorResult): OperatorOutcome {
  return { result, yen: 0 };
}

function doneIf(done: boolean): OperatorOutcome {
  return only(done ? 'done' : 'failed');
}
