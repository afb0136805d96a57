/**
 * What the visit's machine is made of: its types, its parts, what it asks of the world, and how long it waits. The order of the
 * visit is in `visit.ts`.
 */
import { assign, setup } from 'xstate';
import type { Refusal } from '../../../server-bridge/protocol/index.ts';
import { returnMoney, waitForRemoval, watchReader } from './actor-contracts.ts';
import { applyMachine } from './apply.ts';
import { chooseMachine } from './choose.ts';
import { handOverMachine } from './hand-over.ts';
import { identifyMachine } from './identify.ts';
import { passportMachine } from './passport.ts';
import { patienceOf, SLOW_PACE_FACTOR, VISIT_LIMIT_MS, type VisitScreenName } from './patience.ts';
import { payMachine } from './pay.ts';
import { printMachine } from './print.ts';
import type { VisitContext, VisitEvent, VisitInput, VisitOutcome, VisitOutput } from './visit-types.ts';

/** Screens on which money has been taken and paper is on its way or out. */
const AFTER_PAYMENT: readonly VisitScreenName[] = [
  'printing',
  'printer-attention',
  'take-paper',
  'misprint',
  'receipt',
  'returning-money',
  'goodbye',
  'refused',
];

/** A reader that was lost comes back within this time, or counts as missing: nobody is left waiting for it. */
const READER_MISSING_MS = 5_000;

export const visitSetup = setup({
  types: {
    context: {} as VisitContext,
    events: {} as VisitEvent,
    input: {} as VisitInput,
    output: {} as VisitOutput,
    children: {} as {
      identify: 'identify';
      apply: 'apply';
      passport: 'passport';
      choose: 'choose';
      pay: 'pay';
      print: 'print';
      handOver: 'handOver';
    },
  },
  actors: {
    identify: identifyMachine,
    apply: applyMachine,
    passport: passportMachine,
    choose: chooseMachine,
    pay: payMachine,
    print: printMachine,
    handOver: handOverMachine,
    returnMoney,
    waitForRemoval,
    watchReader,
  },
  actions: {
    /** Overwrites what the visit holds of the person before the process ends. */
    forgetPerson: () => {},
    /** How the visit ends, if nothing else comes in between. */
    endAs: assign((_, { outcome }: { outcome: VisitOutcome }) => ({ outcome })),
    /** The visit goes no further; the resident is told why. */
    refuse: assign((_, { refusal }: { refusal: Refusal }) => ({ refusal, outcome: 'refused' as const })),
    /** Invariant A: nothing more is shown, and the terminal closes. */
    alarm: assign({ refusal: 'RIGHT_PERSON', outcome: 'right-person' }),
  },
  delays: {
    quietMs: ({ context }) => {
      const { limitMs, warnBeforeMs } = patienceOf(context.screen, context.options);
      return limitMs - warnBeforeMs;
    },
    oneSecond: 1000,
    visitLimitMs: VISIT_LIMIT_MS,
    slowVisitLimitMs: VISIT_LIMIT_MS * SLOW_PACE_FACTOR,
    readerMissingMs: READER_MISSING_MS,
  },
  guards: {
    warns: ({ context }) => patienceOf(context.screen, context.options).warnBeforeMs > 0,
    slowPace: ({ context }) => context.options.slowPace,
    beforePaper: ({ context }) => !AFTER_PAYMENT.includes(context.screen),
    timeIsUp: ({ context }) => (context.warningSeconds ?? 0) <= 1,
    cardInReader: ({ context }) => context.cardInReader,
    readerEmpty: ({ context }) => !context.cardInReader,
    refusalToShow: ({ context }) => context.outcome === 'refused' && !context.refusalShown,
    copiesOut: ({ context }) => context.confirmedCopies > 0,
    /** The alarm (P2), or a card that nobody took: nobody stands there to be told more. */
    saidAll: ({ context }) => context.outcome === 'right-person' || context.outcome === 'card-left',
    showing: ({ context }, { screens }: { screens: readonly VisitScreenName[] }) => screens.includes(context.screen),
  },
});
