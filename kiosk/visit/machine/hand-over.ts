/**
 * Last part: settle the money, take the paper, take the receipt. Screen and voice repeat until the resident has said that the
 * paper is taken (K5).
 */
import { assign, setup } from 'xstate';
import { type Settled, settle } from './actor-contracts.ts';
import type { TouchEvent } from './events.ts';

export type HandOverOutput = { type: 'handed-over'; settled: Settled | null };

/** How long the farewell stays before the screen belongs to the next person. */
const GOODBYE_MS = 4_000;

export const handOverMachine = setup({
  types: {
    context: {} as { confirmedCopies: number; settled: Settled | null },
    events: {} as TouchEvent,
    input: {} as { confirmedCopies: number },
    output: {} as HandOverOutput,
  },
  actors: { settle },
  delays: { goodbyeMs: GOODBYE_MS },
}).createMachine({
  id: 'handOver',
  context: ({ input }) => ({ confirmedCopies: input.confirmedCopies, settled: null }),
  initial: 'settling',
  output: ({ context }): HandOverOutput => ({ type: 'handed-over', settled: context.settled }),
  states: {
    settling: {
      invoke: {
        src: 'settle',
        input: ({ context }) => ({ confirmedCopies: context.confirmedCopies }),
        onDone: { target: 'takingPaper', actions: assign({ settled: ({ event }) => event.output }) },
        // The journal of the host knows what is owed; the paper is still the resident's.
        onError: 'takingPaper',
      },
    },
    takingPaper: { on: { 'UI.next': 'takingReceipt' } },
    takingReceipt: { on: { 'UI.next': 'goodbye' } },
    goodbye: { after: { goodbyeMs: 'done' }, on: { 'UI.next': 'done' } },
    done: { type: 'final' },
  },
});
