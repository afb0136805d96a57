/**
 * No way through a visit that skips a step: proofs over the edges of every machine's walk.
 */
import { describe, expect, it } from 'vitest';
import { sampleMunicipalities } from './testing/scripted-world.ts';
import { parts, visit, visitWithScanner, walkHandOver } from './testing/visit-walks.ts';
import { type Edge, reachedWithout, waysInto } from './testing/walk-machine.ts';

/** The answer of an actor, by its type. */
const answers = (edge: Edge, type: string): boolean =>
  typeof edge.output === 'object' && edge.output !== null && 'type' in edge.output && edge.output.type === type;

describe('paper is out of reach', () => {
  it('with every step taken it is not', () => {
    expect(reachedWithout(visit, () => false)).toContain('printing');
  });

  it.each<[string, (edge: Edge) => boolean]>([
    ['consent (K1)', ({ event }) => event === 'UI.agree'],
    ['an identified person (K2)', (edge) => answers(edge, 'identified')],
    ['a certificate that passed invariant A', (edge) => answers(edge, 'issued')],
    ['the confirmed number of copies', ({ event }) => event === 'xstate.done.actor.choose'],
    ['payment', (edge) => answers(edge, 'paid')],
  ])('without %s', (_, step) => {
    for (const walk of [visit, visitWithScanner]) {
      const reached = reachedWithout(walk, step);
      for (const state of ['printing', 'handingOver']) expect(reached).not.toContain(state);
    }
  });

  it.each<[string, string, (edge: Edge) => boolean]>([
    ['a person', 'identified without the PIN', (edge) => answers(edge, 'verified')],
    ['a person', 'identified without the card read', (edge) => answers(edge, 'read')],
    [
      'a person',
      'identified without the card taken away',
      ({ from, event }) => from === 'takingCard' && event.startsWith('xstate.done.actor.'),
    ],
  ])('there is no %s %s', (_, __, step) => {
    expect(reachedWithout(parts.identify, step)).not.toContain('identified');
  });

  it('nothing counts as paid without the host saying so, and no copy starts over a card (P15)', () => {
    for (const walk of [parts.pay, parts.payOverCard]) {
      const paid = walk.edges.filter(({ after }) => after.status === 'done' && after.output?.type === 'paid');
      expect(paid.length).toBeGreaterThan(0);
      expect(reachedWithout(walk, ({ event }) => event === 'xstate.done.actor.collectMoney')).toContain('ended');
      for (const { after } of paid) expect(after.context).toMatchObject({ cardInReader: false, insertedYen: 120 });
      const begun = walk.edges.filter(({ from, to }) => to === 'collecting' && from !== to);
      for (const { after } of begun) expect(after.context.cardInReader).toBe(false);
    }
    for (const walk of [parts.print, parts.printOverCard]) {
      const begun = walk.edges.filter(({ from, to }) => to === 'printing' && from !== to);
      for (const { after } of begun) expect(after.context.cardInReader).toBe(false);
    }
    expect(parts.payOverCard.first).toBe('takingCard');
    expect(parts.printOverCard.first).toBe('takingCard');
  });

  it('what was paid stays paid, whatever happens in the reader', () => {
    for (const { before, after } of [...parts.pay.edges, ...parts.payOverCard.edges]) {
      if (!before.context.paid) continue;
      expect(after.context).toMatchObject({ paid: true, insertedYen: before.context.insertedYen });
    }
  });
});

describe('a card in the reader', () => {
  it('is asked for before a refusal is shown, and before the visit ends by a choice of anybody (K5)', () => {
    for (const { from, event, to, after } of [...visit.edges, ...visitWithScanner.edges]) {
      if (to === 'refused' && from !== to && event !== 'xstate.done.actor.0.visit.journey.clearingReader') {
        if (!event.startsWith('xstate.')) expect(after.context.cardInReader, `${from} by ${event}`).toBe(false);
      }
      if (to !== 'ended' || !after.context.cardInReader || from === 'clearingReader') continue;
      // The alarm, a card or paper that nobody took, and a refusal that has been shown.
      const { outcome, refusalShown } = after.context;
      expect(['right-person', 'card-left', 'paper-left'].includes(outcome) || refusalShown, `${from} by ${event}`).toBe(
        true,
      );
    }
  });

  it('counts as left behind when nobody takes it', () => {
    const expired = visit.edges.filter(({ from, event }) => from === 'clearingReader' && event === 'EXPIRED');
    expect(expired.length).toBeGreaterThan(0);
    for (const { to, after } of expired) {
      expect(to).toBe('ended');
      expect(after.context.outcome).toBe('card-left');
    }
  });

  it('sends the money back and counts as left behind when nobody takes it while paying', () => {
    const expired = visit.edges.filter(
      ({ from, event, before }) => from === 'paying' && event === 'EXPIRED' && before.context.cardInReader,
    );
    expect(expired.length).toBeGreaterThan(0);
    for (const { to, after } of expired) {
      expect(to).toBe('returningMoney');
      expect(after.context.outcome).toBe('card-left');
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
    const walk = walkHandOver({ confirmMisprint: [{ type }] });
    expect(walk.states.has('checkingCode')).toBe(true);
    expect(walk.states.has('reprinting')).toBe(false);
  });

  it('prints nothing again where no clerk is named, or the money is not settled', () => {
    expect(walkHandOver({ maxReprints: 0 }).states.has('confirmingMisprint')).toBe(false);
    expect(walkHandOver({ settle: [] }).states.has('confirmingMisprint')).toBe(false);
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
