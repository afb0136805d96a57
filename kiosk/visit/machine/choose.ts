/**
 * Third part: see exactly what will be printed, choose the number of copies, confirm the price. Nothing is refunded after
 * issuing for a wrong choice, so the resident decides twice before any money is asked for (P18).
 */
import { assign, not, setup } from 'xstate';
import type { TouchEvent } from './events.ts';
import { SLOW_PACE_FACTOR } from './patience.ts';

export type ChooseOutput = { type: 'confirmed'; copies: number };

/** Milliseconds without a touch after which the preview covers itself (K9). */
const PREVIEW_HIDE_MS = 20_000;

export const chooseMachine = setup({
  types: {
    context: {} as { copies: number; maxCopies: number; slowPace: boolean },
    events: {} as TouchEvent,
    input: {} as { maxCopies: number; slowPace: boolean },
    output: {} as ChooseOutput,
  },
  actions: {
    takePace: assign(({ event }) => (event.type === 'UI.options' ? { slowPace: event.options.slowPace } : {})),
  },
  guards: {
    withinLimit: ({ context }, { copies }: { copies: number }) => copies <= context.maxCopies,
    slowPace: ({ context }) => context.slowPace,
  },
  delays: { previewHideMs: PREVIEW_HIDE_MS, slowPreviewHideMs: PREVIEW_HIDE_MS * SLOW_PACE_FACTOR },
}).createMachine({
  id: 'choose',
  context: ({ input }) => ({ copies: 1, ...input }),
  initial: 'preview',
  output: ({ context }): ChooseOutput => ({ type: 'confirmed', copies: context.copies }),
  on: { 'UI.options': { actions: 'takePace' } },
  states: {
    preview: {
      initial: 'shown',
      states: {
        // Only what lies open can be agreed to; every touch is a sign that somebody still looks.
        shown: {
          after: { previewHideMs: { guard: not('slowPace'), target: 'hidden' }, slowPreviewHideMs: 'hidden' },
          on: {
            'UI.*': { target: 'shown', reenter: true },
            'UI.options': { target: 'shown', reenter: true, actions: 'takePace' },
            'UI.next': '#choose.choosingCopies',
          },
        },
        hidden: { on: { 'UI.reveal': 'shown' } },
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
        'UI.pay': 'chosen',
        'UI.back': 'choosingCopies',
      },
    },
    chosen: { type: 'final' },
  },
});
