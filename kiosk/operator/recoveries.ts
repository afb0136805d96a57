/**
 * The guided recovery of each fault: one act of a clerk's hands after another, and what comes after the last one. Either the
 * terminal looks at the device itself, or a task asks what became of a card, a sheet, money or a visit.
 */
import type { OperatorFault, OperatorStep, OperatorTask } from './words.ts';

export type Recovery = {
  steps: readonly OperatorStep[];
  after:
    | {
        kind: 'look';
        /** How often the terminal looks before it says that the fault is still there: a device that was switched off and on needs time. */
        looks: number;
      }
    | { kind: 'task'; task: OperatorTask }
    /** Looks once; where the fault is still there, only the center can help. */
    | { kind: 'center' };
};

const LOOK_ONCE = { kind: 'look', looks: 1 } as const;
const LOOK_WHILE_IT_STARTS = { kind: 'look', looks: 6 } as const;

export const RECOVERIES: Readonly<Record<OperatorFault, Recovery>> = {
  // The sheets are evidence (P7b); only the center's named person opens the terminal again (P2).
  'right-person': {
    steps: ['keep-sheets-apart', 'do-not-read-or-destroy', 'call-center', 'wait-for-center'],
    after: { kind: 'center' },
  },
  'stuck-visit': { steps: [], after: { kind: 'task', task: 'reset-visit' } },
  'card-left': { steps: ['take-card-out'], after: { kind: 'task', task: 'left-card' } },
  'paper-left': { steps: ['take-paper-out', 'do-not-read-or-destroy'], after: { kind: 'task', task: 'left-paper' } },
  'money-owed': { steps: [], after: { kind: 'task', task: 'settle-money' } },
  // There is nothing to pay out: it ends by itself once its device answers, or by the center.
  'money-unsettled': { steps: ['check-coin-box-cable', 'check-cashless-cable'], after: { kind: 'center' } },
  paper: { steps: ['open-tray', 'load-paper', 'close-tray'], after: LOOK_ONCE },
  // What comes out of a jam may bear somebody's name: kept apart, neither read nor torn up.
  jam: {
    steps: [
      'open-cover',
      'pull-jammed-paper',
      'look-for-scraps',
      'keep-sheets-apart',
      'do-not-read-or-destroy',
      'close-cover',
    ],
    after: LOOK_ONCE,
  },
  cover: { steps: ['close-cover'], after: LOOK_ONCE },
  toner: { steps: ['open-cover', 'change-toner', 'close-cover'], after: LOOK_ONCE },
  printer: { steps: ['switch-printer-off-and-on'], after: LOOK_WHILE_IT_STARTS },
  'receipt-roll': { steps: ['open-receipt-cover', 'change-receipt-roll', 'close-receipt-cover'], after: LOOK_ONCE },
  'receipt-cover': { steps: ['close-receipt-cover'], after: LOOK_ONCE },
  'receipt-printer': { steps: ['switch-receipt-printer-off-and-on'], after: LOOK_WHILE_IT_STARTS },
  'coin-jam': { steps: ['open-coin-door', 'clear-coins', 'close-coin-door'], after: LOOK_ONCE },
  'no-change': { steps: ['open-coin-door', 'fill-change', 'close-coin-door'], after: LOOK_ONCE },
  'coin-box': { steps: ['check-coin-box-cable', 'close-coin-door'], after: LOOK_WHILE_IT_STARTS },
  reader: { steps: ['clear-reader', 'check-reader-cable'], after: LOOK_WHILE_IT_STARTS },
  screens: { steps: ['restart-terminal'], after: LOOK_ONCE },
  line: { steps: ['check-line-cable', 'check-router-lamp'], after: LOOK_WHILE_IT_STARTS },
  clock: { steps: ['check-line-cable', 'call-center'], after: { kind: 'center' } },
};

/** Faults of one device: while one of them is there, another one of it is not mended. */
const DEVICE_FAULTS: readonly (readonly OperatorFault[])[] = [
  ['paper', 'jam', 'cover', 'toner', 'printer'],
  ['receipt-roll', 'receipt-cover', 'receipt-printer'],
  ['coin-jam', 'no-change', 'coin-box'],
];

/** The fault that still keeps this one's device from working, out of those there are; null when it is mended. */
export function remainingFault(fault: OperatorFault, faults: readonly OperatorFault[]): OperatorFault | null {
  if (faults.includes(fault)) return fault;
  const siblings = DEVICE_FAULTS.find((device) => device.includes(fault)) ?? [];
  return siblings.find((sibling) => faults.includes(sibling)) ?? null;
}
