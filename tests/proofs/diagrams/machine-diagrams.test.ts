/** docs/machines shows the machines as they are, in a form that Mermaid can read. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { chartOf } from './machine-chart.ts';
import { MACHINES, machineDocuments } from './machine-documents.ts';
import { mermaidOf } from './mermaid.ts';
import { mermaidFaults } from './mermaid-grammar.ts';

const folder = fileURLToPath(new URL('../../../docs/machines/', import.meta.url));
const LIMIT_OF_STATES = 15;

describe('the documents of the machines', () => {
  it('are those of the machines as they are now (node tests/proofs/machine-diagrams.ts writes them anew)', () => {
    const written = new Map(readdirSync(folder).map((file) => [file, readFileSync(`${folder}${file}`, 'utf8')]));
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(machineDocuments()));
  });

  it.each(MACHINES)('draw the $file machine in the language of Mermaid', ({ machine }) => {
    expect(mermaidFaults(mermaidOf(chartOf(machine)))).toEqual([]);
  });

  it.each(MACHINES)('show at most 15 states at one level of the $file machine (design §5)', ({ machine }) => {
    const widest = (state: ReturnType<typeof chartOf>): number =>
      Math.max(state.states.length, ...state.states.map(widest));
    expect(widest(chartOf(machine))).toBeLessThanOrEqual(LIMIT_OF_STATES);
  });
});

describe('a diagram', () => {
  const small = createMachine({
    id: 'small',
    initial: 'waiting',
    states: {
      waiting: { on: { GO: [{ guard: 'ready', target: 'working.first', actions: 'count' }, { target: 'over' }] } },
      working: {
        initial: 'first',
        states: { first: { after: { 500: 'second' } }, second: { on: { STOP: '#small.over' } } },
      },
      over: { type: 'final' },
    },
  });

  it('draws ways, conditions, deeds, delays and ends, and lifts a way across a border', () => {
    expect(mermaidOf(chartOf(small))).toBe(
      [
        'stateDiagram-v2',
        '  state "small" as small {',
        '    [*] --> small_waiting',
        '    state "waiting" as small_waiting',
        '    state "working" as small_working {',
        '      [*] --> small_working_first',
        '      state "first" as small_working_first',
        '      state "second" as small_working_second',
        '      small_working_first --> small_working_second : after 500',
        '    }',
        '    state "over" as small_over',
        '    small_over --> [*]',
        '    small_waiting --> small_working : GO [ready] / count (to first)',
        '    small_waiting --> small_over : GO [else]',
        '    small_working --> small_over : STOP (from second)',
        '  }',
      ].join('\n'),
    );
  });

  it.each([
    ['an unknown state', 'stateDiagram-v2\n  a --> b'],
    ['a space in a name', 'stateDiagram-v2\n  state "a" as a b'],
    ['a colon in a label', 'stateDiagram-v2\n  state "a" as a\n  a --> a : x: y'],
    ['a missing brace', 'stateDiagram-v2\n  state "a" as a {'],
    ['another kind of diagram', 'flowchart TD'],
    ['a note without an end', 'stateDiagram-v2\n  state "a" as a\n  note right of a\n    text'],
  ])('with %s is found wrong', (_, text) => {
    expect(mermaidFaults(text)).not.toEqual([]);
  });
});
