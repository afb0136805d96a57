/** A terminal for tests of the operator's desk: a view that can be changed, a host that does what the test says, a clock. */
import { SimulatedClock } from 'xstate';
import type { CodeCheck } from '../code-desk.ts';
import type { OperatorDesk, OperatorDeskOptions, OperatorOrder, OperatorOutcome } from '../desk-types.ts';
import { openOperatorDesk } from '../operator-desk.ts';
import { type OperatorRecord, operatorEventCode } from '../operator-record.ts';
import type { OperatorView } from '../view.ts';
import type { OperatorAnswer, OperatorFault, OperatorTask } from '../words.ts';

/** The synthetic clerk's code. */
export const RIGHT_CODE = '123456';
export const CLERK = 'clerk-1';

/** A terminal at which nothing is wrong. */
export const soundView: OperatorView = {
  service: 'serving',
  cause: null,
  devices: {
    cardReader: 'empty',
    pagePrinter: 'ready',
    receiptPrinter: 'ready',
    coinBox: 'ready',
    cashless: 'ready',
    keySwitch: 'locked',
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
  visitReady: true,
  directiveValid: true,
  logHealthy: true,
};

const devices = (change: Partial<OperatorView['devices']>): Partial<OperatorView> => ({
  devices: { ...soundView.devices, ...change },
});
/** What makes each fault be there, and only it. */
export const FAULTY: Readonly<Record<OperatorFault, Partial<OperatorView>>> = {
  'right-person': { rightPerson: true, service: 'closed', cause: 'right-person' },
  'stuck-visit': { service: 'visit' },
  'card-left': { cardLeft: true },
  'paper-left': { paperLeft: true },
  'money-owed': { owedYen: 350 },
  'money-unsettled': { moneyUnsettled: true },
  paper: devices({ pagePrinter: 'paper' }),
  jam: devices({ pagePrinter: 'jam' }),
  cover: devices({ pagePrinter: 'cover' }),
  toner: devices({ pagePrinter: 'toner' }),
  printer: devices({ pagePrinter: 'absent' }),
  'receipt-roll': devices({ receiptPrinter: 'paper' }),
  'receipt-cover': devices({ receiptPrinter: 'cover' }),
  'receipt-printer': devices({ receiptPrinter: 'attention' }),
  'coin-jam': devices({ coinBox: 'coin-jam' }),
  'no-change': devices({ coinBox: 'no-change' }),
  'coin-box': devices({ coinBox: 'absent' }),
  reader: devices({ cardReader: 'absent' }),
  screens: devices({ screens: 'absent' }),
  line: { lineUp: false },
  clock: { clockOff: true },
};

/** Lets promises that are settled already be heard. */
export async function heard(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

export function scriptedTerminal(script: Partial<OperatorDeskOptions> = {}) {
  const clock = new SimulatedClock();
  const world = { view: soundView, lockedForMs: 0, changes: 0 };
  const records: OperatorRecord[] = [];
  const orders: OperatorOrder[] = [];
  const looks: OperatorFault[] = [];
  /** Every code that was given away to be checked; what is in it now. */
  const codes: Uint8Array[] = [];
  const desk: OperatorDesk = openOperatorDesk({
    view: () => world.view,
    checkCode(code): Promise<CodeCheck> {
      codes.push(code);
      const right = Buffer.from(code).toString('ascii') === RIGHT_CODE;
      return Promise.resolve(
        right ? { kind: 'confirmed', operatorId: CLERK } : { kind: 'no-match', lockedOut: world.lockedForMs > 0 },
      );
    },
    lockedForMs: () => world.lockedForMs,
    carryOut(order): Promise<OperatorOutcome> {
      orders.push(order);
      return Promise.resolve({ result: 'done', yen: 0 });
    },
    lookAgain(fault) {
      looks.push(fault);
      return Promise.resolve();
    },
    record: (record) => records.push(record),
    onChange: () => {
      world.changes += 1;
    },
    nowMs: () => Date.UTC(2026, 10, 22, 1, 2, 3),
    clock,
    ...script,
  });
  const screen = () => desk.painted()?.screen ?? null;
  const type = (code: string): void => {
    for (const digit of code) desk.touch({ type: 'digit', digit: Number(digit) });
    desk.touch({ type: 'next' });
  };
  return {
    desk,
    clock,
    world,
    records,
    orders,
    looks,
    codes,
    screen,
    type,
    /** What was written down, as event codes. */
    written: (): string[] => records.map(operatorEventCode),
    /** The words of the screen now shown. */
    words(): string {
      const shown = screen();
      switch (shown?.name) {
        case 'operator-step':
          return `${shown.fault}: ${shown.step}`;
        case 'operator-question':
          return `${shown.task}: ${shown.question}`;
        case 'operator-working':
          return `working: ${shown.task}`;
        case 'operator-result':
          return `${shown.task}: ${shown.result}`;
        default:
          return shown?.name ?? 'locked';
      }
    },
    next: () => desk.touch({ type: 'next' }),
    back: () => desk.touch({ type: 'back' }),
    cancel: () => desk.touch({ type: 'cancel' }),
    fault: (fault: OperatorFault) => desk.touch({ type: 'operator-fault', fault }),
    task: (task: OperatorTask) => desk.touch({ type: 'operator-task', task }),
    answer: (answer: OperatorAnswer) => desk.touch({ type: 'operator-answer', answer }),
    see(change: Partial<OperatorView>): void {
      world.view = { ...world.view, ...change };
      desk.changed();
    },
    async signIn(): Promise<void> {
      desk.open('gesture');
      type(RIGHT_CODE);
      await heard();
    },
  };
}
