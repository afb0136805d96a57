/**
 * Walks every reachable state of a machine without running it: from each state, every event it could get, including each
 * answer and each failure of what it invokes. Edges are what the proofs of the visit are made over.
 */
import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type EventObject,
  getInitialMicrosteps,
  getMicrosteps,
  initialTransition,
  transition,
} from 'xstate';

export type Edge = {
  from: string;
  event: string;
  /** What an invoked actor answered, where the event is its answer. */
  output: unknown;
  to: string;
  before: AnyMachineSnapshot;
  after: AnyMachineSnapshot;
};
export type Walk = {
  machine: AnyStateMachine;
  first: string;
  /** States the machine rests in. */
  states: ReadonlySet<string>;
  /** Ids of every state node entered, those only passed through included. */
  entered: ReadonlySet<string>;
  edges: readonly Edge[];
  /** The walk was not cut short. */
  complete: boolean;
};

/** A state's name: the leaves of its value. */
export function nameOf(snapshot: AnyMachineSnapshot): string {
  return typeof snapshot.value === 'string' ? snapshot.value : JSON.stringify(snapshot.value);
}

const LIMIT = 20_000;

type Answer = EventObject & { output?: unknown };

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
  const entered = new Set<string>();
  const enter = (steps: readonly (readonly [AnyMachineSnapshot, ...unknown[]])[]): void => {
    for (const [passed] of steps) for (const node of passed._nodes) entered.add(node.id);
  };
  const steps = new Set<string>();
  const [first] = initialTransition(machine, o.input);
  enter(getInitialMicrosteps(machine, o.input));
  const seen = new Map<string, AnyMachineSnapshot>([[`${name(first)} ${o.key(first)}`, first]]);
  const queue: AnyMachineSnapshot[] = [first];
  const edges: Edge[] = [];
  while (queue.length > 0 && seen.size < LIMIT) {
    const before = queue.shift();
    if (before === undefined || before.status !== 'active') continue;
    const events: Answer[] = [...o.events, ...answersIn(before, o.outputs), ...delaysIn(before)];
    for (const event of events) {
      const [after]: [AnyMachineSnapshot, ...unknown[]] = transition(machine, before, event);
      if (after === before) continue;
      edges.push({ from: name(before), event: event.type, output: event.output, to: name(after), before, after });
      const step = `${name(before)} ${event.type} ${name(after)}`;
      if (!steps.has(step)) enter(getMicrosteps(machine, before, event));
      steps.add(step);
      const key = `${name(after)} ${o.key(after)}`;
      if (seen.has(key)) continue;
      seen.set(key, after);
      queue.push(after);
    }
  }
  return {
    machine,
    first: name(first),
    states: new Set([...seen.values()].map(name)),
    entered,
    edges,
    complete: queue.length === 0,
  };
}

function answersIn(snapshot: AnyMachineSnapshot, outputs: Readonly<Record<string, readonly unknown[]>>): Answer[] {
  return snapshot._nodes.flatMap((node) =>
    node.invoke.flatMap((invoked): Answer[] => {
      const source = typeof invoked.src === 'string' ? invoked.src : '';
      const answers = (outputs[source] ?? []).map((output) => ({ type: `xstate.done.actor.${invoked.id}`, output }));
      const failure = { type: `xstate.error.actor.${invoked.id}`, error: new Error('A bug in a device.') };
      return [...answers, failure];
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

/** Every state that is still reached when the edges so described are not there. */
export function reachedWithout(walk: Walk, missing: (edge: Edge) => boolean): Set<string> {
  const ways = new Map<string, Set<string>>();
  for (const edge of walk.edges) {
    if (missing(edge)) continue;
    ways.set(edge.from, (ways.get(edge.from) ?? new Set()).add(edge.to));
  }
  const reached = new Set([walk.first]);
  const queue = [walk.first];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const next of ways.get(state) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      queue.push(next);
    }
  }
  return reached;
}

/** Every state node of a machine. */
export function nodesOf(machine: AnyStateMachine): AnyStateNode[] {
  const below = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(below)];
  return below(machine.root);
}

/** Every way into a state: from where, by which event. */
export function waysInto(edges: readonly Edge[], state: string): string[] {
  const ways = edges.filter((edge) => edge.to === state && edge.from !== state);
  return [...new Set(ways.map((edge) => `${edge.from} by ${edge.event}`))].sort();
}
