/**
 * Fifth part: one copy after another, each followed to its confirmed end (invariant E). The first copy that fails ends the
 * part: what was confirmed is kept and paid for, the rest is refunded.
 */
import { assign, sendParent, setup } from 'xstate';
import { type DeviceEvent, type PrinterCause, printCopy, watchPrinter } from './actor-contracts.ts';

export type PrintOutput =
  | { type: 'printed'; confirmedCopies: number; complete: boolean; uncertain: boolean }
  | { type: 'right-person'; confirmedCopies: number };

type PrintContext = {
  copies: number;
  confirmedCopies: number;
  attention: PrinterCause | null;
  uncertain: boolean;
  wrongPerson: boolean;
};

export const printMachine = setup({
  types: {
    context: {} as PrintContext,
    events: {} as DeviceEvent,
    input: {} as { copies: number },
    output: {} as PrintOutput,
  },
  actors: { printCopy, watchPrinter },
  actions: {
    /** A sheet or a word of the printer is a sign of life as good as a touch; and the visit counts the copies. */
    showLife: sendParent(({ context }) => ({ type: 'PRINTED.so-far', confirmedCopies: context.confirmedCopies })),
  },
}).createMachine({
  id: 'print',
  context: ({ input }) => ({
    copies: input.copies,
    confirmedCopies: 0,
    attention: null,
    uncertain: false,
    wrongPerson: false,
  }),
  initial: 'printing',
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
  },
  states: {
    printing: {
      invoke: {
        src: 'printCopy',
        input: ({ context }) => ({ copy: context.confirmedCopies + 1, copies: context.copies }),
        onDone: [
          {
            guard: ({ event, context }) =>
              event.output.type === 'confirmed' && context.confirmedCopies + 1 < context.copies,
            target: 'printing',
            reenter: true,
            actions: [
              assign({ confirmedCopies: ({ context }) => context.confirmedCopies + 1, attention: null }),
              'showLife',
            ],
          },
          {
            guard: ({ event }) => event.output.type === 'confirmed',
            target: 'ended',
            actions: [
              assign({ confirmedCopies: ({ context }) => context.confirmedCopies + 1, attention: null }),
              'showLife',
            ],
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
