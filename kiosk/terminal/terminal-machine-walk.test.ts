/** Every state the terminal can be in, reached by every event it can get: none without a way out, none without a limit. */

import { describe, expect, it } from 'vitest';
import { type AnyMachineSnapshot, type AnyStateNode, type EventObject, initialTransition, transition } from 'xstate';
import { CLOSED_CAUSES } from '../../server-bridge/protocol/index.ts';
import { USUAL_OPTIONS } from '../snapshot.ts';
import { type ServiceVerdict, terminalMachine, terminalStateOf } from './index.ts';

const CLOSED_STATES = ['starting', 'no-directive', 'out-of-hours', 'suspended', 'needs-staff', 'maintenance'] as const;
const verdicts: ServiceVerdict[] = [
  { serve: true, copyYen: 120 },
  ...CLOSED_STATES.flatMap((state) => CLOSED_CAUSES.map((cause) => ({ serve: false as const, cause, state }))),
];
const EVENTS: EventObject[] = [
  ...verdicts.map((verdict) => ({ type: 'VERDICT', verdict })),
  { type: 'UI.start' },
  { type: 'UI.language', language: 'en' } as EventObject,
  { type: 'UI.options', options: { ...USUAL_OPTIONS, largeText: true } } as EventObject,
  { type: 'UI.options', options: { ...USUAL_OPTIONS, slowPace: true } } as EventObject,
  { type: 'UI.stop-voice' },
  { type: 'VISIT.ended' },
  { type: 'RESTART' },
];

type Edge = { from: string; event: string; to: string; after: AnyMachineSnapshot };

/** Breadth first over state and cause, with every delay let run out as an event of its own. */
function walk(): { states: Set<string>; edges: Edge[] } {
  const nameOf = (snapshot: AnyMachineSnapshot): string => JSON.stringify(snapshot.value);
  const [first] = initialTransition(terminalMachine);
  const seen = new Map<string, AnyMachineSnapshot>([[nameOf(first), first]]);
  const queue: AnyMachineSnapshot[] = [first];
  const edges: Edge[] = [];
  for (let before = queue.shift(); before !== undefined; before = queue.shift()) {
    const delays = before._nodes.flatMap((node) => node.after.map(({ eventType }) => ({ type: eventType })));
    for (const event of [...EVENTS, ...delays]) {
      const [after]: [AnyMachineSnapshot, ...unknown[]] = transition(terminalMachine, before, event);
      edges.push({ from: nameOf(before), event: event.type, to: nameOf(after), after });
      if (seen.has(nameOf(after))) continue;
      seen.set(nameOf(after), after);
      queue.push(after);
    }
  }
  return { states: new Set(seen.keys()), edges };
}

const leaves = (node: AnyStateNode): AnyStateNode[] => {
  const below = Object.values(node.states);
  return below.length === 0 ? [node] : below.flatMap(leaves);
};

describe('every state of the terminal', () => {
  const { states, edges } = walk();

  it('is reached', () => {
    expect(states.size).toBe(leaves(terminalMachine.root).length);
  });

  it('never has the status error, and never ends', () => {
    expect([...new Set(edges.map(({ after }) => after.status))]).toEqual(['active']);
  });

  it('leads on', () => {
    for (const state of states) expect(edges.some(({ from, to }) => from === state && to !== state)).toBe(true);
  });

  it('has a limit of its own', () => {
    const limits = (node: AnyStateNode): number => node.after.length + (node.parent ? limits(node.parent) : 0);
    for (const node of leaves(terminalMachine.root)) expect([node.key, limits(node) > 0]).toEqual([node.key, true]);
  });

  it('begins a visit only by a touch, only from the open terminal', () => {
    const begun = edges.filter(({ from, to }) => to === '"visiting"' && from !== to);
    expect([...new Set(begun.map(({ from, event }) => `${from} ${event}`))]).toEqual(['"idle" UI.start']);
  });

  it('leaves a visit only by its end or by the limit that ends it', () => {
    const left = edges.filter(({ from, to }) => from === '"visiting"' && to !== from);
    expect(new Set(left.map(({ event }) => event.split('.').slice(0, 2).join('.')))).toEqual(
      new Set(['VISIT.ended', 'xstate.after']),
    );
  });

  it('has a name for the center', () => {
    const [first] = initialTransition(terminalMachine);
    expect(terminalStateOf(first)).toBe('starting');
  });
});
