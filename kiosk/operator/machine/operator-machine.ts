/**
 * The operator's desk as one machine: locked, code, home, guided recovery, tasks with their questions, result. Two regions while
 * it is open: the journey, and the patience that locks by itself. It never ends: a terminal has one for its whole life.
 */
import { assign, or, raise, stateIn } from 'xstate';
import { RECOVERIES } from '../recoveries.ts';
import { TASK_SCRIPTS } from '../task-scripts.ts';
import { faultsOf, tasksOf, UNKNOWN_VIEW } from '../view.ts';
import { WARNING_SECONDS } from './delays.ts';
import { inHand, NOBODY, NOTHING_IN_HAND } from './in-hand.ts';
import { note, noteTaskBegun } from './notes.ts';
import { isOffered, operatorSetup, taskOf } from './operator-setup.ts';
import { checkingDevice, recovering, waitingToLook } from './recovery.ts';
import { checkingCode, enteringCode } from './sign-in.ts';
import { asking, readiness, working } from './tasks.ts';

/** What is wrong and what can be done; the one place from which either is taken up. */
const home = operatorSetup.createStateConfig({
  entry: [assign(NOTHING_IN_HAND), raise({ type: 'FRESH' })],
  on: {
    'UI.operator-fault': [
      { guard: ({ context, event }) => !faultsOf(context.view).includes(event.fault) },
      {
        guard: ({ event }) => RECOVERIES[event.fault].steps.length > 0,
        target: 'recovering',
        actions: [
          assign({ fault: ({ event }) => event.fault }),
          { type: 'note', params: ({ event }) => ({ action: 'recovery', code: event.fault }) },
        ],
      },
      {
        // All it takes is in the questions of its task.
        guard: ({ context, event }) => isOffered(taskOf(event.fault), context.view),
        target: 'asking',
        actions: [
          { type: 'note', params: ({ event }) => ({ action: 'recovery', code: event.fault }) },
          assign(({ context, event }) => inHand(taskOf(event.fault), context)),
          noteTaskBegun,
        ],
      },
    ],
    'UI.operator-task': [
      { guard: ({ context, event }) => !tasksOf(context.view).includes(event.task) },
      { guard: ({ event }) => event.task === 'readiness', target: 'readiness' },
      {
        guard: ({ event }) => TASK_SCRIPTS[event.task].before.length > 0,
        target: 'asking',
        actions: [assign(({ context, event }) => inHand(event.task, context)), noteTaskBegun],
      },
      {
        target: 'working',
        actions: [assign(({ context, event }) => inHand(event.task, context)), noteTaskBegun],
      },
    ],
  },
});

const result = operatorSetup.createStateConfig({
  entry: raise({ type: 'FRESH' }),
  on: {
    'UI.next': [{ guard: 'isStillWrong', target: 'recovering', actions: assign({ step: 0 }) }, { target: 'home' }],
    'UI.back': 'home',
  },
});

const patience = operatorSetup.createStateConfig({
  initial: 'quiet',
  on: {
    // Not with `reenter`: that would leave the journey as well.
    'UI.*': '.quiet',
    // Here, since a region that hears every touch keeps it from the states above.
    'UI.operator-lock': { target: '#locked', actions: note('locked', 'clerk') },
    FRESH: '.quiet',
  },
  states: {
    quiet: {
      entry: assign({ warningSeconds: null }),
      after: {
        quietMs: [
          // These have limits of their own, and nobody is expected to touch.
          {
            guard: or([
              stateIn('#checkingCode'),
              stateIn('#checkingDevice'),
              stateIn('#waitingToLook'),
              stateIn('#working'),
            ]),
            target: 'quiet',
            reenter: true,
          },
          { target: 'warned', actions: assign({ warningSeconds: WARNING_SECONDS }) },
        ],
      },
    },
    warned: {
      after: {
        oneSecondMs: [
          { guard: 'timeIsUp', target: '#locked', actions: note('locked', 'idle') },
          {
            target: 'warned',
            reenter: true,
            actions: assign({ warningSeconds: ({ context }) => (context.warningSeconds ?? 1) - 1 }),
          },
        ],
      },
    },
  },
});

export const operatorMachine = operatorSetup.createMachine({
  id: 'operator',
  context: { ...NOBODY, view: UNKNOWN_VIEW, atMs: 0 },
  initial: 'locked',
  on: {
    'VIEW.read': { actions: assign(({ event }) => ({ view: event.view, atMs: event.atMs })) },
    'VIEW.changed': {
      // What is painted anew may be answered as painted.
      actions: assign(({ event }) => ({ view: event.view, atMs: event.atMs, askedYen: event.view.owedYen })),
    },
  },
  states: {
    /** The only state without a limit: nothing is shown, and nobody is signed in. */
    locked: {
      id: 'locked',
      entry: ['wipeCode', assign(NOBODY)],
      on: {
        OPEN: {
          target: 'open',
          actions: [
            assign(({ event }) => ({ view: event.view, atMs: event.atMs, lockedSeconds: event.lockedSeconds })),
            { type: 'note', params: ({ event }) => ({ action: 'opened', code: event.how }) },
          ],
        },
      },
    },
    open: {
      type: 'parallel',
      after: { sessionMs: { target: 'locked', actions: note('locked', 'limit') } },
      on: {
        LOCK: {
          target: 'locked',
          actions: { type: 'note', params: ({ event }) => ({ action: 'locked', code: event.why }) },
        },
      },
      states: {
        journey: {
          initial: 'enteringCode',
          states: {
            enteringCode,
            checkingCode,
            home,
            recovering,
            checkingDevice,
            waitingToLook,
            asking,
            working,
            readiness,
            result,
          },
        },
        patience,
      },
    },
  },
});
