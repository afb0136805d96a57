/**
 * First part of a visit: lay the card down, choose the kind, type the PIN, read, take the card back (K2, K5, P15, P16).
 * It ends `identified` only with the reader empty: everything after it, payment included, happens without a card.
 */
import { assign, setup } from 'xstate';
import type { CertificateKind, Refusal } from '../../../server-bridge/protocol/index.ts';
import {
  type DeviceEvent,
  openCard,
  readCard,
  verifyPin,
  waitForCard,
  waitForRemoval,
  watchCard,
} from './actor-contracts.ts';
import type { TouchEvent } from './events.ts';

export type CardProblem = 'none' | 'unreadable' | 'wrong-card' | 'taken-early' | 'phone';
export type IdentifyOutput = { type: 'identified'; kind: CertificateKind } | { type: 'refused'; refusal: Refusal };

const PIN_LENGTH = 4;

type IdentifyContext = {
  kinds: readonly CertificateKind[];
  kind: CertificateKind | null;
  problem: CardProblem;
  /** Digits in the PIN buffer; the digits themselves never enter the machine. */
  digits: number;
  triesLeft: number;
  wrong: boolean;
  refusal: Refusal | null;
};

export const identifyMachine = setup({
  types: {
    context: {} as IdentifyContext,
    events: {} as TouchEvent | DeviceEvent,
    input: {} as { kinds: readonly CertificateKind[] },
    output: {} as IdentifyOutput,
  },
  actors: { waitForCard, openCard, watchCard, verifyPin, readCard, waitForRemoval },
  actions: {
    /** Puts one digit into the visit's PIN buffer. */
    keepDigit: (_, _digit: { digit: number }) => {},
    dropDigit: () => {},
    /** Zeroes the PIN buffer. */
    wipePin: () => {},
    powerCardOff: () => {},
  },
  guards: {
    oneDigitMissing: ({ context }) => context.digits === PIN_LENGTH - 1,
    roomForDigit: ({ context }) => context.digits < PIN_LENGTH,
    hasDigits: ({ context }) => context.digits > 0,
    lastTry: ({ context }) => context.triesLeft === 1,
    offered: ({ context }, { kind }: { kind: CertificateKind }) => context.kinds.includes(kind),
  },
}).createMachine({
  id: 'identify',
  context: ({ input }) => ({
    kinds: input.kinds,
    kind: null,
    problem: 'none',
    digits: 0,
    triesLeft: 0,
    wrong: false,
    refusal: null,
  }),
  initial: 'layingCard',
  output: ({ context }): IdentifyOutput =>
    context.refusal === null && context.kind !== null
      ? { type: 'identified', kind: context.kind }
      : { type: 'refused', refusal: context.refusal ?? 'UNAVAILABLE' },
  states: {
    layingCard: {
      entry: ['wipePin', assign({ digits: 0, wrong: false })],
      invoke: {
        src: 'waitForCard',
        onDone: 'checkingCard',
        onError: { target: 'refused', actions: assign({ refusal: 'CARD_READ' }) },
      },
    },
    checkingCard: {
      invoke: {
        src: 'openCard',
        onDone: [
          {
            guard: ({ event }) => event.output.type === 'opened' && event.output.triesLeft === 0,
            target: 'lockedCard',
          },
          {
            guard: ({ event, context }) => event.output.type === 'opened' && context.kind !== null,
            target: 'beforePin',
            actions: assign({
              triesLeft: ({ event }) => (event.output.type === 'opened' ? event.output.triesLeft : 0),
            }),
          },
          {
            guard: ({ event }) => event.output.type === 'opened',
            target: 'choosingKind',
            actions: assign({
              triesLeft: ({ event }) => (event.output.type === 'opened' ? event.output.triesLeft : 0),
            }),
          },
          {
            guard: ({ event }) => event.output.type === 'again',
            target: 'removingBadCard',
            actions: assign({
              problem: ({ event }) => (event.output.type === 'again' ? event.output.problem : 'unreadable'),
            }),
          },
          {
            target: 'refused',
            actions: assign({
              refusal: ({ event }) => (event.output.type === 'refused' ? event.output.refusal : 'UNAVAILABLE'),
            }),
          },
        ],
        onError: { target: 'refused', actions: assign({ refusal: 'CARD_READ' }) },
      },
    },
    /** The card (or phone) must leave the reader before another attempt: no loop on a card that stays unreadable. */
    removingBadCard: {
      invoke: {
        src: 'waitForRemoval',
        onDone: 'layingCard',
        onError: { target: 'refused', actions: assign({ refusal: 'CARD_READ' }) },
      },
    },
    choosingKind: {
      invoke: { src: 'watchCard', onError: { target: 'refused', actions: assign({ refusal: 'CARD_READ' }) } },
      on: {
        'CARD.removed': { target: 'layingCard', actions: assign({ problem: 'taken-early' }) },
        'UI.choose-kind': {
          guard: { type: 'offered', params: ({ event }) => ({ kind: event.kind }) },
          target: 'beforePin',
          actions: assign({ kind: ({ event }) => event.kind }),
        },
      },
    },
    beforePin: {
      always: [{ guard: 'lastTry', target: 'confirmingLastTry' }, { target: 'enteringPin' }],
    },
    /** One miss more locks the card for every store: the resident is asked before, not told after (P16). */
    confirmingLastTry: {
      invoke: { src: 'watchCard', onError: { target: 'refused', actions: assign({ refusal: 'CARD_READ' }) } },
      on: {
        'CARD.removed': { target: 'layingCard', actions: assign({ problem: 'taken-early' }) },
        'UI.next': 'enteringPin',
      },
    },
    enteringPin: {
      invoke: { src: 'watchCard', onError: { target: 'refused', actions: assign({ refusal: 'CARD_READ' }) } },
      on: {
        'CARD.removed': { target: 'layingCard', actions: assign({ problem: 'taken-early' }) },
        'UI.digit': [
          {
            guard: 'oneDigitMissing',
            target: 'verifyingPin',
            actions: [
              { type: 'keepDigit', params: ({ event }) => ({ digit: event.digit }) },
              assign({ digits: PIN_LENGTH }),
            ],
          },
          {
            guard: 'roomForDigit',
            actions: [
              { type: 'keepDigit', params: ({ event }) => ({ digit: event.digit }) },
              assign({ digits: ({ context }) => context.digits + 1 }),
            ],
          },
        ],
        'UI.erase-digit': {
          guard: 'hasDigits',
          actions: ['dropDigit', assign({ digits: ({ context }) => context.digits - 1 })],
        },
      },
    },
    /** Exactly one VERIFY per entry; the buffer is zeroed whatever came of it. */
    verifyingPin: {
      exit: ['wipePin', assign({ digits: 0 })],
      invoke: {
        src: 'verifyPin',
        onDone: [
          { guard: ({ event }) => event.output.type === 'verified', target: 'readingCard' },
          {
            guard: ({ event }) => event.output.type === 'wrong',
            target: 'beforePin',
            actions: assign({
              wrong: true,
              triesLeft: ({ event }) => (event.output.type === 'wrong' ? event.output.triesLeft : 0),
            }),
          },
          { guard: ({ event }) => event.output.type === 'locked', target: 'lockedCard' },
          {
            guard: ({ event }) => event.output.type === 'again',
            target: 'removingBadCard',
            actions: assign({
              problem: ({ event }) => (event.output.type === 'again' ? event.output.problem : 'unreadable'),
            }),
          },
          {
            target: 'refused',
            actions: assign({
              refusal: ({ event }) => (event.output.type === 'refused' ? event.output.refusal : 'UNAVAILABLE'),
            }),
          },
        ],
        onError: { target: 'refused', actions: assign({ refusal: 'CARD_READ' }) },
      },
    },
    lockedCard: { always: { target: 'refused', actions: assign({ refusal: 'PIN_LOCKED' }) } },
    readingCard: {
      invoke: {
        src: 'readCard',
        onDone: [
          { guard: ({ event }) => event.output.type === 'read', target: 'takingCard' },
          {
            guard: ({ event }) => event.output.type === 'again',
            target: 'removingBadCard',
            actions: assign({
              problem: ({ event }) => (event.output.type === 'again' ? event.output.problem : 'unreadable'),
            }),
          },
          {
            target: 'refused',
            actions: assign({
              refusal: ({ event }) => (event.output.type === 'refused' ? event.output.refusal : 'UNAVAILABLE'),
            }),
          },
        ],
        onError: { target: 'refused', actions: assign({ refusal: 'CARD_READ' }) },
      },
    },
    takingCard: {
      invoke: {
        src: 'waitForRemoval',
        onDone: 'identified',
        onError: { target: 'refused', actions: assign({ refusal: 'CARD_READ' }) },
      },
    },
    identified: { type: 'final' },
    refused: { type: 'final', entry: ['wipePin', 'powerCardOff'] },
  },
});
