/**
 * Last part: settle the money, take the paper, take the receipt. Screen and voice repeat until the resident has said that the
 * paper is taken (K5). A sheet that came out defective is printed again when a clerk has confirmed it with the personal code:
 * after the money is settled, which a reprint never touches.
 */
import { assign, not, setup } from 'xstate';
import type { REPRINT_ENDS } from '../../snapshot.ts';
import {
  confirmMisprint,
  type DeviceEvent,
  type PrinterCause,
  printAgain,
  type Settled,
  settle,
  watchPrinter,
} from './actor-contracts.ts';
import type { TouchEvent } from './events.ts';
import { SLOW_PACE_FACTOR } from './patience.ts';

export type HandOverInput = {
  confirmedCopies: number;
  /** How often a defective sheet may be printed again. */
  maxReprints: number;
  slowPace: boolean;
};
export type HandOverOutput = { type: 'handed-over' | 'right-person'; settled: Settled | null };

/** How long the farewell stays before the screen belongs to the next person. */
const GOODBYE_MS = 4_000;

const CODE_LENGTH = { min: 4, max: 8 } as const;

type HandOverContext = HandOverInput & {
  settled: Settled | null;
  /** Digits in the code buffer; the digits themselves never enter the machine. */
  digits: number;
  wrong: boolean;
  lockedOut: boolean;
  /** Sheets printed again, or perhaps printed; one that certainly did not come out is not counted. */
  reprints: number;
  reprint: (typeof REPRINT_ENDS)[number];
  attention: PrinterCause | null;
  wrongPerson: boolean;
};

export const handOverMachine = setup({
  types: {
    context: {} as HandOverContext,
    events: {} as TouchEvent | DeviceEvent,
    input: {} as HandOverInput,
    output: {} as HandOverOutput,
  },
  actors: { settle, confirmMisprint, printAgain, watchPrinter },
  actions: {
    /** Puts one digit into the visit's code buffer. */
    keepCodeDigit: (_, _digit: { digit: number }) => {},
    dropCodeDigit: () => {},
    /** Zeroes the code buffer. */
    wipeCode: () => {},
    /** The resident has said that the paper is taken. */
    tellPaperTaken: () => {},
    takePace: assign(({ event }) => (event.type === 'UI.options' ? { slowPace: event.options.slowPace } : {})),
  },
  guards: {
    slowPace: ({ context }) => context.slowPace,
    reprintAllowed: ({ context }) => context.settled !== null && context.reprints < context.maxReprints,
    moneyToSpeakOf: ({ context }) =>
      context.settled === null || context.settled.owedYen > 0 || context.settled.refundedYen > 0,
    roomForDigit: ({ context }) => !context.lockedOut && context.digits < CODE_LENGTH.max,
    hasDigits: ({ context }) => context.digits > 0,
    codeLongEnough: ({ context }) => context.digits >= CODE_LENGTH.min,
  },
  delays: { goodbyeMs: GOODBYE_MS, slowGoodbyeMs: GOODBYE_MS * SLOW_PACE_FACTOR },
}).createMachine({
  id: 'handOver',
  context: ({ input }) => ({
    ...input,
    settled: null,
    digits: 0,
    wrong: false,
    lockedOut: false,
    reprints: 0,
    reprint: 'none',
    attention: null,
    wrongPerson: false,
  }),
  initial: 'settling',
  output: ({ context }): HandOverOutput => ({
    type: context.wrongPerson ? 'right-person' : 'handed-over',
    settled: context.settled,
  }),
  on: { 'UI.options': { actions: 'takePace' } },
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
    takingPaper: {
      on: {
        'UI.next': { target: 'takingReceipt', actions: 'tellPaperTaken' },
        'UI.misprint': {
          guard: 'reprintAllowed',
          target: 'confirmingMisprint',
          actions: assign({ wrong: false, lockedOut: false }),
        },
      },
    },
    confirmingMisprint: {
      entry: ['wipeCode', assign({ digits: 0 })],
      on: {
        'UI.digit': {
          guard: 'roomForDigit',
          actions: [
            { type: 'keepCodeDigit', params: ({ event }) => ({ digit: event.digit }) },
            assign({ digits: ({ context }) => context.digits + 1, wrong: false }),
          ],
        },
        'UI.erase-digit': {
          guard: 'hasDigits',
          actions: ['dropCodeDigit', assign({ digits: ({ context }) => context.digits - 1 })],
        },
        'UI.next': { guard: 'codeLongEnough', target: 'checkingCode' },
        'UI.back': { target: 'takingPaper', actions: ['wipeCode', assign({ digits: 0, wrong: false })] },
      },
    },
    /** Exactly one check per entry; the buffer is zeroed whatever came of it. */
    checkingCode: {
      exit: ['wipeCode', assign({ digits: 0 })],
      invoke: {
        src: 'confirmMisprint',
        input: ({ context }) => ({ reprint: context.reprints + 1 }),
        onDone: [
          { guard: ({ event }) => event.output.type === 'confirmed', target: 'reprinting' },
          {
            guard: ({ event }) => event.output.type === 'refused',
            target: 'takingPaper',
            actions: assign({ reprint: 'not-printed' }),
          },
          {
            target: 'confirmingMisprint',
            actions: assign({
              wrong: ({ event }) => event.output.type === 'wrong',
              lockedOut: ({ event }) => event.output.type === 'locked-out',
            }),
          },
        ],
        onError: { target: 'takingPaper', actions: assign({ reprint: 'not-printed' }) },
      },
    },
    reprinting: {
      entry: assign({ attention: null }),
      exit: assign({ attention: null }),
      invoke: [
        {
          src: 'printAgain',
          input: ({ context }) => ({ reprint: context.reprints + 1 }),
          onDone: [
            {
              guard: ({ event }) => event.output.type === 'right-person',
              target: 'done',
              actions: assign({ wrongPerson: true }),
            },
            {
              guard: ({ event }) => event.output.type === 'failed',
              target: 'takingPaper',
              actions: assign({ reprint: 'not-printed' }),
            },
            {
              target: 'takingPaper',
              actions: assign({
                reprints: ({ context }) => context.reprints + 1,
                reprint: ({ event }) => (event.output.type === 'confirmed' ? 'printed' : 'uncertain'),
              }),
            },
          ],
          onError: {
            target: 'takingPaper',
            actions: assign({ reprints: ({ context }) => context.reprints + 1, reprint: 'uncertain' }),
          },
        },
        // A watcher that fails costs the resident a text, not the print.
        { src: 'watchPrinter', onError: { actions: assign({ attention: null }) } },
      ],
      on: {
        'PRINTER.attention': { actions: assign({ attention: ({ event }) => event.cause }) },
        'PRINTER.working': { actions: assign({ attention: null }) },
      },
    },
    // Where money is still to be spoken of, no farewell comes first.
    takingReceipt: { on: { 'UI.next': [{ guard: 'moneyToSpeakOf', target: 'done' }, { target: 'goodbye' }] } },
    goodbye: {
      after: { goodbyeMs: { guard: not('slowPace'), target: 'done' }, slowGoodbyeMs: 'done' },
      on: { 'UI.next': 'done' },
    },
    done: { type: 'final' },
  },
});
