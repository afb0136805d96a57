/**
 * What the host tells the operator's part about the terminal, and what follows from it: which faults there are and what can be
 * done now. Pure. Physical things, money and the terminal's own state; nothing of a person can stand in it.
 */
import type { ClosedCause, DeviceUnion, SupplyWarning } from '../../server-bridge/protocol/index.ts';
import { OPERATOR_FAULTS, OPERATOR_TASKS, type OperatorFault, type OperatorTask } from './words.ts';

export type OperatorView = {
  /** `visit`: a visit stands still behind the operator's screens. */
  service: 'serving' | 'closed' | 'visit';
  /** Why the terminal is closed; null while it is not. */
  cause: ClosedCause | null;
  devices: DeviceUnion;
  warnings: SupplyWarning[];
  lineUp: boolean;
  /** The clock is further from the center's than is allowed. */
  clockOff: boolean;
  /** Yen of earlier visits that are neither kept nor paid back; never the money of the visit behind (P18). */
  owedYen: number;
  /** Money of an earlier visit is neither kept nor back, also where none of it is owed: a held card payment, say. */
  moneyUnsettled: boolean;
  /** A card stayed in the reader after its visit (K5). */
  cardLeft: boolean;
  /** A sheet stayed in the machine, or may have (K5). */
  paperLeft: boolean;
  /** A right-person failure closes the terminal until the center's named person releases it (P2). */
  rightPerson: boolean;
  maintenance: boolean;
  /** The process of the next visit is up and warm. */
  visitReady: boolean;
  directiveValid: boolean;
  /** The event log can be written. */
  logHealthy: boolean;
};

/** Before anything has been looked at: nothing is known to be wrong, and nothing to be right. */
export const UNKNOWN_VIEW: OperatorView = {
  service: 'closed',
  cause: 'starting',
  devices: {
    cardReader: 'unknown',
    pagePrinter: 'unknown',
    receiptPrinter: 'unknown',
    coinBox: 'unknown',
    cashless: 'unknown',
    keySwitch: 'unknown',
    screens: 'ready',
  },
  warnings: [],
  lineUp: true,
  clockOff: false,
  owedYen: 0,
  moneyUnsettled: false,
  cardLeft: false,
  paperLeft: false,
  rightPerson: false,
  maintenance: false,
  visitReady: false,
  directiveValid: false,
  logHealthy: false,
};

/** Whether each fault is there, but for the stuck visit: that one depends on the others. */
const IS_THERE: Readonly<Record<Exclude<OperatorFault, 'stuck-visit'>, (view: OperatorView) => boolean>> = {
  'right-person': (view) => view.rightPerson,
  'card-left': (view) => view.cardLeft,
  'paper-left': (view) => view.paperLeft,
  'money-owed': (view) => view.owedYen > 0,
  // Nobody is owed anything; a payment that is held waits for its device, and nobody is served before it is over.
  'money-unsettled': (view) => view.moneyUnsettled && view.owedYen === 0,
  paper: ({ devices }) => devices.pagePrinter === 'paper',
  jam: ({ devices }) => devices.pagePrinter === 'jam',
  cover: ({ devices }) => devices.pagePrinter === 'cover',
  toner: ({ devices }) => devices.pagePrinter === 'toner',
  printer: ({ devices }) => devices.pagePrinter === 'attention' || devices.pagePrinter === 'absent',
  'receipt-roll': ({ devices }) => devices.receiptPrinter === 'paper',
  'receipt-cover': ({ devices }) => devices.receiptPrinter === 'cover',
  'receipt-printer': ({ devices }) => devices.receiptPrinter === 'attention' || devices.receiptPrinter === 'absent',
  'coin-jam': ({ devices }) => devices.coinBox === 'coin-jam',
  'no-change': ({ devices }) => devices.coinBox === 'no-change',
  'coin-box': ({ devices }) => devices.coinBox === 'attention' || devices.coinBox === 'absent',
  reader: ({ devices }) => devices.cardReader === 'absent',
  screens: ({ devices }) => devices.screens === 'absent',
  line: (view) => !view.lineUp,
  clock: (view) => view.clockOff,
};

/** The faults there are now, most pressing first. A device that has not been looked at yet has none. */
export function faultsOf(view: OperatorView): OperatorFault[] {
  const others = OPERATOR_FAULTS.filter((fault) => fault !== 'stuck-visit' && IS_THERE[fault](view));
  // A visit that waits for paper is not stuck: it goes on once the paper is in. Resetting it is always offered as a task.
  if (view.service !== 'visit' || others.length > 0) return others;
  return ['stuck-visit'];
}

const MAKES_SENSE: Readonly<Record<OperatorTask, (view: OperatorView) => boolean>> = {
  'reset-visit': (view) => view.service === 'visit',
  // Where somebody's sheets are kept as evidence, or may lie in the machine, no other sheet comes near them (P7b).
  'test-print': (view) =>
    view.service !== 'visit' && view.devices.pagePrinter === 'ready' && !view.rightPerson && !view.paperLeft,
  readiness: () => true,
  'left-card': (view) => view.cardLeft,
  'left-paper': (view) => view.paperLeft,
  'settle-money': (view) => view.owedYen > 0,
  'maintenance-on': (view) => !view.maintenance && view.service !== 'visit',
  'maintenance-off': (view) => view.maintenance,
  restart: (view) => view.service !== 'visit',
  'export-log': () => true,
};

/** What can be done now, in the order of the list. */
export function tasksOf(view: OperatorView): OperatorTask[] {
  return OPERATOR_TASKS.filter((task) => MAKES_SENSE[task](view));
}
