/**
 * Every machine of the visit, walked: whatever is touched, answered or broken, the visit goes on or ends, in a known time.
 */
import { describe, expect, it } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { PATIENCE } from './machine/index.ts';
import { visit, visitWithScanner, walks } from './testing/visit-walks.ts';
import { deadEnds, nodesOf } from './testing/walk-machine.ts';

const leaves = (nodes: readonly AnyStateNode[]): AnyStateNode[] =>
  nodes.filter(({ states }) => Object.keys(states).length === 0);
const walked = Object.entries(walks);

describe('every reachable state of the visit', () => {
  it.each(walked)('%s: no dead end, no error status, at most 15 states', (_, walk) => {
    expect(walk.complete).toBe(true);
    expect(deadEnds(walk)).toEqual([]);
    expect(walk.edges.filter(({ after }) => after.status === 'error')).toEqual([]);
    expect(walk.states.size).toBeLessThanOrEqual(15);
  });

  it('every state of every machine is reached', () => {
    const entered = new Set(walked.flatMap(([, walk]) => [...walk.entered]));
    for (const [name, { machine }] of walked) {
      const missed = nodesOf(machine).filter(({ id }) => !entered.has(id));
      // The count-down of the warning lies beside the journey; it is in the tests of patience.
      expect(
        missed.map(({ id }) => id).filter((id) => !id.includes('.patience.')),
        name,
      ).toEqual([]);
    }
  });

  it.each(walked)('%s: everything invoked has an answer for a failure', (_, { machine }) => {
    for (const node of nodesOf(machine)) {
      for (const { id, src } of node.invoke) {
        expect(node.transitions.has(`xstate.error.actor.${id}`), `${node.id} ${String(src)}`).toBe(true);
      }
    }
  });

  it('every screen has a limit, and a person is warned before it', () => {
    const devices = new Set([
      'checking-card',
      'reading-card',
      'applying',
      'reading-passport',
      'returning-money',
      'printing',
      'printer-attention',
      'goodbye',
    ]);
    for (const [screen, { limitMs, warnBeforeMs }] of Object.entries(PATIENCE)) {
      expect(limitMs, screen).toBeGreaterThan(0);
      expect(warnBeforeMs, screen).toBeLessThan(limitMs);
      expect(warnBeforeMs > 0, screen).toBe(!devices.has(screen));
    }
  });

  it('the limit leads out of every state of the journey, whatever the visit holds then', () => {
    for (const walk of [visit, visitWithScanner]) {
      const resting = new Map(walk.edges.filter(({ from }) => from !== 'ended').map((edge) => [edge.before, edge]));
      for (const [before, { from }] of resting) {
        const expired = walk.edges.find((edge) => edge.before === before && edge.event === 'EXPIRED');
        expect(expired, from).toBeDefined();
        expect(expired?.to, from).not.toBe(from);
      }
    }
  });

  it('limits alone end the visit, from wherever they begin', () => {
    for (const walk of [visit, visitWithScanner]) {
      for (const state of walk.states) {
        // The worst of the ways that a limit can lead, followed to the end.
        let now = new Set([state]);
        for (let limits = 0; limits < 6; limits += 1) {
          now = new Set(
            [...now].flatMap((from) =>
              from === 'ended'
                ? ['ended']
                : walk.edges.filter((edge) => edge.from === from && edge.event === 'EXPIRED').map(({ to }) => to),
            ),
          );
        }
        expect([...now], state).toEqual(['ended']);
      }
    }
  });

  it('a part has no state of its own that a device or the resident must leave: the limit is its parent’s', () => {
    const parents = nodesOf(visit.machine).filter(({ parent }) => parent?.key === 'journey');
    expect(parents.length).toBeGreaterThan(0);
    for (const node of parents.filter(({ type }) => type !== 'final'))
      expect([...node.transitions.keys()], node.id).toContain('EXPIRED');
  });

  it('has a final state in every machine, and nothing happens after it', () => {
    for (const [name, { machine, edges }] of walked) {
      expect(
        leaves(nodesOf(machine)).some(({ type }) => type === 'final'),
        name,
      ).toBe(true);
      expect(
        edges.filter(({ before }) => before.status !== 'active'),
        name,
      ).toEqual([]);
    }
  });
});
