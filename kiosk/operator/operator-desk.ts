/**
 * Runs the operator's machine for the host: touches in, screens out, everything written down before anything follows from it. The
 * code is in one buffer here, and nowhere else.
 */
import { createActor, fromPromise } from 'xstate';
import type { OperatorId } from '../../server-bridge/protocol/index.ts';
import { makePinBuffer } from '../visit/process/pin-buffer.ts';
import { checkCodeOnce, shownSeconds } from './code-check.ts';
import type { OperatorDesk, OperatorDeskOptions, OperatorOutcome } from './desk-types.ts';
import { operatorMachine } from './machine/operator-machine.ts';
import type { CodeChecked, DeviceLookedAt } from './machine/operator-types.ts';
import { OPERATOR_CODE_DIGITS } from './operator-code.ts';
import type { OperatorRecord } from './operator-record.ts';
import { openOrderBook } from './order-book.ts';
import { paintOperator } from './paint.ts';
import { operatorTouch } from './touches.ts';
import type { OperatorAnswer, OperatorFault, OperatorTask } from './words.ts';

type Looked = { fault: OperatorFault | null };
type Ordered = { task: OperatorTask | null; answers: readonly OperatorAnswer[]; operatorId: OperatorId | null };

/** Opens a desk, locked. One for the whole life of the host. */
export function openOperatorDesk(o: OperatorDeskOptions): OperatorDesk {
  const buffer = makePinBuffer(OPERATOR_CODE_DIGITS.max);
  const noted: OperatorRecord[] = [];
  let shown = false;
  let stopped = false;

  /** The machine only notes; the host is called outside of it, so that nothing it does can break the machine. */
  const writeDown = (): void => {
    for (let record = noted.shift(); record !== undefined; record = noted.shift()) o.record(record);
  };
  const look = (): DeviceLookedAt => ({ view: o.view(), atMs: o.nowMs() });
  const orders = openOrderBook({
    carryOut: o.carryOut,
    record(record) {
      writeDown();
      o.record(record);
    },
  });

  const machine = operatorMachine.provide({
    actors: {
      checkCode: fromPromise<CodeChecked, undefined>(async ({ signal }) => {
        const code = await buffer.lend((digits) => Promise.resolve(Uint8Array.from(digits)));
        return checkCodeOnce({ code, signal, checkCode: o.checkCode, lockedForMs: o.lockedForMs });
      }),
      lookAgain: fromPromise<DeviceLookedAt, Looked>(async ({ input: { fault } }) => {
        if (fault === null) throw new Error('No recovery is open.');
        await o.lookAgain(fault);
        return look();
      }),
      carryOut: fromPromise<OperatorOutcome, Ordered>(async ({ input: { task, answers, operatorId } }) => {
        if (task === null || operatorId === null) throw new Error('Nobody has ordered anything.');
        // What led to the order is on disk before the order is.
        writeDown();
        return await orders.place({ task, answers: [...answers], operatorId });
      }),
    },
    actions: {
      keepCodeDigit: (_, { digit }) => buffer.append(digit),
      dropCodeDigit: () => buffer.erase(),
      wipeCode: () => buffer.wipe(),
      note: ({ context }, { action, code }) => void noted.push({ action, code, operatorId: context.operatorId }),
    },
  });
  const actor = createActor(machine, o.clock === undefined ? {} : { clock: o.clock });

  const isOpen = (): boolean => actor.getSnapshot().value !== 'locked';
  actor.subscribe(() => {
    writeDown();
    const wasShown = shown;
    shown = isOpen();
    if (shown || wasShown) o.onChange();
  });
  actor.start();

  const desk: OperatorDesk = {
    open(how) {
      if (stopped || isOpen()) return;
      actor.send({ type: 'OPEN', how, ...look(), lockedSeconds: shownSeconds(o.lockedForMs()) });
    },
    isOpen,
    touch(action) {
      const touch = operatorTouch(action);
      const allows = desk.painted()?.allows;
      if (touch === null || allows === undefined) return;
      if ((touch.type === 'UI.back' && !allows.back) || (touch.type === 'UI.cancel' && !allows.cancel)) return;
      actor.send({ type: 'VIEW.read', ...look() });
      actor.send(touch);
    },
    changed() {
      if (isOpen()) actor.send({ type: 'VIEW.changed', ...look() });
    },
    lock: (why) => actor.send({ type: 'LOCK', why }),
    painted: () => paintOperator(actor.getSnapshot()),
    stop() {
      if (stopped) return;
      stopped = true;
      desk.lock('stopped');
      actor.stop();
      buffer.wipe();
    },
  };
  return desk;
}
