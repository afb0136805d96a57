/** The documents of docs/machines: one diagram a machine, and an index with every limit. Pure, and the same at every run. */
import type { AnyStateMachine } from 'xstate';
import { operatorMachine } from '../../../kiosk/operator/index.ts';
import { terminalMachine } from '../../../kiosk/terminal/index.ts';
import {
  applyMachine,
  chooseMachine,
  handOverMachine,
  identifyMachine,
  PATIENCE,
  passportMachine,
  patienceOf,
  payMachine,
  printMachine,
  SLOW_PACE_FACTOR,
  VISIT_LIMIT_MS,
  visitMachine,
} from '../../../kiosk/visit/machine/index.ts';
import { type ChartState, chartOf } from './machine-chart.ts';
import { mermaidOf } from './mermaid.ts';

type Drawn = {
  readonly file: string;
  readonly title: string;
  readonly says: string;
  readonly machine: AnyStateMachine;
};

export const MACHINES: readonly Drawn[] = [
  { file: 'visit', title: 'Visit', says: 'the whole visit, and the patience that ends it', machine: visitMachine },
  { file: 'identify', title: 'Identify', says: 'card, kind, PIN, reading, card back', machine: identifyMachine },
  { file: 'passport', title: 'Passport', says: 'a passport, where VRS misses its items', machine: passportMachine },
  { file: 'apply', title: 'Apply', says: 'municipality, application, answer', machine: applyMachine },
  { file: 'choose', title: 'Choose', says: 'preview, copies, confirmation', machine: chooseMachine },
  { file: 'pay', title: 'Pay', says: 'the fee, never over a card in the reader', machine: payMachine },
  { file: 'print', title: 'Print', says: 'copy after copy, each to its confirmed end', machine: printMachine },
  { file: 'hand-over', title: 'Hand over', says: 'settlement, paper, misprints, receipt', machine: handOverMachine },
  { file: 'terminal', title: 'Terminal', says: "the terminal's own life", machine: terminalMachine },
  { file: 'operator', title: 'Operator', says: "the store operator's screens", machine: operatorMachine },
];

const MADE_BY = 'Made from the machine itself by `node tests/proofs/machine-diagrams.ts`; a test compares.';
const HOW_TO_READ =
  'A condition stands in brackets; one written in place is told by its turn, `[case 1]` before `[case 2]`. Notes name the actors that run in a state and what it hears without leaving.';

/** Every document by its file name. */
export function machineDocuments(): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', index()],
    ...MACHINES.map((drawn): [string, string] => [`${drawn.file}.md`, documentOf(drawn)]),
  ]);
}

function documentOf({ title, says, machine }: Drawn): string {
  const diagram = mermaidOf(chartOf(machine));
  return `# ${title}: ${says}\n\n${MADE_BY} ${HOW_TO_READ}\n\n\`\`\`mermaid\n${diagram}\n\`\`\`\n`;
}

function index(): string {
  const machines = MACHINES.map(
    ({ file, title, says, machine }) => `| [${title}](${file}.md) | ${says} | ${leaves(chartOf(machine)).length} |`,
  );
  const delays = MACHINES.flatMap(({ title, machine }) => delaysOf(title, machine));
  const screens = SCREENS.map((name) => {
    const { limitMs, warnBeforeMs } = PATIENCE[name];
    const slowMs = patienceOf(name, { slowPace: true }).limitMs;
    return `| ${name} | ${seconds(limitMs)} | ${warnBeforeMs === 0 ? '–' : seconds(warnBeforeMs)} | ${seconds(slowMs)} |`;
  });
  return [
    '# The machines of the terminal\n',
    `${MADE_BY}\n`,
    '| machine | what it leads through | states |\n| --- | --- | --- |',
    ...machines,
    '\n## Limits of the states\n',
    'Every state of a visit paints a screen, and no screen waits longer than this without a touch. A warning comes before the limit',
    `where somebody is expected to touch, and more time can be asked for. No visit lasts longer than ${seconds(VISIT_LIMIT_MS)} before paper moves;`,
    `where a slower pace was chosen, all that waits for a person waits ${SLOW_PACE_FACTOR} times as long, the warning and the whole visit included.\n`,
    '| screen | limit | warning before it | limit at a slower pace |\n| --- | --- | --- | --- |',
    ...screens,
    '\n## Delays of the machines\n',
    'States that leave by themselves. A delay that depends on the screen is in the table above.\n',
    '| machine | state | delay | after |\n| --- | --- | --- | --- |',
    ...delays,
    '',
  ].join('\n');
}

function delaysOf(title: string, machine: AnyStateMachine): string[] {
  const chart = chartOf(machine);
  return all(chart).flatMap((state) =>
    state.delays.map((delay) => {
      const known: unknown = machine.implementations.delays[delay];
      const value = typeof known === 'number' ? known : Number(delay);
      return `| ${title} | ${state.name} | ${delay} | ${Number.isNaN(value) ? 'by the screen' : seconds(value)} |`;
    }),
  );
}

const isScreen = (name: string): name is keyof typeof PATIENCE => Object.hasOwn(PATIENCE, name);
const SCREENS = Object.keys(PATIENCE).filter(isScreen);
const all = (state: ChartState): ChartState[] => [state, ...state.states.flatMap(all)];
const leaves = (state: ChartState): ChartState[] => all(state).filter(({ states }) => states.length === 0);
const seconds = (ms: number): string => `${ms / 1000} s`;
