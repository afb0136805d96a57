/**
 * A chart as a Mermaid state diagram. A way out of an inner state that leaves its composite state is drawn from the composite
 * one (Mermaid knows no edge across that border), and says where it begins.
 */
import type { ChartState } from './machine-chart.ts';

type Edge = { readonly from: string; readonly to: string; readonly label: string };

/** The diagram's text, without its fence. */
export function mermaidOf(chart: ChartState): string {
  return ['stateDiagram-v2', ...indented(drawn(chart))].join('\n');
}

function drawn(state: ChartState): string[] {
  const edges = merged(liftedEdges(state));
  if (state.kind === 'parallel') {
    const regions = state.states.flatMap((region, index) => [...(index === 0 ? [] : ['--']), ...drawn(region)]);
    return [`state ${quoted(state.name)} as ${state.id} {`, ...indented(regions), '}', ...noteOf(state)];
  }
  const inside = [
    ...(state.first === null ? [] : [`[*] --> ${state.first}`]),
    ...state.states.flatMap((child) => [
      ...(child.states.length > 0 ? drawn(child) : [`state ${quoted(child.name)} as ${child.id}`, ...noteOf(child)]),
      ...(child.kind === 'final' ? [`${child.id} --> [*]`] : []),
    ]),
    ...edges.map(({ from, to, label }) => `${from} --> ${to} : ${label}`),
  ];
  return [`state ${quoted(state.name)} as ${state.id} {`, ...indented(inside), '}', ...noteOf(state)];
}

/** Every way between children of this state, those of inner states lifted to the child that holds them. */
function liftedEdges(state: ChartState): Edge[] {
  const holder = (id: string): ChartState | undefined => state.states.find((child) => holds(child, id));
  return state.states.flatMap((child) =>
    all(child).flatMap((inner) =>
      inner.ways.flatMap(({ to, label }): Edge[] => {
        const target = holder(to);
        if (target === undefined) return [];
        // Drawn further in, where both ends are.
        if (target === child && inner !== child && to !== child.id) return [];
        const begin = inner === child ? '' : ` (from ${inner.name})`;
        const end = target.id === to ? '' : ` (to ${nameOf(target, to)})`;
        return [{ from: child.id, to: target.id, label: `${label}${begin}${end}` }];
      }),
    ),
  );
}

/** Ways between the same two states in one edge. */
function merged(edges: readonly Edge[]): Edge[] {
  const groups = Map.groupBy(edges, ({ from, to }) => `${from} ${to}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, label: [...new Set(group.map(({ label }) => label))].join(', ') }];
  });
}

function noteOf(state: ChartState): string[] {
  const { id, invokes, hears } = state;
  const inward = state.ways.filter(({ to }) => to !== id && holds(state, to));
  const lines = [
    ...inward.map(({ to, label }) => `${label} leads to ${nameOf(state, to)}`),
    ...(invokes.length === 0 ? [] : [`runs ${invokes.join(', ')}`]),
    ...(hears.length === 0 ? [] : [`hears ${hears.join(', ')}`]),
  ];
  return lines.length === 0 ? [] : [`note right of ${id}`, ...indented(lines), 'end note'];
}

const all = (state: ChartState): ChartState[] => [state, ...state.states.flatMap(all)];
const holds = (state: ChartState, id: string): boolean => all(state).some((one) => one.id === id);
const nameOf = (state: ChartState, id: string): string => all(state).find((one) => one.id === id)?.name ?? id;
const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
const quoted = (text: string): string => `"${text}"`;
