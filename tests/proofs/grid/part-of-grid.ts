/** A part of the grid as a test: played anew, every cell held, and compared with the document. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FaultGroup, GRID_FAULTS } from './faults.ts';
import { gridTables } from './grid-table.ts';
import type { GridCell } from './play-cell.ts';
import { playGrid } from './play-grid.ts';
import { GRID_STATES } from './states.ts';

const DOCUMENT = fileURLToPath(new URL('../../../docs/visit-fault-grid.md', import.meta.url));
const LIMIT_MS = 300_000;

/** Plays these groups of faults at every state once, and holds what must be true of every cell. */
export function testGrid(groups: readonly FaultGroup[]): void {
  const faults = GRID_FAULTS.filter(({ group }) => groups.includes(group));
  let cells: readonly GridCell[] = [];
  beforeAll(async () => {
    cells = await playGrid(faults);
  }, LIMIT_MS);
  const wrong = (isWrong: (cell: GridCell) => boolean): string[] =>
    cells.filter(isWrong).map(({ fault, state, outcome, end }) => `${fault}, ${state}: ${outcome} → ${end}`);

  describe(`faults of ${groups.join(', ')}`, () => {
    it('strike at every state', () => {
      expect(cells).toHaveLength(faults.length * GRID_STATES.length);
    });

    it('break no invariant', () => {
      expect(
        cells.flatMap(({ fault, state, faults: broken }) => broken.map((why) => `${fault}, ${state}: ${why}`)),
      ).toEqual([]);
    });

    it('leave every yen with somebody', () => {
      expect(
        wrong(({ insertedYen, keptYen, backYen, owedYen }) => insertedYen !== keptYen + backYen + owedYen),
      ).toEqual([]);
      expect(wrong(({ owedYen }) => owedYen > 0)).toEqual([]);
    });

    it('leave no visit hanging, and the terminal in a state with a name', () => {
      expect(wrong(({ end }) => end === 'visit' || end === 'starting')).toEqual([]);
    });

    it('come to what the document says (node tests/proofs/fault-grid.ts writes it anew)', () => {
      const document = readFileSync(DOCUMENT, 'utf8');
      for (const table of gridTables(cells, faults)) expect(document).toContain(table);
    });
  });
}
