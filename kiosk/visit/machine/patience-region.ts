/**
 * The other half of a visit: how long each screen waits, and what holds on every screen. It hears every touch beside the journey,
 * and ends the visit when nobody touches any more (K9).
 */
import { and, assign, not, raise } from 'xstate';
import { patienceOf } from './patience.ts';
import { visitSetup } from './visit-setup.ts';

const READER_MISSING = 'readerMissing';
const missSoon = visitSetup.raise({ type: 'READER.missing' }, { delay: 'readerMissingMs', id: READER_MISSING });
const missNot = visitSetup.cancel(READER_MISSING);

export const patienceRegion = visitSetup.createStateConfig({
  initial: 'quiet',
  // Once paper is on its way the visit ends with the paper, not with the clock.
  // Whoever goes slowly when half the time is over has all of it, whatever is chosen then.
  after: {
    visitLimitMs: { guard: and(['beforePaper', not('slowPace')]), actions: raise({ type: 'EXPIRED' }) },
    slowVisitLimitMs: { guard: 'beforePaper', actions: raise({ type: 'EXPIRED' }) },
  },
  on: {
    // No help outlives the screen it is about, and a voice that was stopped speaks again.
    SCREEN: {
      target: '.quiet',
      actions: assign({ screen: ({ event }) => event.screen, help: false, voiceStopped: false }),
    },
    'UI.*': '.quiet',
    'UI.help': { target: '.quiet', actions: assign({ help: true }) },
    'UI.close-help': { target: '.quiet', actions: assign({ help: false }) },
    'UI.stop-voice': { target: '.quiet', actions: assign({ voiceStopped: true }) },
    'UI.language': { target: '.quiet', actions: assign({ language: ({ event }) => event.language }) },
    'UI.options': {
      target: '.quiet',
      actions: assign({
        options: ({ event }) => event.options,
      }),
    },
    // Whoever plugs headphones in wants to hear everything. No touch: it moves neither the journey nor its limits.
    HEADPHONES: {
      actions: assign(({ context, event }) => ({
        headphones: event.headphones,
        options: event.headphones === 'in' ? { ...context.options, spokenGuidance: true } : context.options,
      })),
    },
    'READER.occupied': { actions: [assign({ cardInReader: true }), missNot] },
    'READER.empty': { actions: [assign({ cardInReader: false }), missNot] },
    // Said again for as long as it is missing: a screen that needs it may come later.
    'READER.lost': { actions: [missNot, missSoon] },
    'READER.missing': { actions: missSoon },
    'PAID.so-far': { target: '.quiet', actions: assign({ insertedYen: ({ event }) => event.insertedYen }) },
    'PRINTED.so-far': {
      target: '.quiet',
      actions: assign({ confirmedCopies: ({ event }) => event.confirmedCopies }),
    },
    OVER: { target: '.over', actions: missNot },
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
      entry: assign({
        warningSeconds: ({ context }) => Math.round(patienceOf(context.screen, context.options).warnBeforeMs / 1000),
      }),
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
