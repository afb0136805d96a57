import { describe, expect, it } from 'vitest';
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { applyMachine } from './machine/apply.ts';
import { chooseMachine } from './machine/choose.ts';
import { handOverMachine } from './machine/hand-over.ts';
import { identifyMachine } from './machine/identify.ts';
import { passportMachine } from './machine/passport.ts';
import { payMachine } from './machine/pay.ts';
import { printMachine } from './machine/print.ts';
import { visitMachine } from './machine/visit.ts';
import { REFUSAL_SAMPLES, sampleFacts, sampleInput, sampleMunicipalities } from './testing/scripted-world.ts';
import { deadEnds, type Edge, nodesOf, walkMachine } from './testing/walk-machine.ts';

const touches: EventObject[] = [
  { type: 'UI.start' },
  { type: 'UI.agree' },
  { type: 'UI.back' },
  { type: 'UI.cancel' },
  { type: 'UI.next' },
  { type: 'UI.choose-kind', kind: 'domestic' } as EventObject,
  { type: 'UI.digit', digit: 1 } as EventObject,
  { type: 'UI.erase-digit' },
  { type: 'UI.choose-municipality', code: '900010' } as EventObject,
  { type: 'UI.choose-municipality', code: '900036' } as EventObject,
  { type: 'UI.choose-copies', copies: 2 } as EventObject,
  { type: 'UI.pay' },
  { type: 'UI.misprint' },
  { type: 'UI.more-time' },
  { type: 'UI.reveal' },
];
const device: EventObject[] = [
  { type: 'CARD.removed' },
  { type: 'MONEY.inserted', insertedYen: 100 } as EventObject,
  { type: 'MONEY.collected', insertedYen: 120, changeYen: 0 } as EventObject,
  { type: 'MONEY.failed' },
  { type: 'PRINTER.attention', cause: 'paper' } as EventObject,
  { type: 'PRINTER.working' },
];

const settledMoney = { keptYen: 120, refundedYen: 0, changeYen: 0, owedYen: 0, receiptPrinted: true };
/** The walk of a hand-over, with other answers of the host where a test asks for them. */
const handOver = (o: { maxReprints?: number; settle?: readonly unknown[]; confirmMisprint?: readonly unknown[] }) =>
  walkMachine(handOverMachine, {
    input: { confirmedCopies: 1, maxReprints: o.maxReprints ?? 2 },
    events: [...touches, ...device],
    outputs: {
      settle: o.settle ?? [settledMoney],
      confirmMisprint: o.confirmMisprint ?? [
        { type: 'confirmed' },
        { type: 'wrong' },
        { type: 'locked-out' },
        { type: 'refused' },
      ],
      printAgain: [{ type: 'confirmed' }, { type: 'failed' }, { type: 'uncertain' }, { type: 'right-person' }],
    },
    key: ({ context }) => JSON.stringify(context),
  });

const refused = REFUSAL_SAMPLES.map((refusal) => ({ type: 'refused', refusal }));
const again = [{ type: 'again', problem: 'unreadable' }];

const parts = {
  identify: walkMachine(identifyMachine, {
    input: { kinds: ['domestic', 'overseas'] },
    events: [...touches, ...device],
    outputs: {
      waitForCard: [undefined],
      waitForRemoval: [undefined],
      openCard: [0, 1, 2, 3].map((triesLeft): unknown => ({ type: 'opened', triesLeft })).concat(again, refused),
      verifyPin: [
        { type: 'verified' },
        { type: 'wrong', triesLeft: 2 },
        { type: 'wrong', triesLeft: 1 },
        { type: 'locked' },
        ...again,
        ...refused,
      ],
      readCard: [{ type: 'read' }, ...again, ...refused],
    },
    key: ({ context }) => JSON.stringify(context),
  }),
  apply: walkMachine(applyMachine, {
    input: { kind: 'domestic', municipalities: sampleMunicipalities, chosen: null },
    events: touches,
    outputs: {
      applyForCertificate: [{ type: 'issued', facts: sampleFacts, pages: 1 }, { type: 'right-person' }, ...refused],
    },
    key: ({ context }) => JSON.stringify([context.chosen, context.output]),
  }),
  passport: walkMachine(passportMachine, {
    input: undefined,
    events: [...touches, ...device],
    outputs: {
      scanPassport: [{ type: 'scanned' }, { type: 'again' }, { type: 'given-up' }],
      waitForCard: [undefined],
      waitForRemoval: [undefined],
      readPassport: [
        { type: 'read' },
        ...['unreadable', 'wrong-document', 'taken-early', 'another-passport'].map((problem) => ({
          type: 'again',
          problem,
        })),
        { type: 'refused', refusal: 'PASSPORT_NOT_GENUINE' },
      ],
    },
    key: ({ context }) => JSON.stringify(context),
  }),
  choose: walkMachine(chooseMachine, {
    input: { maxCopies: 3 },
    events: touches,
    outputs: {},
    key: ({ context }) => JSON.stringify(context),
  }),
  pay: walkMachine(payMachine.provide({ actions: { showLife: () => {} } }), {
    input: { dueYen: 120, copies: 1, copyYen: 120, kind: 'domestic' },
    events: device,
    outputs: {},
    key: ({ context }) => JSON.stringify(context),
  }),
  print: walkMachine(printMachine.provide({ actions: { showLife: () => {} } }), {
    input: { copies: 2 },
    events: device,
    outputs: {
      printCopy: [{ type: 'confirmed' }, { type: 'failed' }, { type: 'uncertain' }, { type: 'right-person' }],
    },
    key: ({ context }) => JSON.stringify(context),
  }),
  handOver: handOver({}),
};

const journeyOf = (snapshot: AnyMachineSnapshot): string => {
  const { value } = snapshot;
  return typeof value === 'object' && typeof value['journey'] === 'string' ? value['journey'] : JSON.stringify(value);
};
const visitOf = (passportReading: boolean) =>
  walkMachine(visitMachine, {
    input: { ...sampleInput, passportReading },
    events: [...touches, { type: 'EXPIRED' }, { type: 'ABORT' }],
    outputs: {
      identify: [{ type: 'identified', kind: 'domestic' }, { type: 'identified', kind: 'overseas' }, ...refused],
      apply: [
        { type: 'issued', facts: sampleFacts, pages: 1, municipality: sampleMunicipalities[0] },
        { type: 'right-person' },
        ...refused.map((one) => ({ ...one, municipality: sampleMunicipalities[0] })),
        { type: 'refused', refusal: 'PASSPORT_NOT_REGISTERED', municipality: sampleMunicipalities[0] },
      ],
      passport: [{ type: 'read' }, { type: 'refused', refusal: 'PASSPORT_NOT_GENUINE' }],
      choose: [{ type: 'confirmed', copies: 1 }],
      pay: [{ type: 'paid' }, { type: 'failed' }],
      print: [
        { type: 'printed', confirmedCopies: 1, complete: true, uncertain: false },
        { type: 'printed', confirmedCopies: 0, complete: false, uncertain: true },
        { type: 'right-person', confirmedCopies: 0 },
      ],
      handOver: [
        { type: 'handed-over', settled: null },
        { type: 'right-person', settled: null },
      ],
      returnMoney: [
        { returnedYen: 120, owedYen: 0 },
        { returnedYen: 0, owedYen: 120 },
      ],
      waitForRemoval: [undefined],
    },
    key: ({ context }) =>
      JSON.stringify([
        context.kind,
        context.applyAgainIn !== null,
        context.issued !== null,
        context.copies,
        context.refusal,
        context.outcome,
        context.printedAll,
      ]),
    name: journeyOf,
  });
const visit = visitOf(false);
const visitWithScanner = visitOf(true);

/** Every way into a state: from where, by which event. */
const waysInto = (edges: readonly Edge[], state: string): string[] =>
  [
    ...new Set(
      edges.filter((edge) => edge.to === state && edge.from !== state).map((edge) => `${edge.from} by ${edge.event}`),
    ),
  ].sort();

describe('every reachable state of the visit', () => {
  it.each(Object.entries({ ...parts, visit, visitWithScanner }))(
    '%s: no dead end, no error status, at most 15 states',
    (_, walk) => {
      expect(deadEnds(walk)).toEqual([]);
      expect(walk.edges.filter((edge) => edge.after.status === 'error')).toEqual([]);
      expect(walk.states.size).toBeLessThanOrEqual(15);
    },
  );

  it.each([
    ['identify', identifyMachine],
    ['apply', applyMachine],
    ['passport', passportMachine],
    ['choose', chooseMachine],
    ['pay', payMachine],
    ['print', printMachine],
    ['handOver', handOverMachine],
    ['visit', visitMachine],
  ] as const)('%s: everything invoked has an answer for a failure', (_, machine) => {
    for (const node of nodesOf(machine)) {
      for (const invoked of node.invoke) {
        expect(node.transitions.has(`xstate.error.actor.${invoked.id}`), `${node.id} ${String(invoked.src)}`).toBe(
          true,
        );
      }
    }
  });
});

describe('no way to paper that skips a step', () => {
  it('reads no card before the terms are agreed to (K1)', () => {
    expect(waysInto(visit.edges, 'identifying')).toEqual(['terms by UI.agree']);
  });

  it('applies only for a person who was identified', () => {
    expect(waysInto(visit.edges, 'applying')).toEqual(['identifying by xstate.done.actor.identify']);
    expect(visit.edges.filter((edge) => edge.to === 'applying').every((edge) => edge.after.context.kind !== null)).toBe(
      true,
    );
  });

  it('asks for a passport only where VRS misses one for use abroad, a scanner is there, and once', () => {
    expect(visit.states.has('readingPassport')).toBe(false);
    const { edges } = visitWithScanner;
    expect(waysInto(edges, 'readingPassport')).toEqual(['applying by xstate.done.actor.apply']);
    for (const { before, after } of edges.filter(({ from, to }) => to === 'readingPassport' && from !== to)) {
      expect(before.context.kind).toBe('overseas');
      expect(before.context.applyAgainIn).toBeNull();
      expect(after.context.applyAgainIn).toEqual(sampleMunicipalities[0]);
    }
    expect(waysInto(edges, 'applying')).toEqual([
      'identifying by xstate.done.actor.identify',
      'readingPassport by xstate.done.actor.passport',
    ]);
  });

  it('applies again only with the passport read and the reader empty, and scans at most five times', () => {
    const { edges } = parts.passport;
    const read = edges.filter(({ from, to, after }) => from !== to && to === 'ended' && after.context.refusal === null);
    expect(new Set(read.map(({ from }) => from))).toEqual(new Set(['takingPassport']));
    for (const { after } of edges) expect(after.context.attemptsLeft).toBeGreaterThan(0);
  });

  it('shows a preview only of what passed invariant A', () => {
    expect(waysInto(visit.edges, 'choosing')).toEqual(['applying by xstate.done.actor.apply']);
    expect(
      visit.edges.filter((edge) => edge.to === 'choosing').every((edge) => edge.after.context.issued !== null),
    ).toBe(true);
  });

  it('asks for money only after the confirmation', () => {
    expect(waysInto(visit.edges, 'paying')).toEqual(['choosing by xstate.done.actor.choose']);
  });

  it('prints only what is paid', () => {
    expect(waysInto(visit.edges, 'printing')).toEqual(['paying by xstate.done.actor.pay']);
    const unpaid = visit.edges.filter(
      (edge) => edge.to === 'printing' && edge.from !== 'printing' && edge.before.context.copies < 1,
    );
    expect(unpaid).toEqual([]);
  });

  it('identifies only with the PIN verified, the card read and the reader empty (K2, P15)', () => {
    const { edges } = parts.identify;
    expect(waysInto(edges, 'identified')).toEqual(['takingCard by xstate.done.actor.0.identify.takingCard']);
    expect(waysInto(edges, 'takingCard')).toEqual(['readingCard by xstate.done.actor.0.identify.readingCard']);
    expect(waysInto(edges, 'readingCard')).toEqual(['verifyingPin by xstate.done.actor.0.identify.verifyingPin']);
    expect(waysInto(edges, 'verifyingPin')).toEqual(['enteringPin by UI.digit']);
  });

  it('never verifies a PIN by itself: each VERIFY follows a fourth digit typed by the resident (P16)', () => {
    const entries = parts.identify.edges.filter((edge) => edge.to === 'verifyingPin');
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.every((edge) => edge.event === 'UI.digit' && edge.before.context.digits === 3)).toBe(true);
  });

  it('asks before the last try wherever the PIN can be entered with one try left', () => {
    const risky = parts.identify.edges.filter(
      (edge) => edge.to === 'enteringPin' && edge.from !== 'enteringPin' && edge.after.context.triesLeft === 1,
    );
    expect(risky.length).toBeGreaterThan(0);
    expect([...new Set(risky.map((edge) => edge.from))]).toEqual(['confirmingLastTry']);
  });

  it('never asks for the PIN of a locked card', () => {
    const locked = parts.identify.edges.filter(
      (edge) => edge.to === 'enteringPin' && edge.after.context.triesLeft === 0,
    );
    expect(locked).toEqual([]);
  });

  it('leaves printing only with the money settled or on its way back (P18)', () => {
    const ways = [
      ...new Set(
        visit.edges.filter((edge) => edge.from === 'printing' && edge.to !== 'printing').map((edge) => edge.to),
      ),
    ].sort();
    expect(ways).toEqual(['handingOver', 'returningMoney']);
  });
});

describe('no way to a sheet more that skips the clerk', () => {
  const { edges, states } = parts.handOver;

  it('prints again only after a code was confirmed, which the clerk typed and sent', () => {
    expect(waysInto(edges, 'reprinting')).toEqual(['checkingCode by xstate.done.actor.0.handOver.checkingCode']);
    expect(waysInto(edges, 'checkingCode')).toEqual(['confirmingMisprint by UI.next']);
    expect(waysInto(edges, 'confirmingMisprint')).toEqual([
      'checkingCode by xstate.done.actor.0.handOver.checkingCode',
      'takingPaper by UI.misprint',
    ]);
    expect(edges.filter((edge) => edge.to === 'checkingCode' && edge.from !== 'checkingCode').length).toBeGreaterThan(
      0,
    );
    for (const edge of edges.filter(({ from, to }) => to === 'checkingCode' && from !== to)) {
      expect(edge.before.context.digits).toBeGreaterThanOrEqual(4);
      expect(edge.before.context.digits).toBeLessThanOrEqual(8);
    }
  });

  it.each(['wrong', 'locked-out', 'refused'])('prints nothing again when the host says %s', (type) => {
    const walk = handOver({ confirmMisprint: [{ type }] });
    expect(walk.states.has('checkingCode')).toBe(true);
    expect(walk.states.has('reprinting')).toBe(false);
  });

  it('prints nothing again where no clerk is named, or the money is not settled', () => {
    expect(handOver({ maxReprints: 0 }).states.has('confirmingMisprint')).toBe(false);
    expect(handOver({ settle: [] }).states.has('confirmingMisprint')).toBe(false);
  });

  it('prints again at most twice', () => {
    const begun = edges.filter(({ from, to }) => to === 'reprinting' && from !== to);
    expect(new Set(begun.map((edge) => edge.before.context.reprints))).toEqual(new Set([0, 1]));
  });

  it('settles the money before, and never again', () => {
    expect(waysInto(edges, 'settling')).toEqual([]);
    for (const edge of edges.filter(({ from }) => from !== 'settling'))
      expect(edge.after.context.settled).toEqual(edge.before.context.settled);
  });

  it('prints nothing once the resident has said that the paper is taken', () => {
    for (const state of ['takingReceipt', 'goodbye']) {
      const ways = new Set(edges.filter(({ from }) => from === state).map(({ to }) => to));
      expect([...ways].every((to) => ['takingReceipt', 'goodbye', 'done'].includes(to))).toBe(true);
    }
    expect(states.has('done')).toBe(true);
  });

  it('prints nothing after the end of the visit', () => {
    expect(visit.edges.filter(({ from }) => from === 'ended')).toEqual([]);
    expect(parts.handOver.edges.filter(({ from }) => from === 'done')).toEqual([]);
  });

  it('offers no reprint when a copy was not confirmed: the printer is for the clerk then', () => {
    const entered = visit.edges.filter(({ from, to }) => from === 'printing' && to === 'handingOver');
    expect(entered.length).toBeGreaterThan(0);
    for (const { after } of entered) {
      const { maxReprints } = after.children['handOver']?.getSnapshot().context ?? {};
      expect(maxReprints).toBe(after.context.printedAll ? 2 : 0);
    }
  });
});
