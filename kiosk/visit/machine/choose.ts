/**
 * Third part: see exactly what will be printed, choose the number of copies, confirm the price. Nothing is refunded after
 * issuing for a wrong choice, so the resident decides twice before any money is asked for (P18).
 */
import { assign, setup } from 'xstate';
import type { TouchEvent } from './events.ts';

export type ChooseOutput = { type: 'confirmed'; copies: number } | { type: 'another-municipality' };

/** Seconds without a touch after which the preview covers itself (K9). */
const PREVIEW_HIDE_MS = 20_000;

export const chooseMachine = setup({
  types: {
    context: {} as { copies: number; maxCopies: number; output: ChooseOutput | null },
    events: {} as TouchEvent,
    input: {} as { maxCopies: number },
    output: {} as ChooseOutput,
  },
  guards: { withinLimit: ({ context }, { copies }: { copies: number }) => copies <= context.maxCopies },
  delays: { previewHideMs: PREVIEW_HIDE_MS },
}).createMachine({
  id: 'choose',
  context: ({ input }) => ({ copies: 1, maxCopies: input.maxCopies, output: null }),
  initial: 'preview',
  output: ({ context }): ChooseOutput => context.output ?? { type: 'another-municipality' },
  states: {
    preview: {
      initial: 'shown',
      states: {
        shown: { after: { previewHideMs: 'hidden' } },
        hidden: { on: { 'UI.reveal': 'shown' } },
      },
      on: {
        'UI.next': 'choosingCopies',
        'UI.back': { target: 'chosen', actions: assign({ output: { type: 'another-municipality' } as const }) },
      },
    },
    choosingCopies: {
      on: {
        'UI.choose-copies': {
          guard: { type: 'withinLimit', params: ({ event }) => ({ copies: event.copies }) },
          actions: assign({ copies: ({ event }) => event.copies }),
        },
        'UI.next': 'confirming',
        'UI.back': 'preview',
      },
    },
    confirming: {
      on: {
        'UI.pay': {
          target: 'chosen',
          actions: assign({ output: ({ context }): ChooseOutput => ({ type: 'confirmed', copies: context.copies }) }),
        },
        'UI.back': 'choosingCopies',
      },
    },
    chosen: { type: 'final' },
  },
});
