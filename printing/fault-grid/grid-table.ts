/** The grid as Markdown: a row for each fault and whether somebody mends it, a column for each phase. */
import type { GridCell, Outcome } from './outcome.ts';

const WORDS: Readonly<Record<Outcome, string>> = {
  confirmed: 'confirmed',
  'ask-the-clerk': 'ask',
  nothing: 'nothing',
};

const LEGEND = [
  '*confirmed*: all sheets came out, and the terminal knows it. *nothing*: none came out or ever will, and it knows that:',
  'paid back at once. *ask*: the clerk looks into the tray. The number is what really lay there in the end.',
].join('\n');

export function gridTable(title: string, cells: readonly GridCell[], phases: readonly string[]): string {
  const rows = Map.groupBy(cells, ({ fault, mended }) => `${fault}\t${mended}`);
  const lines = [...rows.values()].map((row) => {
    const [first] = row;
    const byPhase = phases.map((phase) => {
      const cell = row.find((candidate) => candidate.phase === phase);
      return cell === undefined ? '–' : `${WORDS[cell.outcome]} ${cell.came}`;
    });
    return `| ${first?.fault} | ${first?.mended === true ? 'yes' : 'no'} | ${byPhase.join(' | ')} |`;
  });
  const head = `| fault | mended | ${phases.join(' | ')} |`;
  const ruler = `|${' --- |'.repeat(phases.length + 2)}`;
  return `### ${title}\n\n${LEGEND}\n\n${[head, ruler, ...lines].join('\n')}\n`;
}
