/**
 * The other half of a visit: how long each screen waits, and what holds on every screen. It hears every touch beside the journey,
 * and ends the visit when nobody touches any more (K9).
 */
import { assign, raise } from 'xstate';
import { PATIENCE } from './patience.ts';
import { visitSetup } from './visit-setup.ts';

export const patienceRegion = visitSetup.createStateConfig({
  initial: 'quiet',
  // Once paper is on its way the visit ends with the paper, not with the clock.
  after: { visitLimitMs: { guard: 'beforePaper', actions: raise({ type: 'EXPIRED' }) } },
  on: {
    // No help outlives the screen it is about.
    SCREEN: { target: '.quiet', actions: assign({ screen: ({ event }) => event.screen, help: false }) },
    'UI.*': '.quiet',
    'UI.help': { target: '.quiet', actions: assign({ help: true }) },
    'UI.close-help': { target: '.quiet', actions: assign({ help: false }) },
    'UI.language': { target: '.quiet', actions: assign({ language: ({ event }) => event.language }) },
    'UI.options': {
      target: '.quiet',
      actions: assign({
        options: ({ event }) => event.options,
      }),
    },
    'READER.occupied': { actions: assign({ cardInReader: true }) },
    'READER.empty': { actions: assign({ cardInReader: false }) },
    'PAID.so-far': { target: '.quiet', actions: assign({ insertedYen: ({ event }) => event.insertedYen }) },
    'PRINTED.so-far': {
      target: '.quiet',
      actions: assign({ confirmedCopies: ({ event }) => event.confirmedCopies }),
    },
    OVER: '.over',
  },
  states: {
    quiet: {
      entry: assign({ warningSeconds: null }),
      after: {
        quietMs: [
          { guard: 'warns', target: 'warning' },
          { target: 'quiet', reenter: true, actions: raise({ type: 'EXPIRED' }) },
        ],
      },
    },
    warning: {
      initial: 'counting',
      entry: assign({ warningSeconds: ({ context }) => Math.round(PATIENCE[context.screen].warnBeforeMs / 1000) }),
      states: {
        counting: {
          after: {
            oneSecond: [
              { guard: 'timeIsUp', target: '#visit.patience.quiet', actions: raise({ type: 'EXPIRED' }) },
              {
                target: 'counting',
                reenter: true,
                actions: assign({ warningSeconds: ({ context }) => (context.warningSeconds ?? 1) - 1 }),
              },
            ],
          },
        },
      },
    },
    over: { type: 'final' },
  },
});
