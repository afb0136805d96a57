/** The door of the operator's desk: what the host gives it, and what it can ask of it. */
import type { createActor } from 'xstate';
import type { OperatorId } from '../../server-bridge/protocol/index.ts';
import type { Screen, Snapshot, UiAction } from '../snapshot.ts';
import type { CodeCheck } from './code-desk.ts';
import type { LockedWhy, OpenedBy, OperatorRecord } from './operator-record.ts';
import type { OperatorView } from './view.ts';
import type { OperatorAnswer, OperatorFault, OperatorResult, OperatorTask } from './words.ts';

/** A task as the host is asked to carry it out. `readiness` never is: the desk answers it from the view. */
export type OperatorOrder = { task: OperatorTask; answers: OperatorAnswer[]; operatorId: OperatorId };

/**
 * What came of a task; `yen` where money is spoken of, 0 otherwise. A test print that came out of the printer is `done` (or
 * `printed-good`): how it looks is asked of the clerk. Every other result of it is shown as it is.
 */
export type OperatorOutcome = { result: OperatorResult; yen: number };

export type OperatorDeskOptions = {
  /** The terminal as it is now. Read when the desk opens, at every touch, at `changed` and after a look at a device. */
  view(): OperatorView;
  /** One check of a code; the bytes are the desk's and are zeroed once this settles. */
  checkCode(code: Uint8Array): Promise<CodeCheck>;
  /** How long codes are not looked at, in milliseconds, for the code screen: the code desk's `lockedForMs`. */
  lockedForMs(): number;
  /** Never called again before it has settled. A rejection is shown and recorded as `failed`. */
  carryOut(order: OperatorOrder): Promise<OperatorOutcome>;
  /** Has the host look at what the fault concerns now; the view tells afterwards. */
  lookAgain(fault: OperatorFault): Promise<void>;
  /** Called for everything an operator does or tries, in order, before anything that follows from it. */
  record(record: OperatorRecord): void;
  /** What is painted, or whether anything is, may have changed. */
  onChange(): void;
  /** Milliseconds since 1970-01-01, for the readiness report's time. */
  nowMs(): number;
  /** XState's clock; tests pass a simulated one. */
  clock?: DeskClock;
};
export type DeskClock = NonNullable<NonNullable<Parameters<typeof createActor>[1]>['clock']>;

export type OperatorPainted = {
  screen: Extract<Screen, { name: `operator-${string}` }>;
  allows: Snapshot['allows'];
  /** Seconds until the desk locks by itself; set only while the warning is to be shown. */
  idleWarningSeconds: number | null;
};

export type OperatorDesk = {
  /** Shows the code screen; nothing happens when the desk is open already. The key switch, too, needs a code. */
  open(how: OpenedBy): void;
  isOpen(): boolean;
  /** A touch made on the screen now painted. What that screen does not offer is dropped. */
  touch(action: UiAction): void;
  /** The view may be different. */
  changed(): void;
  lock(why: Exclude<LockedWhy, 'limit'>): void;
  /** Null while the desk is locked: whatever stood on the screen before is right again. */
  painted(): OperatorPainted | null;
  /** Locks, zeroes the code, and never opens again. */
  stop(): void;
};
