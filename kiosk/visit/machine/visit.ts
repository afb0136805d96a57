/**
 * The visit: parent of its parts, in the order of design §1. Two regions: the journey, and the patience that ends it when a
 * screen has waited too long. A visit never goes back behind a part that is finished except to choose another municipality;
 * it is destroyed at its end, not cleaned (invariant F).
 */
import { assign, raise, sendTo } from 'xstate';
import { PATIENCE } from './patience.ts';
import { visitSetup } from './visit-setup.ts';

export const visitMachine = visitSetup.createMachine({
  id: 'visit',
  type: 'parallel',
  context: ({ input }) => ({
    ...input,
    screen: 'menu',
    warningSeconds: null,
    kind: null,
    applyAgainIn: null,
    issued: null,
    copies: 0,
    insertedYen: 0,
    confirmedCopies: 0,
    printedAll: false,
    settled: null,
    refusal: null,
    refundYen: 0,
    outcome: 'aborted',
  }),
  output: ({ context }) => ({ outcome: context.outcome, refusal: context.refusal }),
  states: {
    journey: {
      initial: 'menu',
      states: {
        menu: {
          on: {
            'UI.next': 'terms',
            'UI.cancel': { target: 'ended', actions: assign({ outcome: 'cancelled' }) },
            EXPIRED: { target: 'ended', actions: assign({ outcome: 'timed-out' }) },
            ABORT: { target: 'ended', actions: assign({ outcome: 'aborted' }) },
          },
        },
        /** Nothing is read from a card before this has been agreed to (K1). */
        terms: {
          on: {
            'UI.agree': 'identifying',
            'UI.back': 'menu',
            'UI.cancel': { target: 'ended', actions: assign({ outcome: 'cancelled' }) },
            EXPIRED: { target: 'ended', actions: assign({ outcome: 'timed-out' }) },
            ABORT: { target: 'ended', actions: assign({ outcome: 'aborted' }) },
          },
        },
        identifying: {
          invoke: {
            id: 'identify',
            src: 'identify',
            input: ({ context }) => ({ kinds: context.kinds }),
            onDone: [
              {
                guard: ({ event }) => event.output.type === 'identified',
                target: 'applying',
                actions: assign({
                  kind: ({ event }) => (event.output.type === 'identified' ? event.output.kind : null),
                }),
              },
              {
                target: 'refusedWithCard',
                actions: assign({
                  refusal: ({ event }) => (event.output.type === 'refused' ? event.output.refusal : 'UNAVAILABLE'),
                  outcome: 'refused',
                }),
              },
            ],
            onError: { target: 'refusedWithCard', actions: assign({ refusal: 'CARD_READ', outcome: 'refused' }) },
          },
          on: {
            'UI.*': { actions: sendTo('identify', ({ event }) => event) },
            'UI.cancel': { target: 'clearingReader', actions: assign({ outcome: 'cancelled' }) },
            EXPIRED: { target: 'clearingReader', actions: assign({ outcome: 'timed-out' }) },
            ABORT: { target: 'clearingReader', actions: assign({ outcome: 'aborted' }) },
          },
        },
        applying: {
          invoke: {
            id: 'apply',
            src: 'apply',
            input: ({ context }) => {
              if (context.kind === null) throw new Error('Applying needs a kind.');
              return { kind: context.kind, municipalities: context.municipalities, chosen: context.applyAgainIn };
            },
            onDone: [
              {
                guard: ({ event }) => event.output.type === 'issued',
                target: 'choosing',
                actions: assign({
                  issued: ({ event }) =>
                    event.output.type === 'issued'
                      ? {
                          facts: event.output.facts,
                          pages: event.output.pages,
                          municipality: event.output.municipality,
                        }
                      : null,
                }),
              },
              {
                guard: ({ event }) => event.output.type === 'right-person',
                target: 'ended',
                actions: assign({ outcome: 'right-person', refusal: 'RIGHT_PERSON' }),
              },
              {
                guard: ({ event, context }) =>
                  event.output.type === 'refused' &&
                  event.output.refusal === 'PASSPORT_NOT_REGISTERED' &&
                  event.output.municipality !== null &&
                  context.kind === 'overseas' &&
                  context.passportReading &&
                  context.applyAgainIn === null,
                target: 'readingPassport',
                actions: assign({
                  applyAgainIn: ({ event }) => (event.output.type === 'refused' ? event.output.municipality : null),
                }),
              },
              {
                target: 'refused',
                actions: assign({
                  refusal: ({ event }) => (event.output.type === 'refused' ? event.output.refusal : 'UNAVAILABLE'),
                  outcome: 'refused',
                }),
              },
            ],
            onError: { target: 'refused', actions: assign({ refusal: 'UNAVAILABLE', outcome: 'refused' }) },
          },
          on: {
            'UI.*': { actions: sendTo('apply', ({ event }) => event) },
            'UI.cancel': { target: 'ended', actions: assign({ outcome: 'cancelled' }) },
            EXPIRED: { target: 'ended', actions: assign({ outcome: 'timed-out' }) },
            ABORT: { target: 'ended', actions: assign({ outcome: 'aborted' }) },
          },
        },
        /** VRS misses the passport's items: it is read here, and the application made again (K3). */
        readingPassport: {
          invoke: {
            id: 'passport',
            src: 'passport',
            onDone: [
              { guard: ({ event }) => event.output.type === 'read', target: 'applying' },
              {
                target: 'refused',
                actions: assign({
                  refusal: ({ event }) => (event.output.type === 'refused' ? event.output.refusal : 'UNAVAILABLE'),
                  outcome: 'refused',
                }),
              },
            ],
            onError: { target: 'refused', actions: assign({ refusal: 'UNAVAILABLE', outcome: 'refused' }) },
          },
          on: {
            'UI.cancel': { target: 'clearingReader', actions: assign({ outcome: 'cancelled' }) },
            EXPIRED: { target: 'clearingReader', actions: assign({ outcome: 'timed-out' }) },
            ABORT: { target: 'clearingReader', actions: assign({ outcome: 'aborted' }) },
          },
        },
        choosing: {
          invoke: {
            id: 'choose',
            src: 'choose',
            input: ({ context }) => ({ maxCopies: context.maxCopies }),
            onDone: { target: 'paying', actions: assign({ copies: ({ event }) => event.output.copies }) },
            onError: { target: 'refused', actions: assign({ refusal: 'UNAVAILABLE', outcome: 'refused' }) },
          },
          on: {
            'UI.*': { actions: sendTo('choose', ({ event }) => event) },
            'UI.cancel': { target: 'ended', actions: assign({ outcome: 'cancelled' }) },
            EXPIRED: { target: 'ended', actions: assign({ outcome: 'timed-out' }) },
            ABORT: { target: 'ended', actions: assign({ outcome: 'aborted' }) },
          },
        },
        paying: {
          invoke: {
            id: 'pay',
            src: 'pay',
            input: ({ context }) => {
              if (context.kind === null) throw new Error('Paying needs a kind.');
              return {
                kind: context.kind,
                copies: context.copies,
                copyYen: context.copyYen,
                dueYen: context.copies * context.copyYen,
              };
            },
            onDone: [
              { guard: ({ event }) => event.output.type === 'paid', target: 'printing' },
              { target: 'returningMoney', actions: assign({ refusal: 'PAYMENT_UNAVAILABLE', outcome: 'refused' }) },
            ],
            onError: {
              target: 'returningMoney',
              actions: assign({ refusal: 'PAYMENT_UNAVAILABLE', outcome: 'refused' }),
            },
          },
          on: {
            'UI.cancel': { target: 'returningMoney', actions: assign({ outcome: 'cancelled' }) },
            EXPIRED: { target: 'returningMoney', actions: assign({ outcome: 'timed-out' }) },
            ABORT: { target: 'returningMoney', actions: assign({ outcome: 'aborted' }) },
          },
        },
        /** No way out by touch: a sheet is on its way. An abort waits for the printer's word. */
        printing: {
          invoke: {
            id: 'print',
            src: 'print',
            input: ({ context }) => ({ copies: context.copies }),
            onDone: [
              {
                guard: ({ event }) => event.output.type === 'right-person',
                target: 'returningMoney',
                actions: assign({ refusal: 'RIGHT_PERSON', outcome: 'right-person' }),
              },
              {
                guard: ({ event }) => event.output.confirmedCopies > 0,
                target: 'handingOver',
                actions: assign({
                  confirmedCopies: ({ event }) => event.output.confirmedCopies,
                  printedAll: ({ event }) => event.output.type === 'printed' && event.output.complete,
                }),
              },
              { target: 'returningMoney', actions: assign({ refusal: 'PRINTER_ATTENTION', outcome: 'refused' }) },
            ],
            onError: {
              target: 'returningMoney',
              actions: assign({ refusal: 'PRINTER_ATTENTION', outcome: 'refused' }),
            },
          },
          on: {
            // The printer has kept its word for some copies: they are the resident's, and paid for.
            EXPIRED: [
              { guard: ({ context }) => context.confirmedCopies > 0, target: 'handingOver' },
              {
                target: 'returningMoney',
                actions: assign({ refusal: 'PRINTER_ATTENTION', outcome: 'refused' }),
              },
            ],
          },
        },
        handingOver: {
          invoke: {
            id: 'handOver',
            src: 'handOver',
            input: ({ context }) => ({
              confirmedCopies: context.confirmedCopies,
              // A printer that has just failed is for the clerk, not for another sheet.
              maxReprints: context.printedAll ? context.maxReprints : 0,
            }),
            onDone: [
              {
                guard: ({ event }) => event.output.type === 'right-person',
                target: 'ended',
                actions: assign({ outcome: 'right-person', refusal: 'RIGHT_PERSON' }),
              },
              {
                guard: ({ event }) => event.output.settled === null || event.output.settled.owedYen > 0,
                target: 'refused',
                actions: assign({
                  outcome: 'refused',
                  refusal: 'PAYMENT_UNAVAILABLE',
                  settled: ({ event }) => event.output.settled,
                }),
              },
              {
                guard: ({ context }) => context.printedAll,
                target: 'ended',
                actions: assign({ outcome: 'finished', settled: ({ event }) => event.output.settled }),
              },
              {
                target: 'refused',
                actions: assign({
                  outcome: 'refused',
                  refusal: 'PRINTER_ATTENTION',
                  settled: ({ event }) => event.output.settled,
                  refundYen: ({ event }) => event.output.settled?.refundedYen ?? 0,
                }),
              },
            ],
            onError: { target: 'ended', actions: assign({ outcome: 'finished' }) },
          },
          on: {
            'UI.*': { actions: sendTo('handOver', ({ event }) => event) },
            EXPIRED: [
              {
                guard: ({ context }) => context.screen === 'receipt' || context.screen === 'goodbye',
                target: 'ended',
                actions: assign({ outcome: 'finished' }),
              },
              // Nobody has said that the paper is taken.
              { target: 'ended', actions: assign({ outcome: 'paper-left' }) },
            ],
          },
        },
        returningMoney: {
          invoke: {
            src: 'returnMoney',
            onDone: [
              {
                guard: ({ event }) => event.output.owedYen > 0,
                target: 'refused',
                actions: assign({
                  outcome: 'refused',
                  refusal: 'PAYMENT_UNAVAILABLE',
                  refundYen: ({ event }) => event.output.returnedYen,
                }),
              },
              {
                guard: ({ context }) => context.outcome === 'refused',
                target: 'refused',
                actions: assign({ refundYen: ({ event }) => event.output.returnedYen }),
              },
              { target: 'ended', actions: assign({ refundYen: ({ event }) => event.output.returnedYen }) },
            ],
            // The host's journal still says what is owed; a clerk settles it.
            onError: { target: 'refused', actions: assign({ refusal: 'PAYMENT_UNAVAILABLE', outcome: 'refused' }) },
          },
          on: { EXPIRED: 'ended' },
        },
        /** The refusal is shown only when the card is out: nobody reads a text and forgets the card (K5). */
        refusedWithCard: {
          invoke: { src: 'waitForRemoval', onDone: 'refused', onError: 'refused' },
          on: { EXPIRED: { target: 'ended', actions: assign({ outcome: 'card-left' }) } },
        },
        clearingReader: {
          invoke: { src: 'waitForRemoval', onDone: 'ended', onError: 'ended' },
          on: { EXPIRED: { target: 'ended', actions: assign({ outcome: 'card-left' }) } },
        },
        refused: {
          on: { 'UI.next': 'ended', EXPIRED: 'ended', ABORT: 'ended' },
        },
        ended: { type: 'final', entry: ['forgetPerson', raise({ type: 'OVER' })] },
      },
    },
    patience: {
      initial: 'quiet',
      // Once paper is on its way the visit ends with the paper, not with the clock.
      after: { visitLimitMs: { guard: 'beforePaper', actions: raise({ type: 'EXPIRED' }) } },
      on: {
        SCREEN: { target: '.quiet', actions: assign({ screen: ({ event }) => event.screen }) },
        'UI.*': '.quiet',
        'UI.language': { target: '.quiet', actions: assign({ language: ({ event }) => event.language }) },
        'UI.options': {
          target: '.quiet',
          actions: assign({
            options: ({ event }) => ({ largeText: event.largeText, highContrast: event.highContrast }),
          }),
        },
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
    },
  },
});
