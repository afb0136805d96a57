/**
 * The terminal's own life: closed with a cause, idle, in a visit, restarting. It owns the one current visit: a second touch on
 * "start" finds it already there. Pure: verdicts, touches and the end of a visit are events; the host does the rest.
 */
import { assign, not, type SnapshotFrom, setup } from 'xstate';
import type { TerminalState } from '../../../server-bridge/protocol/index.ts';
import { type Language, type OutOfServiceCause, type ScreenOptions, USUAL_OPTIONS } from '../../snapshot.ts';
import type { ClosedState, ServiceVerdict } from './service-verdict.ts';

/** What a touch on the terminal's own screens can be. */
export type TerminalTouch =
  | { type: 'UI.start' }
  | { type: 'UI.language'; language: Language }
  | { type: 'UI.options'; options: ScreenOptions }
  | { type: 'UI.stop-voice' };

export type TerminalEvent =
  | TerminalTouch
  | { type: 'VERDICT'; verdict: ServiceVerdict }
  | { type: 'VISIT.ended' }
  /** Nobody is served and the restart that was planned may happen. */
  | { type: 'RESTART' };

type TerminalContext = {
  cause: OutOfServiceCause;
  copyYen: number;
  language: Language;
  options: ScreenOptions;
  /** Somebody has heard enough of this screen. */
  voiceStopped: boolean;
  /** The visit had a slower pace at some time: it may hold the terminal for longer. */
  slowVisit: boolean;
};

/** What whoever comes next begins with: nothing of the person before. */
const FRESH = { language: 'ja', options: USUAL_OPTIONS, voiceStopped: false } as const;

/** Every delay of the terminal's life, in milliseconds. */
export const TERMINAL_DELAYS = {
  /** Choices made on the attract or the closed screen go back when nobody starts. */
  choicesMs: 60_000,
  slowChoicesMs: 120_000,
  /** The longest a visit may hold the terminal: above the visit's own limit, so that it speaks first. */
  visitHoldMs: 35 * 60_000,
  /** The same at a slower pace. */
  slowVisitHoldMs: 65 * 60_000,
  /** The longest a visit may take to end once it was ended by force, a sheet on its way included. */
  endingMs: 4 * 60_000,
  /** The longest a restart may take to come; then service goes on as it was. */
  restartMs: 60_000,
};

/** Choices nobody has acted on go back; those of somebody with a slower pace, or who listens to the screen, later. */
const forgetting = {
  choicesMs: { guard: not('takesTime'), actions: 'forgetChoices' },
  slowChoicesMs: { actions: 'forgetChoices' },
} as const;

/** What is chosen in a visit holds for what the terminal itself may have to say after it, and no longer. */
const choicesOfVisit = {
  'UI.language': { actions: 'chooseLanguage' },
  'UI.options': { actions: ['chooseOptions', 'notePace'] },
  'UI.stop-voice': { actions: 'stopVoice' },
} as const;

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
    notePace: assign(({ context }) => ({ slowVisit: context.slowVisit || context.options.slowPace })),
    stopVoice: assign({ voiceStopped: true }),
    voiceSpeaks: assign({ voiceStopped: false }),
    takePrice: assign(({ event }) =>
      event.type === 'VERDICT' && event.verdict.serve ? { copyYen: event.verdict.copyYen } : {},
    ),
    takeCause: assign(({ event }) =>
      event.type === 'VERDICT' && !event.verdict.serve ? { cause: event.verdict.cause } : {},
    ),
    /** Another cause is another screen. */
    voiceOfCause: assign(({ context, event }) =>
      event.type === 'VERDICT' && !event.verdict.serve && event.verdict.cause !== context.cause
        ? { voiceStopped: false }
        : {},
    ),
    causeStarting: assign({ cause: 'starting' }),
    causeRestarting: assign({ cause: 'restarting' }),
  },
  guards: {
    takesTime: ({ context }) => context.options.slowPace || context.options.spokenGuidance,
    slowVisit: ({ context }) => context.slowVisit,
    serves: ({ event }) => event.type === 'VERDICT' && event.verdict.serve,
    isClosedAs: ({ event }, { state }: { state: ClosedState }) =>
      event.type === 'VERDICT' && !event.verdict.serve && event.verdict.state === state,
  },
  delays: { ...TERMINAL_DELAYS },
}).createMachine({
  id: 'terminal',
  context: { cause: 'starting', copyYen: 0, slowVisit: false, ...FRESH },
  initial: 'closed',
  states: {
    closed: {
      entry: 'forgetChoices',
      initial: 'starting',
      on: {
        VERDICT: [{ guard: 'serves', target: 'idle', actions: ['takePrice', 'voiceSpeaks'] }, ...toClosed('.')],
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
        'UI.start': { target: 'visiting', actions: assign({ slowVisit: false, voiceStopped: false }) },
        'UI.language': { target: 'idle', reenter: true, actions: 'chooseLanguage' },
        'UI.options': { target: 'idle', reenter: true, actions: 'chooseOptions' },
        'UI.stop-voice': { target: 'idle', reenter: true, actions: 'stopVoice' },
        RESTART: 'restarting',
      },
      after: forgetting,
    },
    /** Verdicts wait: a visit that has begun is finished, whatever the center or a device says meanwhile. */
    visiting: {
      entry: ['notePace', 'beginVisit'],
      on: {
        'VISIT.ended': 'closed',
        ...choicesOfVisit,
      },
      after: { visitHoldMs: { guard: not('slowVisit'), target: 'ending' }, slowVisitHoldMs: 'ending' },
      exit: 'causeStarting',
    },
    /** The visit was ended by force; nobody else is served before it is over. */
    ending: {
      entry: 'endVisitByForce',
      on: { 'VISIT.ended': 'closed', ...choicesOfVisit },
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
    { guard: isClosedAs('no-directive'), target: `${prefix}no-directive`, actions: ['voiceOfCause', 'takeCause'] },
    { guard: isClosedAs('out-of-hours'), target: `${prefix}out-of-hours`, actions: ['voiceOfCause', 'takeCause'] },
    { guard: isClosedAs('suspended'), target: `${prefix}suspended`, actions: ['voiceOfCause', 'takeCause'] },
    { guard: isClosedAs('needs-staff'), target: `${prefix}needs-staff`, actions: ['voiceOfCause', 'takeCause'] },
    { guard: isClosedAs('maintenance'), target: `${prefix}maintenance`, actions: ['voiceOfCause', 'takeCause'] },
    { target: `${prefix}starting`, actions: ['voiceOfCause', 'takeCause'] },
  ] as const;
}

/** One closed state: its own verdict changes the cause only, and a choice begins the wait for the next anew. */
function closedAs<S extends ClosedState>(state: S) {
  return {
    on: {
      VERDICT: { guard: isClosedAs(state), actions: ['voiceOfCause', 'takeCause'] },
      'UI.language': { target: state, reenter: true, actions: 'chooseLanguage' },
      'UI.options': { target: state, reenter: true, actions: 'chooseOptions' },
      'UI.stop-voice': { target: state, reenter: true, actions: 'stopVoice' },
    },
    after: forgetting,
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
