/**
 * The readiness report: what must be right for the next resident, each item marked. Pure. What nobody can know just now is
 * `unknown`, never `good`: a printer that reports a jam says nothing about its paper.
 */
import type { OperatorView } from './view.ts';
import { READINESS_ITEMS, type ReadinessItem, type ReadinessMark } from './words.ts';

export type Readiness = { items: { item: ReadinessItem; mark: ReadinessMark }[]; ready: boolean };

const goodIf = (is: boolean): ReadinessMark => (is ? 'good' : 'bad');
const soonIf = (is: boolean): ReadinessMark => (is ? 'soon' : 'good');

const MARK_OF: Readonly<Record<ReadinessItem, (view: OperatorView) => ReadinessMark>> = {
  directive: (view) => goodIf(view.directiveValid),
  line: (view) => goodIf(view.lineUp),
  clock(view) {
    if (view.clockOff) return 'bad';
    // It is compared with the center's.
    return view.lineUp ? 'good' : 'unknown';
  },
  reader({ devices: { cardReader } }) {
    if (cardReader === 'unknown') return 'unknown';
    return goodIf(cardReader !== 'absent');
  },
  'page-printer'({ devices: { pagePrinter } }) {
    if (pagePrinter === 'unknown') return 'unknown';
    return goodIf(pagePrinter === 'ready' || pagePrinter === 'paper' || pagePrinter === 'toner');
  },
  paper({ devices: { pagePrinter }, warnings }) {
    if (pagePrinter === 'paper') return 'bad';
    return pagePrinter === 'ready' ? soonIf(warnings.includes('paper-low')) : 'unknown';
  },
  toner({ devices: { pagePrinter }, warnings }) {
    if (pagePrinter === 'toner') return 'bad';
    return pagePrinter === 'ready' ? soonIf(warnings.includes('toner-low')) : 'unknown';
  },
  'receipt-printer'({ devices: { receiptPrinter } }) {
    if (receiptPrinter === 'unknown') return 'unknown';
    return goodIf(receiptPrinter === 'ready' || receiptPrinter === 'paper');
  },
  'receipt-roll'({ devices: { receiptPrinter }, warnings }) {
    if (receiptPrinter === 'paper') return 'bad';
    return receiptPrinter === 'ready' ? soonIf(warnings.includes('receipt-roll-low')) : 'unknown';
  },
  'coin-box'({ devices: { coinBox }, warnings }) {
    if (coinBox === 'unknown') return 'unknown';
    if (coinBox !== 'ready' && coinBox !== 'no-change') return 'bad';
    return soonIf(warnings.includes('coins-nearly-full'));
  },
  change({ devices: { coinBox }, warnings }) {
    if (coinBox === 'no-change') return 'bad';
    return coinBox === 'ready' ? soonIf(warnings.includes('change-low')) : 'unknown';
  },
  cashless({ devices: { cashless } }) {
    if (cashless === 'unknown' || cashless === 'not-fitted') return cashless;
    return goodIf(cashless === 'ready');
  },
  'money-settled': (view) => goodIf(view.owedYen === 0 && !view.moneyUnsettled),
  'nothing-left-behind': (view) => goodIf(!view.cardLeft && !view.paperLeft && !view.rightPerson),
  'visit-process'(view) {
    if (view.visitReady) return 'good';
    // The next visit's process is made ready once this one is over.
    return view.service === 'visit' ? 'unknown' : 'bad';
  },
  'event-log': (view) => goodIf(view.logHealthy),
};

/** The report, in the order of the list. `ready`: the next resident can be served once the terminal is open. */
export function readinessOf(view: OperatorView): Readiness {
  const items = READINESS_ITEMS.map((item) => ({ item, mark: MARK_OF[item](view) }));
  // Without its cashless terminal a kiosk still takes coins.
  const ready = items.every(({ item, mark }) => item === 'cashless' || (mark !== 'bad' && mark !== 'unknown'));
  return { items, ready };
}
