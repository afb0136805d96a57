import { describe, expect, it } from 'vitest';
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { deadEnds, type Edge, nodesOf, walkMachine } from '../visit/testing/walk-machine.ts';
import { operatorMachine } from './machine/operator-machine.ts';
import { FAULTY, soundView } from './testing/scripted-terminal.ts';
import type { OperatorView } from './view.ts';
import { OPERATOR_ANSWERS, OPERATOR_RESULTS, OPERATOR_TASKS, type OperatorFault } from './words.ts';

/** One fault of every device at once, and all of what somebody can leave. */
const brokenView: OperatorView = {
  ...soundView,
  ...FAULTY['right-person'],
  ...FAULTY['card-left'],
  ...FAULTY['paper-left'],
  ...FAULTY['money-owed'],
  ...FAULTY.line,
  ...FAULTY.clock,
  maintenance: true,
  devices: {
    cardReader: 'absent',
    pagePrinter: 'jam',
    receiptPrinter: 'attention',
    coinBox: 'coin-jam',
    cashless: 'absent',
    keySwitch: 'absent',
    screens: 'absent',
  },
};
const visitView: OperatorView = { ...soundView, service: 'visit', visitReady: false };
const views = [soundView, brokenView, visitView];

/** One of each kind of recovery, and of those that are there in these views; each by itself is in `guided-recovery.test.ts`. */
const FAULTS: readonly OperatorFault[] = [
  'right-person',
  'stuck-visit',
  'card-left',
  'money-owed',
  'jam',
  'coin-jam',
  'line',
];

const event = (type: string, more: object = {}): EventObject => ({ type, ...more });
const touches = [
  ...['next', 'back', 'cancel', 'erase-digit', 'more-time', 'operator-lock'].map((name) => event(`UI.${name}`)),
  event('UI.digit', { digit: 1 }),
  ...FAULTS.map((fault) => event('UI.operator-fault', { fault })),
  ...OPERATOR_TASKS.map((task) => event('UI.operator-task', { task })),
  ...OPERATOR_ANSWERS.map((answer) => event('UI.operator-answer', { answer })),
];
const open = event('OPEN', { how: 'gesture', view: soundView, atMs: 0, lockedSeconds: 0 });
const events = [
  open,
  event('OPEN', { how: 'key-switch', view: brokenView, atMs: 0, lockedSeconds: 2 }),
  event('LOCK', { why: 'key-switch' }),
  ...views.map((view) => event('VIEW.changed', { view, atMs: 0 })),
  event('VIEW.read', { view: visitView, atMs: 0 }),
  ...touches,
];

const RIGHT = { type: 'confirmed', operatorId: 'clerk-1' };
const NOT_RIGHT = [
  { type: 'wrong', lockedSeconds: 0 },
  { type: 'wrong', lockedSeconds: 2 },
  { type: 'locked-out', lockedSeconds: 2 },
];

const WITHOUT_SIGN_IN = ['locked', 'enteringCode', 'checkingCode'];
const journeyOf = ({ value }: AnyMachineSnapshot): string =>
  typeof value === 'string' ? value : String(Object(value)['open']['journey']);

/** What makes two situations of one state different. Patience, which stands beside it, has a walk of its own. */
const keyOf = (snapshot: AnyMachineSnapshot): string => {
  const { view, digits, wrong, lockedSeconds, fault, step, again, looks, task, question, answers, askedYen, result } =
    snapshot.context;
  const state = journeyOf(snapshot);
  if (WITHOUT_SIGN_IN.includes(state)) return JSON.stringify([digits, wrong, lockedSeconds]);
  const seen = views.indexOf(view);
  if (state === 'home' || state === 'readiness') return JSON.stringify([seen]);
  if (state === 'result') return JSON.stringify([seen, task, task === null ? fault : null, again, result]);
  if (task !== null) return JSON.stringify([seen, task, question, answers, askedYen]);
  return JSON.stringify([seen, fault, step, again, looks]);
};

const walkWith = (checkCode: readonly unknown[]) =>
  walkMachine(operatorMachine, {
    input: undefined,
    events,
    outputs: {
      checkCode,
      lookAgain: views.map((view) => ({ view, atMs: 0 })),
      carryOut: OPERATOR_RESULTS.map((result) => ({ result, yen: 0 })),
    },
    key: keyOf,
    name: journeyOf,
  });
const walk = walkWith([RIGHT, ...NOT_RIGHT]);

const waysInto = (edges: readonly Edge[], state: string): string[] => [
  ...new Set(
    edges.filter(({ from, to }) => to === state && from !== to).map(({ from, event: by }) => `${from} by ${by}`),
  ),
];

describe('every state of the operator machine', () => {
  it('is reached by the walk', () => {
    expect([...walk.states].sort()).toEqual([
      'asking',
      'checkingCode',
      'checkingDevice',
      'enteringCode',
      'home',
      'locked',
      'readiness',
      'recovering',
      'result',
      'waitingToLook',
      'working',
    ]);
  });

  it('has a way out', () => {
    expect(deadEnds(walk)).toEqual([]);
  });

  it('is locked at once by the host, the clerk and the limit of a session', () => {
    for (const state of [...walk.states].filter((name) => name !== 'locked')) {
      const out = new Set(
        walk.edges.filter(({ from, to }) => from === state && to === 'locked').map((edge) => edge.event),
      );
      expect([...out], state).toEqual(expect.arrayContaining(['LOCK', 'UI.operator-lock']));
      expect(
        [...out].some((by) => by.startsWith('xstate.after.sessionMs')),
        state,
      ).toBe(true);
    }
  });

  it('never is an error', () => {
    expect(walk.edges.filter(({ after }) => after.status !== 'active')).toEqual([]);
  });

  it('has an answer for a failure and a limit, wherever it waits for somebody', () => {
    const waiting = nodesOf(operatorMachine).filter((node) => node.invoke.length > 0);
    expect(waiting.length).toBe(3);
    for (const node of waiting) {
      expect(node.after.length, node.id).toBeGreaterThan(0);
      for (const invoked of node.invoke)
        expect(node.transitions.has(`xstate.error.actor.${invoked.id}`), node.id).toBe(true);
    }
  });

  it('counts at most fifteen', () => {
    expect(nodesOf(operatorMachine).filter((node) => node.type === 'atomic').length).toBeLessThanOrEqual(15);
  });
});

describe('no way round the code', () => {
  it('comes home from a check that confirmed it, and from inside', () => {
    const fromOutside = waysInto(walk.edges, 'home').filter((way) =>
      WITHOUT_SIGN_IN.some((state) => way.startsWith(`${state} `)),
    );
    expect(fromOutside).toEqual(['checkingCode by xstate.done.actor.0.checkingCode']);
  });

  it('reaches nothing but the code screen where no code is right', () => {
    expect([...walkWith(NOT_RIGHT).states].sort()).toEqual([...WITHOUT_SIGN_IN].sort());
    expect([...walkWith([]).states].sort()).toEqual([...WITHOUT_SIGN_IN].sort());
  });

  it('checks only what was typed and sent, and nothing during a lock-out', () => {
    expect(waysInto(walk.edges, 'checkingCode')).toEqual(['enteringCode by UI.next']);
    for (const { before } of walk.edges.filter(({ from, to }) => to === 'checkingCode' && from !== to)) {
      expect(before.context.digits).toBeGreaterThanOrEqual(4);
      expect(before.context.digits).toBeLessThanOrEqual(8);
      expect(before.context.lockedSeconds).toBe(0);
    }
  });

  it('knows who it is wherever anything can be seen or done, and nobody once locked', () => {
    const wrong = walk.edges.filter(
      ({ to, after }) => after.context.operatorId !== (WITHOUT_SIGN_IN.includes(to) ? null : 'clerk-1'),
    );
    expect(wrong.map(({ from, event: by, to }) => `${from} by ${by} to ${to}`)).toEqual([]);
  });

  it('holds no digit anywhere', () => {
    const typed = walk.edges.filter(({ event: by }) => by === 'UI.digit');
    expect(typed.length).toBeGreaterThan(0);
    for (const { before, after } of typed) {
      const { digits, wrong, ...rest } = after.context;
      expect({ ...before.context, digits, wrong, warningSeconds: null }).toEqual({ ...rest, digits, wrong });
      expect([0, 1]).toContain(digits - before.context.digits);
    }
  });
});

describe('no task that makes no sense', () => {
  const begun = walk.edges.filter(({ from, to }) => to === 'working' && from !== to);

  it('is carried out only when it is offered, at the very moment', () => {
    expect(begun.length).toBeGreaterThan(0);
    for (const { after } of begun) {
      const { task, view } = after.context;
      expect(view.service === 'visit', task).toBe(
        task === 'reset-visit' || (view.service === 'visit' && task === 'export-log'),
      );
      if (task === 'settle-money') expect(view.owedYen).toBe(after.context.askedYen);
      if (task === 'left-card') expect(view.cardLeft).toBe(true);
      if (task === 'left-paper') expect(view.paperLeft).toBe(true);
      if (task === 'test-print') expect(view.devices.pagePrinter).toBe('ready');
    }
  });

  it('is carried out with all its questions answered, and never after a no', () => {
    const asked = new Set(begun.map(({ after }) => `${after.context.task} ${after.context.answers.join(' ')}`.trim()));
    expect([...asked].sort()).toEqual([
      'export-log',
      'left-card kept-for-municipality',
      'left-card kept-for-owner',
      'left-card nothing-found',
      'left-card returned-to-owner',
      // Sheets of a right-person failure are the municipality's (P7b).
      'left-paper kept-for-municipality',
      'left-paper nothing-found',
      'maintenance-off',
      'maintenance-on',
      'reset-visit card-stuck yes',
      'reset-visit other-reason yes',
      'reset-visit resident-asked yes',
      'reset-visit resident-left yes',
      'reset-visit screen-frozen yes',
      'restart yes',
      'settle-money yes',
      'test-print',
    ]);
  });
});

describe('a test page', () => {
  it('that came out is judged, or left lying by a lock: back and cancel lead nowhere', () => {
    const judging = walk.edges.filter(
      ({ from, before }) => from === 'asking' && before.context.question === 'is-the-test-page-good',
    );
    expect(judging.length).toBeGreaterThan(0);
    const ways = new Set(judging.filter(({ from, to }) => from !== to).map(({ event: by, to }) => `${by} to ${to}`));
    expect([...ways].filter((way) => !way.endsWith(' to locked'))).toEqual(['UI.operator-answer to result']);
  });
});

describe('patience', () => {
  const patient = walkMachine(operatorMachine, {
    input: undefined,
    events: [open, event('UI.digit', { digit: 1 }), event('UI.next'), event('UI.more-time')],
    outputs: { checkCode: [RIGHT] },
    key: ({ context }) => JSON.stringify(context),
  });

  it('warns, counts down to one, and locks; a touch gives all the time again', () => {
    const warned = patient.edges.filter(({ before }) => before.context.warningSeconds !== null);
    const counts = new Set(warned.map(({ before }) => before.context.warningSeconds));
    expect([...counts].sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
    const locking = warned.filter(
      ({ event: by }) => by.startsWith('xstate.after.oneSecondMs') && by.includes('warned'),
    );
    for (const { before, to } of locking) expect(to === 'locked').toBe(before.context.warningSeconds === 1);
    for (const { after } of warned.filter(({ event: by }) => by === 'UI.more-time'))
      expect(after.context.warningSeconds).toBeNull();
  });
});
