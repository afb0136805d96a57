/** Guided recovery: step by step, then the terminal looks for itself, or a task asks what became of what was found. */
import { assign, raise } from 'xstate';
import { RECOVERIES } from '../recoveries.ts';
import { inHand } from './in-hand.ts';
import { noteGivenUp, noteOverdue, noteSeen, noteStepDone, noteTaskBegun } from './notes.ts';
import { leftAfter, looksOf, operatorSetup, taskOf } from './operator-setup.ts';

export const recovering = operatorSetup.createStateConfig({
  entry: raise({ type: 'FRESH' }),
  on: {
    'UI.next': [
      { guard: 'moreSteps', actions: [noteStepDone, assign({ step: ({ context }) => context.step + 1 })] },
      {
        guard: 'leadsIntoOfferedTask',
        target: 'asking',
        actions: [noteStepDone, assign(({ context }) => inHand(taskOf(context.fault), context)), noteTaskBegun],
      },
      // Somebody else has settled it meanwhile.
      { guard: 'leadsIntoTask', target: 'home', actions: [noteStepDone, noteGivenUp] },
      { target: 'checkingDevice', actions: [noteStepDone, assign({ looks: 0 })] },
    ],
    'UI.back': [
      { guard: 'hasSteppedOn', actions: assign({ step: ({ context }) => context.step - 1 }) },
      { target: 'home', actions: noteGivenUp },
    ],
    'UI.cancel': { target: 'home', actions: noteGivenUp },
  },
});

export const checkingDevice = operatorSetup.createStateConfig({
  id: 'checkingDevice',
  invoke: {
    src: 'lookAgain',
    input: ({ context }) => ({ fault: context.fault }),
    onDone: [
      {
        guard: ({ context, event }) => leftAfter(context.fault, event.output.view) === null,
        target: 'result',
        actions: [assign(({ event }) => ({ ...event.output, result: 'fixed' })), noteSeen('fixed')],
      },
      {
        guard: ({ context }) => context.looks + 1 < looksOf(context.fault),
        target: 'waitingToLook',
        actions: assign(({ context, event }) => ({ ...event.output, looks: context.looks + 1 })),
      },
      {
        guard: ({ context: { fault, again }, event }) =>
          fault !== null &&
          leftAfter(fault, event.output.view) === fault &&
          (again || RECOVERIES[fault].after.kind === 'center'),
        target: 'result',
        actions: [assign(({ event }) => ({ ...event.output, result: 'call-center' })), noteSeen('call-center')],
      },
      {
        target: 'result',
        actions: [
          noteSeen('still-wrong'),
          // Another fault of the same device has a way of its own.
          assign(({ context, event }) => {
            const left = leftAfter(context.fault, event.output.view);
            return { ...event.output, result: 'still-wrong', fault: left, again: left === context.fault };
          }),
        ],
      },
    ],
    onError: { target: 'result', actions: [noteSeen('failed'), assign({ result: 'failed' })] },
  },
  after: { checkDeviceMs: { target: 'result', actions: [noteOverdue, assign({ result: 'failed' })] } },
});

export const waitingToLook = operatorSetup.createStateConfig({
  id: 'waitingToLook',
  after: { lookAgainMs: 'checkingDevice' },
});
