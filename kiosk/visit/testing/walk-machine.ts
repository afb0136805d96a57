/**
 * Walks every reachable state of a machine without running it: from each state, every event it could get, including each
 * answer and each failure of what it invokes. Edges are what the proofs of the visit are made over.
 */
import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type EventObject,
  initialTransition,
  transition,
} from 'xstate';

export type Edge = { from: string; event: string; to: string; before: AnyMachineSnapshot; after: AnyMachineSnapshot };
export type Walk = { states: ReadonlySet<string>; edges: readonly Edge[] };

/** A state's name: the leaves of its value. */
export function nameOf(snapshot: AnyMachineSnapshot): string {
  return typeof snapshot.value === 'string' ? snapshot.value : JSON.stringify(snapshot.value);
}

const LIMIT = 20_000;

export function walkMachine(
  machine: AnyStateMachine,
  o: {
    input: unknown;
    /** Touches and device events to try in every state. */
    events: readonly EventObject[];
    /** Possible outputs of each invoked actor, by its source name. */
    outputs: Readonly<Record<string, readonly unknown[]>>;
    /** Context that makes two states of one name different. */
    key: (snapshot: AnyMachineSnapshot) => string;
    /** Leaves out what a walk need not tell apart (a second region, say). */
    name?: (snapshot: AnyMachineSnapshot) => string;
  },
): Walk {
  const name = o.name ?? nameOf;
  const [first] = initialTransition(machine, o.input);
  const seen = new Map<string, AnyMachineSnapshot>([[`${name(first)} ${o.key(first)}`, first]]);
  const queue: AnyMachineSnapshot[] = [first];
  const edges: Edge[] = [];
  while (queue.length > 0 && seen.size < LIMIT) {
    const before = queue.shift();
    if (before === undefined || before.status !== 'active') continue;
    for (const event of [...o.events, ...answersIn(before, o.outputs), ...delaysIn(before)]) {
      const [after]: [AnyMachineSnapshot, ...unknown[]] = transition(machine, before, event);
      if (after === before) continue;
      edges.push({ from: name(before), event: event.type, to: name(after), before, after });
      const key = `${name(after)} ${o.key(after)}`;
      if (seen.has(key)) continue;
      seen.set(key, after);
      queue.push(after);
    }
  }
  return { states: new Set([...seen.values()].map(name)), edges };
}

function answersIn(snapshot: AnyMachineSnapshot, outputs: Readonly<Record<string, readonly unknown[]>>): EventObject[] {
  return snapshot._nodes.flatMap((node) =>
    node.invoke.flatMap((invoked): EventObject[] => {
      const source = typeof invoked.src === 'string' ? invoked.src : '';
      const answers = (outputs[source] ?? []).map((output) => ({ type: `xstate.done.actor.${invoked.id}`, output }));
      return [
        ...answers,
        { type: `xstate.error.actor.${invoked.id}`, error: new Error('A bug in a device.') } as EventObject,
      ];
    }),
  );
}

function delaysIn(snapshot: AnyMachineSnapshot): EventObject[] {
  return snapshot._nodes.flatMap((node) => node.after.map((delayed) => ({ type: delayed.eventType })));
}

/** Leaf states that are not final and that nothing leads out of. */
export function deadEnds(walk: Walk): string[] {
  const left = new Set(walk.edges.filter((edge) => edge.to !== edge.from).map((edge) => edge.from));
  const final = new Set(walk.edges.filter((edge) => edge.after.status === 'done').map((edge) => edge.to));
  return [...walk.states].filter((state) => !left.has(state) && !final.has(state));
}

/** Every state node of a machine. */
export function nodesOf(machine: AnyStateMachine): AnyStateNode[] {
  const below = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(below)];
  return below(machine.root);
}
