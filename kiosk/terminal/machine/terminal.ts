/**
 * The terminal's own life: starting, closed with a cause, idle, in a visit. It owns the one current visit: a second touch on
 * "start" finds it already there. Pure: verdicts, touches and the end of a visit are events; the host does the rest.
 */
import { assign, setup } from 'xstate';
import type { TerminalState } from '../../../server-bridge/protocol/index.ts';
import type { Language, OutOfServiceCause } from '../../snapshot.ts';
import type { ServiceVerdict } from './service-verdict.ts';

export type TerminalEvent =
  | { type: 'VERDICT'; verdict: ServiceVerdict }
  | { type: 'UI.start' }
  | { type: 'UI.language'; language: Language }
  | { type: 'UI.options'; largeText: boolean; highContrast: boolean }
  | { type: 'VISIT.ended' };

type TerminalContext = {
  cause: OutOfServiceCause;
  closedState: Exclude<TerminalState, 'idle' | 'visit'>;
  copyYen: number;
  language: Language;
  options: { largeText: boolean; highContrast: boolean };
};

/** What whoever comes next begins with: nothing of the person before. */
const FRESH = { language: 'ja', options: { largeText: false, highContrast: false } } as const;
/** Choices made on the attract screen go back when nobody starts. */
const ATTRACT_CHOICES_MS = 60_000;
/** The longest a visit may hold the terminal: above the visit's own limit, so that it speaks first. */
const VISIT_HOLD_MS = 35 * 60_000;
/** No verdict for this long means that the host's own watch has stopped. */
const START_LIMIT_MS = 120_000;

export const terminalMachine = setup({
  types: { context: {} as TerminalContext, events: {} as TerminalEvent },
  actions: {
    beginVisit: () => {},
    /** Ends a visit process that has outlived its limit. */
    endVisitByForce: () => {},
  },
  guards: {
    serves: ({ event }) => event.type === 'VERDICT' && event.verdict.serve,
  },
  delays: { attractChoicesMs: ATTRACT_CHOICES_MS, visitHoldMs: VISIT_HOLD_MS, startLimitMs: START_LIMIT_MS },
}).createMachine({
  id: 'terminal',
  context: { cause: 'starting', closedState: 'starting', copyYen: 0, ...FRESH },
  initial: 'closed',
  states: {
    closed: {
      entry: assign(FRESH),
      on: {
        VERDICT: [
          { guard: 'serves', target: 'idle', actions: assign(({ event }) => priceOf(event.verdict)) },
          { actions: assign(({ event }) => causeOf(event.verdict)) },
        ],
        'UI.language': { actions: assign({ language: ({ event }) => event.language }) },
        'UI.options': { actions: assign({ options: ({ event }) => optionsOf(event) }) },
      },
      after: { startLimitMs: { target: 'closed', reenter: true } },
    },
    idle: {
      on: {
        VERDICT: [
          { guard: 'serves', actions: assign(({ event }) => priceOf(event.verdict)) },
          { target: 'closed', actions: assign(({ event }) => causeOf(event.verdict)) },
        ],
        'UI.start': 'visiting',
        'UI.language': { target: 'idle', reenter: true, actions: assign({ language: ({ event }) => event.language }) },
        'UI.options': { target: 'idle', reenter: true, actions: assign({ options: ({ event }) => optionsOf(event) }) },
      },
      after: { attractChoicesMs: { actions: assign(FRESH) } },
    },
    /** Verdicts wait: a visit that has begun is finished, whatever the center or a device says meanwhile (see `abort`). */
    visiting: {
      entry: 'beginVisit',
      on: { 'VISIT.ended': { target: 'closed', actions: assign({ cause: 'starting', closedState: 'starting' }) } },
      after: { visitHoldMs: { target: 'closed', actions: 'endVisitByForce' } },
    },
  },
});

function priceOf(verdict: ServiceVerdict): Partial<TerminalContext> {
  return verdict.serve ? { copyYen: verdict.copyYen } : {};
}

function causeOf(verdict: ServiceVerdict): Partial<TerminalContext> {
  return verdict.serve ? {} : { cause: verdict.cause, closedState: verdict.state };
}

function optionsOf({ largeText, highContrast }: TerminalContext['options']): TerminalContext['options'] {
  return { largeText, highContrast };
}
