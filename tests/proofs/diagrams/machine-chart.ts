/**
 * A state machine as data: its states in their nesting, and every way out of each, in the words of its definition. Read from the
 * XState definition itself, so that nothing can be drawn that is not there.
 */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

export type ChartState = {
  /** Unique in its machine, made of the names on the way to it: a letter first, then letters, digits and `_`. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly first: string | null;
  readonly states: readonly ChartState[];
  /** Names of the actors that run while it is the state. */
  readonly invokes: readonly string[];
  /** Events it hears without leaving. */
  readonly hears: readonly string[];
  readonly ways: readonly ChartWay[];
  /** Names of its delays, or milliseconds. */
  readonly delays: readonly string[];
};
/** `label` is what takes the machine there, and under which condition. */
export type ChartWay = { readonly to: string; readonly label: string };

/** The chart of a machine, in the order of its definition. */
export function chartOf(machine: AnyStateMachine): ChartState {
  return stateOf(machine.root);
}

function stateOf(node: AnyStateNode): ChartState {
  const states = Object.values(node.states)
    .toSorted((a, b) => a.order - b.order)
    .map(stateOf);
  const transitions = [...node.transitions.values()].flat();
  const always = node.always ?? [];
  const initial = node.initial?.target?.[0];
  const leads = (transition: AnyTransitionDefinition) => (transition.target ?? []).length > 0;
  return {
    id: idOf(node),
    name: node.key,
    kind: node.type,
    first: node.type === 'compound' && initial !== undefined ? idOf(initial) : null,
    states,
    invokes: node.invoke.map((invoked) => sourceName(invoked.src)),
    hears: unique(transitions.filter((transition) => !leads(transition)).map((one) => causeOf(one.eventType, node))),
    ways: [
      ...[...node.transitions.values()].flatMap((choices) => waysOf(choices, (one) => causeOf(one.eventType, node))),
      ...waysOf(always, () => 'at once'),
    ],
    delays: unique(node.after.map(({ delay }) => String(delay))),
  };
}

function waysOf(
  choices: readonly AnyTransitionDefinition[],
  cause: (transition: AnyTransitionDefinition) => string,
): ChartWay[] {
  return choices.flatMap((transition, index) =>
    (transition.target ?? []).map((target: AnyStateNode) => ({
      to: idOf(target),
      label: [cause(transition), conditionOf(transition, index, choices.length), deedsOf(transition)]
        .filter((part) => part !== '')
        .join(' '),
    })),
  );
}

/** `visit.journey.menu` as `visit_journey_menu`. */
function idOf(node: AnyStateNode): string {
  return [node.machine.id, ...node.path].map((part) => part.replace(/[^A-Za-z0-9]/g, '')).join('_');
}

function causeOf(eventType: string, node: AnyStateNode): string {
  const delayed = node.after.find((one) => one.eventType === eventType);
  if (delayed !== undefined) return `after ${delayed.delay}`;
  const invoked = node.invoke.find((one) => eventType.endsWith(`.actor.${one.id}`));
  if (invoked === undefined) return eventType.replace(/^xstate\.done\.state\..*$/, 'part done');
  return `${sourceName(invoked.src)} ${eventType.startsWith('xstate.error') ? 'failed' : 'done'}`;
}

function conditionOf({ guard }: AnyTransitionDefinition, index: number, of: number): string {
  if (guard === undefined) return of > 1 ? '[else]' : '';
  if (typeof guard === 'string') return `[${guard}]`;
  if (typeof guard === 'object' && 'type' in guard) return `[${String(guard.type)}]`;
  // A condition written in place has no name: its turn is told.
  return `[case ${index + 1}]`;
}

function deedsOf({ actions }: AnyTransitionDefinition): string {
  const named = actions.flatMap((action: unknown) => {
    if (typeof action === 'string') return [action];
    return typeof action === 'object' && action !== null && 'type' in action ? [String(action.type)] : [];
  });
  return named.length === 0 ? '' : `/ ${unique(named).join(', ')}`;
}

function sourceName(src: unknown): string {
  return typeof src === 'string' ? src : 'an actor of its own';
}

const unique = (words: readonly string[]): string[] => [...new Set(words)];
