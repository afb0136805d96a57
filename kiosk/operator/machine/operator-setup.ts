/**
 * What the operator's machine is made of: its types, what it asks of the world, its guards and its waits. The order of things is
 * in `operator-machine.ts`. Pure: desk, host and clock are given.
 */
import { fromPromise, setup } from 'xstate';
import type { OperatorId } from '../../../server-bridge/protocol/index.ts';
import type { OperatorOutcome } from '../desk-types.ts';
import { RECOVERIES, remainingFault } from '../recoveries.ts';
import { answersTo, TASK_SCRIPTS } from '../task-scripts.ts';
import { faultsOf, type OperatorView, tasksOf } from '../view.ts';
import type { OperatorAnswer, OperatorFault, OperatorQuestion, OperatorTask } from '../words.ts';
import { OPERATOR_DELAYS } from './delays.ts';
import type { CodeChecked, DeviceLookedAt, Note, OperatorContext, OperatorEvent } from './operator-types.ts';

const CODE_LENGTH = { min: 4, max: 8 } as const;

const promised = <Output, Input>() =>
  fromPromise<Output, Input>(() => Promise.reject(new Error('The actor was not provided.')));

/** The fault that is still there after a look, or null. */
export function leftAfter(fault: OperatorFault | null, view: OperatorView): OperatorFault | null {
  return fault === null ? null : remainingFault(fault, faultsOf(view));
}

/** What is asked before the task is carried out, once so many answers have been given; null when all has been asked. */
export function nextQuestion(task: OperatorTask | null, given: number): OperatorQuestion | null {
  return task === null ? null : (TASK_SCRIPTS[task].before[given] ?? null);
}

/** The task a recovery leads into, or null. */
export function taskOf(fault: OperatorFault | null): OperatorTask | null {
  const after = fault === null ? null : RECOVERIES[fault].after;
  return after?.kind === 'task' ? after.task : null;
}

/** How often the terminal looks at the device after the last step. */
export function looksOf(fault: OperatorFault | null): number {
  const after = fault === null ? null : RECOVERIES[fault].after;
  return after?.kind === 'look' ? after.looks : 1;
}

export const isOffered = (task: OperatorTask | null, view: OperatorView): boolean =>
  task !== null && tasksOf(view).includes(task);

/** The question that follows the host's part of the task is on the screen. */
export const isJudging = ({ task, question }: OperatorContext): boolean =>
  task !== null && question !== null && TASK_SCRIPTS[task].after === question;

const stepsOf = (fault: OperatorFault | null): number => (fault === null ? 0 : RECOVERIES[fault].steps.length);

export const operatorSetup = setup({
  types: {
    context: {} as OperatorContext,
    events: {} as OperatorEvent,
  },
  actors: {
    /** One check of the code in the buffer; stopping it zeroes what was lent. */
    checkCode: promised<CodeChecked, undefined>(),
    lookAgain: promised<DeviceLookedAt, { fault: OperatorFault | null }>(),
    /** Records the outcome itself, so that one that comes too late for the screen is not lost. */
    carryOut: promised<
      OperatorOutcome,
      { task: OperatorTask | null; answers: readonly OperatorAnswer[]; operatorId: OperatorId | null }
    >(),
  },
  actions: {
    /** Puts one digit into the code buffer. */
    keepCodeDigit: (_, _digit: { digit: number }) => {},
    dropCodeDigit: () => {},
    /** Zeroes the code buffer. */
    wipeCode: () => {},
    /** Writes down what the operator now signed in did. */
    note: (_, _note: Note) => {},
  },
  guards: {
    roomForDigit: ({ context }) => context.lockedSeconds === 0 && context.digits < CODE_LENGTH.max,
    hasDigits: ({ context }) => context.digits > 0,
    codeLongEnough: ({ context }) => context.lockedSeconds === 0 && context.digits >= CODE_LENGTH.min,
    isLockedOut: ({ context }) => context.lockedSeconds > 0,
    moreSteps: ({ context }) => context.step + 1 < stepsOf(context.fault),
    hasSteppedOn: ({ context }) => context.step > 0,
    leadsIntoTask: ({ context }) => taskOf(context.fault) !== null,
    leadsIntoOfferedTask: ({ context }) => isOffered(taskOf(context.fault), context.view),
    isStillWrong: ({ context }) => context.task === null && context.result === 'still-wrong',
    isJudging: ({ context }) => isJudging(context),
    hasAnswered: ({ context }) => context.answers.length > 0,
    isNoMoreOffered: ({ context }) => !isJudging(context) && !isOffered(context.task, context.view),
    /** The money asked about is not the money owed any more: nobody settles a sum that was not on the screen (P18). */
    yenHasChanged: ({ context }) =>
      context.question === 'is-the-money-paid' && context.askedYen !== context.view.owedYen,
    isNoAnswer: ({ context, event }) =>
      event.type === 'UI.operator-answer' &&
      (context.question === null || !answersTo(context.question, context.view).includes(event.answer)),
    asksMore: ({ context }) => nextQuestion(context.task, context.answers.length + 1) !== null,
    timeIsUp: ({ context }) => (context.warningSeconds ?? 0) <= 1,
  },
  delays: {
    quietMs({ context: { operatorId, fault, task } }) {
      if (operatorId === null) return OPERATOR_DELAYS.codeQuietMs;
      return fault !== null && task === null ? OPERATOR_DELAYS.stepQuietMs : OPERATOR_DELAYS.quietMs;
    },
    oneSecondMs: OPERATOR_DELAYS.oneSecondMs,
    checkCodeMs: OPERATOR_DELAYS.checkCodeMs,
    checkDeviceMs: OPERATOR_DELAYS.checkDeviceMs,
    lookAgainMs: OPERATOR_DELAYS.lookAgainMs,
    sessionMs: OPERATOR_DELAYS.sessionMs,
    workingMs: ({ context }) =>
      context.task === null ? OPERATOR_DELAYS.checkDeviceMs : OPERATOR_DELAYS.workingMs[context.task],
  },
});
