/**
 * The terminal's own life: closed with a cause, idle, in a visit, restarting. It owns the one current visit: a second touch on
 * "start" finds it already there. Pure: verdicts, touches and the end of a visit are events; the host does the rest.
 */
import { assign, type SnapshotFrom, setup } from 'xstate';
import type { TerminalState } from '../../../server-bridge/protocol/index.ts';
import { type Language, type OutOfServiceCause, type ScreenOptions, USUAL_OPTIONS } from '../../snapshot.ts';
import type { ClosedState, ServiceVerdict } from './service-verdict.ts';

export type TerminalEvent =
  | { type: 'VERDICT'; verdict: ServiceVerdict }
  | { type: 'UI.start' }
  | { type: 'UI.language'; language: Language }
  | { type: 'UI.options'; options: ScreenOptions }
  | { type: 'VISIT.ended' }
  /** Nobody is served and the restart that was planned may happen. */
  | { type: 'RESTART' };

type TerminalContext = {
  cause: OutOfServiceCause;
  copyYen: number;
  language: Language;
  options: ScreenOptions;
};

/** What whoever comes next begins with: nothing of the person before. */
const FRESH = { language: 'ja', options: USUAL_OPTIONS } as const;

/** Every delay of the terminal's life, in milliseconds. */
export const TERMINAL_DELAYS = {
  /** Choices made on the attract or the closed screen go back when nobody starts. */
  choicesMs: 60_000,
  /** The longest a visit may hold the terminal: above the visit's own limit, so that it speaks first. */
  visitHoldMs: 35 * 60_000,
  /** The longest a visit may take to end once it was ended by force, a sheet on its way included. */
  endingMs: 4 * 60_000,
  /** The longest a restart may take to come; then service goes on as it was. */
  restartMs: 60_000,
};

export const terminalMachine = setup({
  types: { context: {} as TerminalContext, events: {} as TerminalEvent },
  actions: {
    beginVisit: () => {},
    /** Ends a visit process that has outlived its limit. */
    endVisitByForce: () => {},
    /** Ends this host, so that it is started anew. */
    restart: () => {},
    forgetChoices: assign(FRESH),
    chooseLanguage: assign(({ event }) => (event.type === 'UI.language' ? { language: event.language } : {})),
    chooseOptions: assign(({ event }) => (event.type === 'UI.options' ? { options: event.options } : {})),
    takePrice: assign(({ event }) =>
      event.type === 'VERDICT' && event.verdict.serve ? { copyYen: event.verdict.copyYen } : {},
    ),
    takeCause: assign(({ event }) =>
      event.type === 'VERDICT' && !event.verdict.serve ? { cause: event.verdict.cause } : {},
    ),
    causeStarting: assign({ cause: 'starting' }),
    causeRestarting: assign({ cause: 'restarting' }),
  },
  guards: {
    serves: ({ event }) => event.type === 'VERDICT' && event.verdict.serve,
    isClosedAs: ({ event }, { state }: { state: ClosedState }) =>
      event.type === 'VERDICT' && !event.verdict.serve && event.verdict.state === state,
  },
  delays: { ...TERMINAL_DELAYS },
}).createMachine({
  id: 'terminal',
  context: { cause: 'starting', copyYen: 0, ...FRESH },
  initial: 'closed',
  states: {
    closed: {
      entry: 'forgetChoices',
      initial: 'starting',
      on: {
        VERDICT: [{ guard: 'serves', target: 'idle', actions: 'takePrice' }, ...toClosed('.')],
        RESTART: 'restarting',
      },
      states: {
        starting: closedAs('starting'),
        'no-directive': closedAs('no-directive'),
        'out-of-hours': closedAs('out-of-hours'),
        suspended: closedAs('suspended'),
        'needs-staff': closedAs('needs-staff'),
        maintenance: closedAs('maintenance'),
      },
    },
    idle: {
      on: {
        VERDICT: [{ guard: 'serves', actions: 'takePrice' }, ...toClosed('closed.')],
        'UI.start': 'visiting',
        'UI.language': { target: 'idle', reenter: true, actions: 'chooseLanguage' },
        'UI.options': { target: 'idle', reenter: true, actions: 'chooseOptions' },
        RESTART: 'restarting',
      },
      after: { choicesMs: { actions: 'forgetChoices' } },
    },
    /** Verdicts wait: a visit that has begun is finished, whatever the center or a device says meanwhile. */
    visiting: {
      entry: 'beginVisit',
      on: { 'VISIT.ended': 'closed' },
      after: { visitHoldMs: 'ending' },
      exit: 'causeStarting',
    },
    /** The visit was ended by force; nobody else is served before it is over. */
    ending: {
      entry: 'endVisitByForce',
      on: { 'VISIT.ended': 'closed' },
      // A visit that cannot even be ended by force: only a new process of the host helps.
      after: { endingMs: 'restarting' },
    },
    restarting: {
      entry: ['causeRestarting', 'restart'],
      on: { 'VISIT.ended': {} },
      after: { restartMs: { target: 'closed', actions: 'causeStarting' } },
    },
  },
});

/** Where a verdict that closes leads from outside or above; `starting` takes what is left. */
function toClosed<P extends '.' | 'closed.'>(prefix: P) {
  return [
    { guard: isClosedAs('no-directive'), target: `${prefix}no-directive`, actions: 'takeCause' },
    { guard: isClosedAs('out-of-hours'), target: `${prefix}out-of-hours`, actions: 'takeCause' },
    { guard: isClosedAs('suspended'), target: `${prefix}suspended`, actions: 'takeCause' },
    { guard: isClosedAs('needs-staff'), target: `${prefix}needs-staff`, actions: 'takeCause' },
    { guard: isClosedAs('maintenance'), target: `${prefix}maintenance`, actions: 'takeCause' },
    { target: `${prefix}starting`, actions: 'takeCause' },
  ] as const;
}

/** One closed state: its own verdict changes the cause only, and a choice begins the wait for the next anew. */
function closedAs<S extends ClosedState>(state: S) {
  return {
    on: {
      VERDICT: { guard: isClosedAs(state), actions: 'takeCause' },
      'UI.language': { target: state, reenter: true, actions: 'chooseLanguage' },
      'UI.options': { target: state, reenter: true, actions: 'chooseOptions' },
    },
    after: { choicesMs: { actions: 'forgetChoices' } },
  } as const;
}

function isClosedAs(state: ClosedState) {
  return { type: 'isClosedAs', params: { state } } as const;
}

/** What the center and the log are told: the machine's state in the protocol's words. */
export function terminalStateOf(snapshot: SnapshotFrom<typeof terminalMachine>): TerminalState {
  const { value } = snapshot;
  if (typeof value !== 'string') return value.closed;
  switch (value) {
    case 'idle':
      return 'idle';
    case 'visiting':
    case 'ending':
      return 'visit';
    case 'restarting':
      return 'starting';
    default: {
      const never: never = value;
      throw new Error(`Unknown state ${String(never)}`);
    }
  }
}
