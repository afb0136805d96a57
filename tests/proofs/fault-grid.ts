/**
 * Prints what every fault at every state of a terminal comes to, and writes it to docs/visit-fault-grid.md:
 * `node tests/proofs/fault-grid.ts`. Ends with 1 where a cell breaks an invariant.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GRID_FAULTS } from './grid/faults.ts';
import { gridDocument } from './grid/grid-table.ts';
import { playGrid } from './grid/play-grid.ts';

const cells = await playGrid();
const document = gridDocument(cells, GRID_FAULTS);
writeFileSync(fileURLToPath(new URL('../../docs/visit-fault-grid.md', import.meta.url)), document);
process.stdout.write(document);
for (const { fault, state, faults } of cells) {
  for (const why of faults) {
    process.stderr.write(`${fault}, ${state}: ${why}\n`);
    process.exitCode = 1;
  }
}
