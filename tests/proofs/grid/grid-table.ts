/** The grid as Markdown: a table for each group of faults, a row for each state, a column for each fault. */
import type { GridFault } from './faults.ts';
import type { GridCell } from './play-cell.ts';

const LEGEND = [
  'A terminal in a box (the real host, machines, till and journal on scripted devices, see `tests/proofs`) is led to a state, a fault',
  'strikes, the resident goes on as the screen asks, and the fault is mended when the visit is over. Each cell says how the visit',
  'ended (or what the terminal was closed for, where no visit was on), what the terminal is in the end (`idle`, or what it is closed',
  'for until a person has acted), the yen at the coin box as kept + returned (of two copies at 120 yen), and the sheets that came out. No cell owes money in the end, no sheet is another',
  "person's, nothing is charged without paper, and nothing of the person is on the page or on disk: the tests hold every cell.",
].join('\n');

export function gridDocument(cells: readonly GridCell[], faults: readonly GridFault[]): string {
  return [
    '# What comes of a fault at each state of a terminal\n',
    'Made by `node tests/proofs/fault-grid.ts`; a test plays the grid and compares.\n',
    `${LEGEND}\n`,
    `${counts(cells)}\n`,
    ...gridTables(cells, faults),
  ].join('\n');
}

/** A table for each group of these faults. */
export function gridTables(cells: readonly GridCell[], faults: readonly GridFault[]): string[] {
  return [...Map.groupBy(faults, ({ group }) => group)].map(([group, members]) =>
    table(
      group,
      members.map(({ name }) => name),
      cells,
    ),
  );
}

function table(group: string, names: readonly string[], cells: readonly GridCell[]): string {
  const rows = Map.groupBy(
    cells.filter(({ fault }) => names.includes(fault)),
    ({ state }) => state,
  );
  const lines = [...rows].map(([state, row]) => {
    const texts = names.map((name) => cellText(row.find(({ fault }) => fault === name)));
    return `| ${state} | ${texts.join(' | ')} |`;
  });
  return `## ${group}\n\n| state | ${names.join(' | ')} |\n|${' --- |'.repeat(names.length + 1)}\n${lines.join('\n')}\n`;
}

function cellText(cell: GridCell | undefined): string {
  if (cell === undefined) return '–';
  const before = cell.outcome ?? (cell.meanwhile === cell.end ? null : cell.meanwhile);
  const money = cell.insertedYen === 0 ? '' : `, ${cell.keptYen} + ${cell.backYen} yen`;
  const paper = cell.sheets === 0 ? '' : `, ${cell.sheets} ${cell.sheets === 1 ? 'sheet' : 'sheets'}`;
  const owed = cell.owedYen === 0 ? '' : `, ${cell.owedYen} owed`;
  return `${[...(before === null ? [] : [before]), cell.end].join(' → ')}${money}${owed}${paper}`;
}

function counts(cells: readonly GridCell[]): string {
  const by = (of: (cell: GridCell) => string): string =>
    [...Map.groupBy(cells, of)]
      .toSorted(([a, x], [b, y]) => y.length - x.length || a.localeCompare(b))
      .map(([word, some]) => `${word} ${some.length}`)
      .join(', ');
  return [
    `${cells.length} cells.`,
    `Visits ended: ${by(({ outcome }) => outcome ?? 'none was on')}.`,
    `Terminals ended: ${by(({ end }) => end)}.`,
  ].join(' ');
}
