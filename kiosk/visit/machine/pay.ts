/**
 * Fourth part: the fee. Money lies in escrow until paper has been confirmed (invariant E); a change of mind gives all of it back.
 */
import { assign, sendParent, setup } from 'xstate';
import type { CertificateKind } from '../../../server-bridge/protocol/index.ts';
import { collectMoney, type DeviceEvent } from './actor-contracts.ts';
import type { TouchEvent } from './events.ts';

export type PayInput = { dueYen: number; copies: number; copyYen: number; kind: CertificateKind };
export type PayOutput = { type: 'paid' } | { type: 'failed' };

export const payMachine = setup({
  types: {
    context: {} as PayInput & { insertedYen: number; paid: boolean },
    events: {} as TouchEvent | DeviceEvent,
    input: {} as PayInput,
    output: {} as PayOutput,
  },
  actors: { collectMoney },
  actions: {
    /** A coin is a sign of life as good as a touch. */
    showLife: sendParent(({ event }) => ({
      type: 'PAID.so-far',
      insertedYen: event.type === 'MONEY.inserted' || event.type === 'MONEY.collected' ? event.insertedYen : 0,
    })),
  },
}).createMachine({
  id: 'pay',
  context: ({ input }) => ({ ...input, insertedYen: 0, paid: false }),
  initial: 'collecting',
  output: ({ context }): PayOutput => ({ type: context.paid ? 'paid' : 'failed' }),
  states: {
    collecting: {
      invoke: {
        src: 'collectMoney',
        input: ({ context }) => ({
          dueYen: context.dueYen,
          copies: context.copies,
          copyYen: context.copyYen,
          kind: context.kind,
        }),
        onError: 'ended',
      },
      on: {
        'MONEY.inserted': {
          actions: [assign({ insertedYen: ({ event }) => event.insertedYen }), 'showLife'],
        },
        'MONEY.collected': {
          target: 'ended',
          actions: [assign({ paid: true, insertedYen: ({ event }) => event.insertedYen }), 'showLife'],
        },
        'MONEY.failed': 'ended',
      },
    },
    ended: { type: 'final' },
  },
});
