/**
 * Prints what every fault at every phase of a job comes to, for both printers, as tables in Markdown:
 * `node printing/fault-grid.ts`. Ends with 1 where a cell breaks the rule.
 */

import { gridTable } from './fault-grid/grid-table.ts';
import { broken } from './fault-grid/outcome.ts';
import { PAGE_PHASES, playPageGrid } from './fault-grid/page-grid.ts';
import { playReceiptGrid, RECEIPT_PHASES } from './fault-grid/receipt-grid.ts';

const page = await playPageGrid();
const receipt = await playReceiptGrid();
process.stdout.write(gridTable('Page printer, a job of three sheets', page, PAGE_PHASES));
process.stdout.write('\n');
process.stdout.write(gridTable('Receipt printer, one receipt', receipt, RECEIPT_PHASES));
for (const cell of [...page, ...receipt]) {
  const why = broken(cell);
  if (why === null) continue;
  process.stderr.write(`${cell.printer}, ${cell.fault}, ${cell.phase}: ${why}\n`);
  process.exitCode = 1;
}
