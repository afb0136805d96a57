/**
 * Fifth part: one copy after another, each followed to its confirmed end (invariant E). No copy starts with a card in the
 * reader (P15). The first copy that fails ends the part: what was confirmed is kept and paid for, the rest is refunded.
 */
import { assign, sendParent, setup } from 'xstate';
import { type DeviceEvent, type PrinterCause, printCopy, watchPrinter } from './actor-contracts.ts';

export type PrintInput = { copies: number; cardInReader: boolean };
export type PrintOutput =
  | { type: 'printed'; confirmedCopies: number; complete: boolean; uncertain: boolean }
  | { type: 'right-person'; confirmedCopies: number };

/** Between two questions whether a copy may start: the host looks at the reader too, and may see it a little later. */
const ASK_AGAIN_MS = 500;
/** How often the host may refuse a copy in one visit although this visit sees no card; no sheet has moved then. */
const REFUSALS = 3;

type PrintContext = PrintInput & {
  confirmedCopies: number;
  attention: PrinterCause | null;
  refusalsLeft: number;
  uncertain: boolean;
  wrongPerson: boolean;
};

export const printMachine = setup({
  types: {
    context: {} as PrintContext,
    events: {} as DeviceEvent,
    input: {} as PrintInput,
    output: {} as PrintOutput,
  },
  actors: { printCopy, watchPrinter },
  actions: {
    /** A sheet or a word of the printer is a sign of life as good as a touch; and the visit counts the copies. */
    showLife: sendParent(({ context }) => ({ type: 'PRINTED.so-far', confirmedCopies: context.confirmedCopies })),
    countCopy: assign({ confirmedCopies: ({ context }) => context.confirmedCopies + 1, attention: null }),
  },
  guards: { cardInReader: ({ context }) => context.cardInReader },
  delays: { askAgainMs: ASK_AGAIN_MS },
}).createMachine({
  id: 'print',
  context: ({ input }) => ({
    ...input,
    confirmedCopies: 0,
    attention: null,
    refusalsLeft: REFUSALS,
    uncertain: false,
    wrongPerson: false,
  }),
  initial: 'beforeCopy',
  output: ({ context }): PrintOutput =>
    context.wrongPerson
      ? { type: 'right-person', confirmedCopies: context.confirmedCopies }
      : {
          type: 'printed',
          confirmedCopies: context.confirmedCopies,
          complete: context.confirmedCopies === context.copies,
          uncertain: context.uncertain,
        },
  // A watcher that fails costs the resident a text, not the print.
  invoke: { src: 'watchPrinter', onError: { actions: assign({ attention: null }) } },
  on: {
    'PRINTER.attention': { actions: [assign({ attention: ({ event }) => event.cause }), 'showLife'] },
    'PRINTER.working': { actions: [assign({ attention: null }), 'showLife'] },
    'READER.occupied': { actions: assign({ cardInReader: true }) },
    'READER.empty': { actions: assign({ cardInReader: false }) },
  },
  states: {
    beforeCopy: { always: [{ guard: 'cardInReader', target: 'takingCard' }, { target: 'printing' }] },
    takingCard: {
      on: { 'READER.empty': { target: 'askingAgain', actions: assign({ cardInReader: false }) } },
    },
    askingAgain: { after: { askAgainMs: 'beforeCopy' } },
    printing: {
      invoke: {
        src: 'printCopy',
        input: ({ context }) => ({ copy: context.confirmedCopies + 1, copies: context.copies }),
        onDone: [
          {
            guard: ({ event, context }) =>
              event.output.type === 'confirmed' && context.confirmedCopies + 1 < context.copies,
            target: 'beforeCopy',
            actions: ['countCopy', 'showLife'],
          },
          {
            guard: ({ event }) => event.output.type === 'confirmed',
            target: 'ended',
            actions: ['countCopy', 'showLife'],
          },
          {
            guard: ({ event, context }) => event.output.type === 'not-permitted' && context.cardInReader,
            target: 'takingCard',
          },
          {
            guard: ({ event, context }) => event.output.type === 'not-permitted' && context.refusalsLeft > 0,
            target: 'askingAgain',
            actions: assign({ refusalsLeft: ({ context }) => context.refusalsLeft - 1 }),
          },
          {
            target: 'ended',
            actions: assign({
              uncertain: ({ event }) => event.output.type === 'uncertain',
              wrongPerson: ({ event }) => event.output.type === 'right-person',
            }),
          },
        ],
        onError: { target: 'ended', actions: assign({ uncertain: true }) },
      },
    },
    ended: { type: 'final' },
  },
});
