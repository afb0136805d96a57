/**
 * What the visit's machine is made of: its types, its parts, what it asks of the world, and how long it waits. The order of the
 * visit is in `visit.ts`.
 */
import { setup } from 'xstate';
import { returnMoney, waitForRemoval } from './actor-contracts.ts';
import { applyMachine } from './apply.ts';
import { chooseMachine } from './choose.ts';
import { handOverMachine } from './hand-over.ts';
import { identifyMachine } from './identify.ts';
import { passportMachine } from './passport.ts';
import { PATIENCE, VISIT_LIMIT_MS, type VisitScreenName } from './patience.ts';
import { payMachine } from './pay.ts';
import { printMachine } from './print.ts';
import type { VisitContext, VisitEvent, VisitInput, VisitOutput } from './visit-types.ts';

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
  },
  actions: {
    /** Overwrites what the visit holds of the person before the process ends. */
    forgetPerson: () => {},
  },
  delays: {
    quietMs: ({ context }) => PATIENCE[context.screen].limitMs - PATIENCE[context.screen].warnBeforeMs,
    oneSecond: 1000,
    visitLimitMs: VISIT_LIMIT_MS,
  },
  guards: {
    warns: ({ context }) => PATIENCE[context.screen].warnBeforeMs > 0,
    beforePaper: ({ context }) => !AFTER_PAYMENT.includes(context.screen),
    timeIsUp: ({ context }) => (context.warningSeconds ?? 0) <= 1,
  },
});
