/**
 * Part of an overseas visit where VRS has no passport items: scan the photo page, lay the passport down, read its chip, take it
 * back (K3, K5). It ends with the reader empty; what was read stays in the visit's memory.
 */
import { assign, setup } from 'xstate';
import type { Refusal } from '../../../server-bridge/protocol/index.ts';
import type { PASSPORT_PROBLEMS, SCAN_PROBLEMS } from '../../snapshot.ts';
import { readPassport, scanPassport, waitForCard, waitForRemoval } from './actor-contracts.ts';
import type { TouchEvent } from './events.ts';

export type PassportOutput = { type: 'read' } | { type: 'refused'; refusal: Refusal };

/** Scans and readings in one visit; after that a machine and a passport do not agree today. */
const ATTEMPTS = 5;

type PassportContext = {
  scanProblem: (typeof SCAN_PROBLEMS)[number];
  passportProblem: (typeof PASSPORT_PROBLEMS)[number];
  attemptsLeft: number;
  refusal: Refusal | null;
};

const unreadable = { type: 'refused', refusal: 'PASSPORT_NOT_REGISTERED' } as const;

export const passportMachine = setup({
  types: {
    context: {} as PassportContext,
    events: {} as TouchEvent,
    output: {} as PassportOutput,
  },
  actors: { scanPassport, readPassport, waitForCard, waitForRemoval },
  actions: {
    countAttempt: assign({ attemptsLeft: ({ context }) => context.attemptsLeft - 1 }),
    giveUp: assign({ refusal: unreadable.refusal }),
  },
  guards: { lastAttempt: ({ context }) => context.attemptsLeft <= 1 },
}).createMachine({
  id: 'passport',
  context: { scanProblem: 'none', passportProblem: 'none', attemptsLeft: ATTEMPTS, refusal: null },
  initial: 'scanningPage',
  output: ({ context }): PassportOutput =>
    context.refusal === null ? { type: 'read' } : { type: 'refused', refusal: context.refusal },
  states: {
    scanningPage: {
      invoke: {
        src: 'scanPassport',
        onDone: [
          { guard: ({ event }) => event.output.type === 'scanned', target: 'layingPassport' },
          {
            guard: ({ event, context }) => event.output.type === 'again' && context.attemptsLeft > 1,
            target: 'scanningPage',
            reenter: true,
            actions: ['countAttempt', assign({ scanProblem: 'unreadable' })],
          },
          { target: 'ended', actions: 'giveUp' },
        ],
        onError: { target: 'ended', actions: 'giveUp' },
      },
    },
    layingPassport: {
      invoke: { src: 'waitForCard', onDone: 'readingPassport', onError: { target: 'ended', actions: 'giveUp' } },
      // The page may be the wrong one: it is scanned again while nothing lies in the reader.
      on: { 'UI.back': 'scanningPage' },
    },
    readingPassport: {
      invoke: {
        src: 'readPassport',
        onDone: [
          { guard: ({ event }) => event.output.type === 'read', target: 'takingPassport' },
          {
            guard: ({ event }) => event.output.type === 'refused',
            target: 'takingPassport',
            actions: assign({
              refusal: ({ event }) => (event.output.type === 'refused' ? event.output.refusal : 'UNAVAILABLE'),
            }),
          },
          { guard: 'lastAttempt', target: 'takingPassport', actions: 'giveUp' },
          {
            guard: ({ event }) => event.output.type === 'again' && event.output.problem === 'another-passport',
            target: 'removingForScan',
            actions: ['countAttempt', assign({ scanProblem: 'another-passport' })],
          },
          {
            target: 'removingForReading',
            actions: [
              'countAttempt',
              assign({
                passportProblem: ({ event }) =>
                  event.output.type === 'again' && event.output.problem !== 'another-passport'
                    ? event.output.problem
                    : 'unreadable',
              }),
            ],
          },
        ],
        onError: { target: 'takingPassport', actions: 'giveUp' },
      },
    },
    /** It must leave the reader before another attempt: no loop on a passport that stays unreadable. */
    removingForReading: {
      invoke: { src: 'waitForRemoval', onDone: 'layingPassport', onError: { target: 'ended', actions: 'giveUp' } },
    },
    /** The chip does not open for the scanned page: the page is scanned anew. */
    removingForScan: {
      invoke: { src: 'waitForRemoval', onDone: 'scanningPage', onError: { target: 'ended', actions: 'giveUp' } },
    },
    takingPassport: {
      invoke: { src: 'waitForRemoval', onDone: 'ended', onError: { target: 'ended', actions: 'giveUp' } },
    },
    ended: { type: 'final' },
  },
});
