/**
 * Fourth part: the fee. Nothing is collected, and nothing paid leads on, while a card lies in the reader (P15). Money lies in
 * escrow until paper has been confirmed (invariant E); a change of mind gives all of it back.
 */
import { assign, sendParent, setup } from 'xstate';
import type { CertificateKind, Refusal } from '../../../server-bridge/protocol/index.ts';
import type { PaymentMeans } from '../../snapshot.ts';
import { collectMoney, type DeviceEvent } from './actor-contracts.ts';

export type PayInput = {
  dueYen: number;
  copies: number;
  copyYen: number;
  kind: CertificateKind;
  means: readonly PaymentMeans[];
  cardInReader: boolean;
};
export type PayOutput = { type: 'paid' } | { type: 'failed'; refusal: Refusal };

/** How long the reader must have been empty: the host looks at it too, and may see it a little later. */
const READER_EMPTY_MS = 500;
/** How often the host may still see a card that this visit does not; then the two do not agree today. */
const DISAGREEMENTS = 5;

type PayContext = PayInput & {
  insertedYen: number;
  paid: boolean;
  disagreementsLeft: number;
  /** What it is refused as when it fails. */
  refusal: Refusal;
};

export const payMachine = setup({
  types: {
    context: {} as PayContext,
    events: {} as DeviceEvent,
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
    count: assign((_, { insertedYen }: { insertedYen: number }) => ({ insertedYen })),
  },
  guards: {
    cardInReader: ({ context }) => context.cardInReader,
    paid: ({ context }) => context.paid,
  },
  delays: { readerEmptyMs: READER_EMPTY_MS },
}).createMachine({
  id: 'pay',
  context: ({ input }) => ({
    ...input,
    insertedYen: 0,
    paid: false,
    disagreementsLeft: DISAGREEMENTS,
    refusal: 'PAYMENT_UNAVAILABLE',
  }),
  initial: 'beginning',
  output: ({ context }): PayOutput => (context.paid ? { type: 'paid' } : { type: 'failed', refusal: context.refusal }),
  on: {
    'READER.occupied': { actions: assign({ cardInReader: true }) },
    'READER.empty': { actions: assign({ cardInReader: false }) },
  },
  states: {
    beginning: { always: [{ guard: 'cardInReader', target: 'takingCard' }, { target: 'collecting' }] },
    /** Before anything is collected, or with everything paid: on it goes when the card is gone. */
    takingCard: {
      on: { 'READER.empty': { target: 'readerEmptied', actions: assign({ cardInReader: false }) } },
    },
    readerEmptied: {
      on: { 'READER.occupied': { target: 'takingCard', actions: assign({ cardInReader: true }) } },
      after: { readerEmptyMs: [{ guard: 'paid', target: 'ended' }, { target: 'collecting' }] },
    },
    /** A card laid down meanwhile changes the screen, never the count: what is paid is paid. */
    collecting: {
      invoke: {
        src: 'collectMoney',
        input: ({ context: { dueYen, copies, copyYen, kind } }) => ({ dueYen, copies, copyYen, kind }),
        onError: 'ended',
      },
      on: {
        'MONEY.means': { actions: assign({ means: ({ event }) => event.means }) },
        'MONEY.inserted': {
          actions: [{ type: 'count', params: ({ event: { insertedYen } }) => ({ insertedYen }) }, 'showLife'],
        },
        'MONEY.collected': [
          {
            guard: 'cardInReader',
            target: 'takingCard',
            actions: [
              assign({ paid: true }),
              { type: 'count', params: ({ event: { insertedYen } }) => ({ insertedYen }) },
              'showLife',
            ],
          },
          {
            target: 'ended',
            actions: [
              assign({ paid: true }),
              { type: 'count', params: ({ event: { insertedYen } }) => ({ insertedYen }) },
              'showLife',
            ],
          },
        ],
        'MONEY.failed': [
          // Nobody pays for what cannot be printed now; nothing has been taken.
          {
            guard: ({ event }) => event.reason === 'printer-attention',
            target: 'ended',
            actions: assign({ refusal: 'PRINTER_ATTENTION' }),
          },
          { guard: ({ event }) => event.reason === 'unavailable', target: 'ended' },
          // The host saw the card before, or still sees it after, this visit does.
          { guard: 'cardInReader', target: 'takingCard' },
          {
            guard: ({ context }) => context.disagreementsLeft > 0,
            target: 'readerEmptied',
            actions: assign({ disagreementsLeft: ({ context }) => context.disagreementsLeft - 1 }),
          },
          { target: 'ended' },
        ],
      },
    },
    ended: { type: 'final' },
  },
});
