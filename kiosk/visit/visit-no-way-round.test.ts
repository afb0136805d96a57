import { describe, expect, it } from 'vitest';
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { applyMachine } from './machine/apply.ts';
import { chooseMachine } from './machine/choose.ts';
import { handOverMachine } from './machine/hand-over.ts';
import { identifyMachine } from './machine/identify.ts';
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
    input: { kind: 'domestic', municipalities: sampleMunicipalities },
    events: touches,
    outputs: {
      applyForCertificate: [{ type: 'issued', facts: sampleFacts, pages: 1 }, { type: 'right-person' }, ...refused],
    },
    key: ({ context }) => JSON.stringify([context.chosen, context.output]),
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
  print: walkMachine(printMachine, {
    input: { copies: 2 },
    events: device,
    outputs: {
      printCopy: [{ type: 'confirmed' }, { type: 'failed' }, { type: 'uncertain' }, { type: 'right-person' }],
    },
    key: ({ context }) => JSON.stringify(context),
  }),
  handOver: walkMachine(handOverMachine, {
    input: { confirmedCopies: 1 },
    events: touches,
    outputs: { settle: [{ keptYen: 120, refundedYen: 0, changeYen: 0, receiptPrinted: true }] },
    key: ({ context }) => JSON.stringify(context),
  }),
};

const journeyOf = (snapshot: AnyMachineSnapshot): string => {
  const { value } = snapshot;
  return typeof value === 'object' && typeof value['journey'] === 'string' ? value['journey'] : JSON.stringify(value);
};
const visit = walkMachine(visitMachine, {
  input: sampleInput,
  events: [...touches, { type: 'EXPIRED' }, { type: 'ABORT' }],
  outputs: {
    identify: [{ type: 'identified', kind: 'domestic' }, ...refused],
    apply: [
      { type: 'issued', facts: sampleFacts, pages: 1, municipality: sampleMunicipalities[0] },
      { type: 'right-person' },
      ...refused,
    ],
    choose: [{ type: 'confirmed', copies: 1 }, { type: 'another-municipality' }],
    pay: [{ type: 'paid' }, { type: 'failed' }],
    print: [
      { type: 'printed', confirmedCopies: 1, complete: true, uncertain: false },
      { type: 'printed', confirmedCopies: 0, complete: false, uncertain: true },
      { type: 'right-person', confirmedCopies: 0 },
    ],
    handOver: [{ type: 'handed-over', settled: null }],
    returnMoney: [{ returnedYen: 120 }],
    waitForRemoval: [undefined],
  },
  key: ({ context }) =>
    JSON.stringify([
      context.kind,
      context.issued !== null,
      context.copies,
      context.refusal,
      context.outcome,
      context.printedAll,
    ]),
  name: journeyOf,
});

/** Every way into a state: from where, by which event. */
const waysInto = (edges: readonly Edge[], state: string): string[] =>
  [
    ...new Set(
      edges.filter((edge) => edge.to === state && edge.from !== state).map((edge) => `${edge.from} by ${edge.event}`),
    ),
  ].sort();

describe('every reachable state of the visit', () => {
  it.each(Object.entries({ ...parts, visit }))('%s: no dead end, no error status, at most 15 states', (_, walk) => {
    expect(deadEnds(walk)).toEqual([]);
    expect(walk.edges.filter((edge) => edge.after.status === 'error')).toEqual([]);
    expect(walk.states.size).toBeLessThanOrEqual(15);
  });

  it.each([
    ['identify', identifyMachine],
    ['apply', applyMachine],
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
    expect(waysInto(visit.edges, 'applying')).toEqual([
      'choosing by xstate.done.actor.choose',
      'identifying by xstate.done.actor.identify',
    ]);
    expect(visit.edges.filter((edge) => edge.to === 'applying').every((edge) => edge.after.context.kind !== null)).toBe(
      true,
    );
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
