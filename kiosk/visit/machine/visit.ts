/**
 * The visit: parent of its parts, in the order of design §1. Two regions: the journey, and the patience that ends it when a
 * screen has waited too long. A visit never goes back behind a part that is finished; it is destroyed at its end, not cleaned
 * (invariant F).
 */
import { and, assign, raise, sendTo } from 'xstate';
import { patienceRegion } from './patience-region.ts';
import { visitSetup } from './visit-setup.ts';
import {
  freeToLeave,
  freeToLeaveWithMoney,
  givingBackAndRefusing,
  givingBackAndRefusingAsTold,
  leaving,
  moneyStaysOwed,
  onceCleared,
  readerMissing,
  refusing,
  refusingAsTold,
} from './ways-out.ts';

export const visitMachine = visitSetup.createMachine({
  id: 'visit',
  type: 'parallel',
  context: ({ input }) => ({
    ...input,
    screen: 'menu',
    warningSeconds: null,
    help: false,
    voiceStopped: false,
    cardInReader: false,
    laidDown: 'card',
    kind: null,
    applyAgainIn: null,
    issued: null,
    copies: 0,
    insertedYen: 0,
    confirmedCopies: 0,
    printedAll: false,
    settled: null,
    refusal: null,
    refusalShown: false,
    refundYen: 0,
    outcome: 'aborted',
  }),
  output: ({ context }) => ({ outcome: context.outcome, refusal: context.refusal }),
  // Without a watcher nobody knows of a card: the host still refuses to collect and to print over one.
  invoke: { src: 'watchReader', onError: { actions: assign({ cardInReader: false }) } },
  states: {
    journey: {
      initial: 'menu',
      states: {
        menu: { on: { 'UI.next': 'terms', 'READER.missing': readerMissing, ...freeToLeave } },
        /** Nothing is read from a card before this has been agreed to (K1). */
        terms: {
          on: { 'UI.agree': 'identifying', 'UI.back': 'menu', 'READER.missing': readerMissing, ...freeToLeave },
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
              refusingAsTold,
            ],
            onError: refusing('CARD_READ'),
          },
          on: {
            'UI.*': { actions: sendTo('identify', ({ event }) => event) },
            // Nothing has been laid down yet, or it has been taken away again.
            'UI.back': [
              { guard: { type: 'showing', params: { screens: ['lay-card'] } }, target: 'terms' },
              { actions: sendTo('identify', ({ event }) => event) },
            ],
            'READER.missing': { guard: { type: 'showing', params: { screens: ['lay-card'] } }, ...readerMissing },
            ...freeToLeave,
          },
        },
        applying: {
          entry: assign({ laidDown: 'card' }),
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
              { guard: ({ event }) => event.output.type === 'right-person', target: 'ended', actions: 'alarm' },
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
              refusingAsTold,
            ],
            onError: refusing('UNAVAILABLE'),
          },
          on: { 'UI.*': { actions: sendTo('apply', ({ event }) => event) }, ...freeToLeave },
        },
        /** VRS misses the passport's items: it is read here, and the application made again (K3). */
        readingPassport: {
          entry: assign({ laidDown: 'passport' }),
          invoke: {
            id: 'passport',
            src: 'passport',
            onDone: [{ guard: ({ event }) => event.output.type === 'read', target: 'applying' }, refusingAsTold],
            onError: refusing('UNAVAILABLE'),
          },
          on: {
            'UI.*': { actions: sendTo('passport', ({ event }) => event) },
            // What was laid down last was a passport, if anything: nothing is said of a card.
            'READER.missing': {
              guard: { type: 'showing', params: { screens: ['lay-passport'] } },
              ...refusing('UNAVAILABLE'),
            },
            ...freeToLeave,
          },
        },
        choosing: {
          invoke: {
            id: 'choose',
            src: 'choose',
            input: ({ context }) => ({ maxCopies: context.maxCopies, slowPace: context.options.slowPace }),
            onDone: { target: 'paying', actions: assign({ copies: ({ event }) => event.output.copies }) },
            onError: refusing('UNAVAILABLE'),
          },
          on: { 'UI.*': { actions: sendTo('choose', ({ event }) => event) }, ...freeToLeave },
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
                means: context.paymentMeans,
                cardInReader: context.cardInReader,
              };
            },
            onDone: [
              { guard: ({ event }) => event.output.type === 'paid', target: 'printing' },
              givingBackAndRefusingAsTold,
            ],
            onError: givingBackAndRefusing('PAYMENT_UNAVAILABLE'),
          },
          on: { 'READER.*': { actions: sendTo('pay', ({ event }) => event) }, ...freeToLeaveWithMoney },
        },
        /** No way out by touch: a sheet is on its way. An abort waits for the printer's word. */
        printing: {
          invoke: {
            id: 'print',
            src: 'print',
            input: ({ context }) => ({ copies: context.copies, cardInReader: context.cardInReader }),
            onDone: [
              {
                guard: ({ event }) => event.output.type === 'right-person',
                target: 'returningMoney',
                actions: 'alarm',
              },
              {
                guard: ({ event }) => event.output.confirmedCopies > 0,
                target: 'handingOver',
                actions: assign({
                  confirmedCopies: ({ event }) => event.output.confirmedCopies,
                  printedAll: ({ event }) => event.output.type === 'printed' && event.output.complete,
                }),
              },
              givingBackAndRefusing('PRINTER_ATTENTION'),
            ],
            onError: givingBackAndRefusing('PRINTER_ATTENTION'),
          },
          on: {
            'READER.*': { actions: sendTo('print', ({ event }) => event) },
            EXPIRED: [
              // The printer has kept its word for some copies: they are the resident's, and paid for.
              { guard: 'copiesOut', target: 'handingOver' },
              {
                guard: { type: 'showing', params: { screens: ['take-card-first'] } },
                target: 'returningMoney',
                actions: { type: 'endAs', params: { outcome: 'card-left' } },
              },
              givingBackAndRefusing('PRINTER_ATTENTION'),
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
              slowPace: context.options.slowPace,
            }),
            onDone: [
              { guard: ({ event }) => event.output.type === 'right-person', target: 'ended', actions: 'alarm' },
              {
                guard: ({ event }) => event.output.settled === null || event.output.settled.owedYen > 0,
                ...refusing('PAYMENT_UNAVAILABLE'),
              },
              { guard: ({ context }) => context.printedAll, ...leaving('finished') },
              {
                target: 'clearingReader',
                actions: [
                  { type: 'refuse', params: { refusal: 'PRINTER_ATTENTION' } },
                  assign({ refundYen: ({ event }) => event.output.settled?.refundedYen ?? 0 }),
                ],
              },
            ],
            onError: leaving('finished'),
          },
          on: {
            'UI.*': { actions: sendTo('handOver', ({ event }) => event) },
            EXPIRED: [
              { guard: { type: 'showing', params: { screens: ['receipt', 'goodbye'] } }, ...leaving('finished') },
              // Nobody has said that the paper is taken.
              { target: 'ended', actions: { type: 'endAs', params: { outcome: 'paper-left' } } },
            ],
          },
        },
        returningMoney: {
          invoke: {
            src: 'returnMoney',
            onDone: [
              // The alarm, and a card that nobody took, end the visit as they are: what is owed stands in the host's journal.
              { guard: 'saidAll', target: 'ended' },
              {
                guard: ({ event }) => event.output.owedYen > 0,
                target: 'clearingReader',
                actions: [
                  { type: 'refuse', params: { refusal: 'PAYMENT_UNAVAILABLE' } },
                  assign({ refundYen: ({ event }) => event.output.returnedYen }),
                ],
              },
              {
                target: 'clearingReader',
                actions: assign({ refundYen: ({ event }) => event.output.returnedYen }),
              },
            ],
            onError: moneyStaysOwed,
          },
          on: { EXPIRED: moneyStaysOwed },
        },
        /** What lies in the reader is taken first: nobody reads a text, or walks away, and forgets the card (K5). */
        clearingReader: {
          invoke: { src: 'waitForRemoval', onDone: onceCleared, onError: onceCleared },
          always: [
            { guard: and(['readerEmpty', 'refusalToShow']), target: 'refused' },
            { guard: 'readerEmpty', target: 'ended' },
          ],
          on: { EXPIRED: { target: 'ended', actions: { type: 'endAs', params: { outcome: 'card-left' } } } },
        },
        refused: {
          entry: assign({ refusalShown: true }),
          on: { 'UI.next': 'ended', EXPIRED: 'ended', ABORT: 'ended' },
        },
        ended: { type: 'final', entry: ['forgetPerson', raise({ type: 'OVER' })] },
      },
    },
    patience: patienceRegion,
  },
});
