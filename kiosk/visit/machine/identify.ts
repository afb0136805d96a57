/**
 * First part of a visit: lay the card down, choose the kind, type the PIN, read, take the card back (K2, K5, P15, P16).
 * It ends `identified` only with the reader empty: everything after it, payment included, happens without a card.
 */
import { assign, setup } from 'xstate';
import type { CertificateKind, Refusal } from '../../../server-bridge/protocol/index.ts';
import {
  type CardOpened,
  type CardProblem,
  type CardRead,
  type DeviceEvent,
  openCard,
  type PinVerified,
  readCard,
  verifyPin,
  waitForCard,
  waitForRemoval,
  watchCard,
} from './actor-contracts.ts';
import type { TouchEvent } from './events.ts';

export type IdentifyOutput = { type: 'identified'; kind: CertificateKind } | { type: 'refused'; refusal: Refusal };

const PIN_LENGTH = 4;
/** How often a card may be laid down in one visit; after that a machine and a card do not agree today. */
const ATTEMPTS = 5;

type IdentifyContext = {
  kinds: readonly CertificateKind[];
  kind: CertificateKind | null;
  problem: CardProblem | 'none';
  attemptsLeft: number;
  /** Digits in the PIN buffer; the digits themselves never enter the machine. */
  digits: number;
  triesLeft: number;
  wrong: boolean;
  refusal: Refusal | null;
};

type CardAnswer = { event: { output: CardOpened | PinVerified | CardRead } };
const problemIn = ({ event: { output } }: CardAnswer): { problem: CardProblem } => ({
  problem: output.type === 'again' ? output.problem : 'unreadable',
});
const triesIn = ({ event: { output } }: CardAnswer): { triesLeft: number } => ({
  triesLeft: 'triesLeft' in output ? output.triesLeft : 0,
});
const refusalIn = ({ event: { output } }: CardAnswer): { refusal: Refusal } => ({
  refusal: output.type === 'refused' ? output.refusal : 'UNAVAILABLE',
});

/** What a card that was laid down so often, and never was of use, is refused as. */
function refusalOf(problem: CardProblem): Refusal {
  switch (problem) {
    case 'wrong-card':
    case 'phone':
      return 'WRONG_CARD';
    case 'taken-early':
      return 'CARD_TAKEN_EARLY';
    case 'unreadable':
      return 'CARD_READ';
    default: {
      const never: never = problem;
      throw new Error(`Unknown card problem ${String(never)}`);
    }
  }
}

/** A device that broke its word: a bug, and still an end that says something. */
const broken = { target: 'refused', actions: { type: 'refuse', params: { refusal: 'CARD_READ' } } } as const;

/** The last two answers of every step with the card: it is to be laid down again, or nothing more can be done with it. */
const againOrRefused = [
  {
    guard: ({ event }: CardAnswer) => event.output.type === 'again',
    target: 'removingBadCard',
    actions: { type: 'notice', params: problemIn },
  },
  { target: 'refused', actions: { type: 'refuse', params: refusalIn } },
] as const;

/** While the resident chooses or types, the card lies in the reader; a card that is lifted begins anew. */
const cardLies = { src: 'watchCard', onError: broken } as const;
const whenLifted = [
  { guard: 'attemptsLeft', target: 'layingCard', actions: { type: 'notice', params: { problem: 'taken-early' } } },
  { target: 'refused', actions: { type: 'refuse', params: { refusal: 'CARD_TAKEN_EARLY' } } },
] as const;

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
    notice: assign(({ context }, { problem }: { problem: CardProblem }) => ({
      problem,
      attemptsLeft: context.attemptsLeft - 1,
    })),
    countTries: assign((_, { triesLeft }: { triesLeft: number }) => ({ triesLeft })),
    refuse: assign((_, { refusal }: { refusal: Refusal }) => ({ refusal })),
  },
  guards: {
    attemptsLeft: ({ context }) => context.attemptsLeft > 1,
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
    attemptsLeft: ATTEMPTS,
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
      invoke: { src: 'waitForCard', onDone: 'checkingCard', onError: broken },
    },
    checkingCard: {
      invoke: {
        src: 'openCard',
        onDone: [
          {
            guard: ({ event }) => event.output.type === 'opened' && event.output.triesLeft === 0,
            target: 'refused',
            actions: { type: 'refuse', params: { refusal: 'PIN_LOCKED' } },
          },
          {
            guard: ({ event, context }) => event.output.type === 'opened' && context.kind !== null,
            target: 'beforePin',
            actions: { type: 'countTries', params: triesIn },
          },
          {
            guard: ({ event }) => event.output.type === 'opened',
            target: 'choosingKind',
            actions: { type: 'countTries', params: triesIn },
          },
          ...againOrRefused,
        ],
        onError: broken,
      },
    },
    /** The card (or phone) must leave the reader before another attempt: no loop on a card that stays unreadable. */
    removingBadCard: {
      always: {
        guard: ({ context }) => context.attemptsLeft <= 0,
        target: 'refused',
        actions: assign({
          refusal: ({ context }) => refusalOf(context.problem === 'none' ? 'unreadable' : context.problem),
        }),
      },
      invoke: { src: 'waitForRemoval', onDone: 'layingCard', onError: broken },
    },
    choosingKind: {
      invoke: cardLies,
      on: {
        'CARD.removed': whenLifted,
        'UI.choose-kind': {
          guard: { type: 'offered', params: ({ event }) => ({ kind: event.kind }) },
          target: 'beforePin',
          actions: assign({ kind: ({ event }) => event.kind }),
        },
      },
    },
    beforePin: { always: [{ guard: 'lastTry', target: 'confirmingLastTry' }, { target: 'enteringPin' }] },
    /** One miss more locks the card for every store: the resident is asked before, not told after (P16). */
    confirmingLastTry: {
      invoke: cardLies,
      on: { 'CARD.removed': whenLifted, 'UI.next': 'enteringPin', 'UI.back': 'choosingKind' },
    },
    enteringPin: {
      invoke: cardLies,
      on: {
        'CARD.removed': whenLifted,
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
        // No PIN has been verified yet: the kind may still be another one.
        'UI.back': { target: 'choosingKind', actions: ['wipePin', assign({ digits: 0 })] },
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
            actions: [assign({ wrong: true }), { type: 'countTries', params: triesIn }],
          },
          {
            guard: ({ event }) => event.output.type === 'locked',
            target: 'refused',
            actions: { type: 'refuse', params: { refusal: 'PIN_LOCKED' } },
          },
          ...againOrRefused,
        ],
        onError: broken,
      },
    },
    readingCard: {
      invoke: {
        src: 'readCard',
        onDone: [{ guard: ({ event }) => event.output.type === 'read', target: 'takingCard' }, ...againOrRefused],
        onError: broken,
      },
    },
    takingCard: { invoke: { src: 'waitForRemoval', onDone: 'identified', onError: broken } },
    identified: { type: 'final' },
    refused: { type: 'final', entry: ['wipePin', 'powerCardOff'] },
  },
});
