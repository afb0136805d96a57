/** What the operator's machine knows, hears, and asks of the world. */
import type { OperatorId } from '../../../server-bridge/protocol/index.ts';
import type { UiAction } from '../../snapshot.ts';
import type { LockedWhy, OpenedBy, OperatorAction, OperatorRecordCode } from '../operator-record.ts';
import type { OperatorView } from '../view.ts';
import type { OperatorAnswer, OperatorFault, OperatorQuestion, OperatorResult, OperatorTask } from '../words.ts';

export type OperatorContext = {
  view: OperatorView;
  /** When the view was read. */
  atMs: number;
  /** Null until a code was right, and again once locked. */
  operatorId: OperatorId | null;
  /** Digits in the code buffer; the digits themselves never enter the machine. */
  digits: number;
  wrong: boolean;
  /** Codes are not looked at for so long. */
  lockedSeconds: number;
  /** The fault whose recovery is open, and where in it the clerk is. */
  fault: OperatorFault | null;
  step: number;
  again: boolean;
  looks: number;
  /** The task in hand, what is asked, and what has been answered. */
  task: OperatorTask | null;
  question: OperatorQuestion | null;
  answers: readonly OperatorAnswer[];
  /** The yen the question on the screen speaks of. */
  askedYen: number;
  result: OperatorResult;
  yen: number;
  /** Seconds until the desk locks by itself; null while no warning is shown. */
  warningSeconds: number | null;
};

type Touches =
  | 'next'
  | 'back'
  | 'cancel'
  | 'digit'
  | 'erase-digit'
  | 'more-time'
  | 'operator-fault'
  | 'operator-task'
  | 'operator-answer'
  | 'operator-lock';
type Prefixed<A extends UiAction> = A extends { type: infer T extends string }
  ? Omit<A, 'type'> & { type: `UI.${T}` }
  : never;
/** The touches an operator's screen can offer. */
export type OperatorTouch = Prefixed<Extract<UiAction, { type: Touches }>>;

export type OperatorEvent =
  | OperatorTouch
  | { type: 'OPEN'; how: OpenedBy; view: OperatorView; atMs: number; lockedSeconds: number }
  | { type: 'LOCK'; why: Exclude<LockedWhy, 'limit'> }
  /** Read just before a touch: what the touch was made on may be gone, but is not painted anew first. */
  | { type: 'VIEW.read'; view: OperatorView; atMs: number }
  /** Read to be painted. */
  | { type: 'VIEW.changed'; view: OperatorView; atMs: number }
  /** The journey has moved on: patience begins anew. */
  | { type: 'FRESH' };

/** What a check of the code in the buffer said. */
export type CodeChecked =
  | { type: 'confirmed'; operatorId: OperatorId }
  | { type: 'wrong'; lockedSeconds: number }
  | { type: 'locked-out'; lockedSeconds: number };

export type DeviceLookedAt = { view: OperatorView; atMs: number };

export type Note = { action: OperatorAction; code: OperatorRecordCode | null };
