/**
 * Every fault at every phase of a job, at both printers: what the terminal says is never more certain than what lies in the
 * tray (invariant E, P18). `node printing/fault-grid.ts` prints the same grid as a table.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { gridTable } from './grid-table.ts';
import { broken, type GridCell } from './outcome.ts';
import { PAGE_FAULT_CASES, PAGE_PHASES, playPageGrid } from './page-grid.ts';
import { playReceiptGrid, RECEIPT_FAULT_CASES, RECEIPT_PHASES } from './receipt-grid.ts';

const MENDABLE_AT_THE_PRINTER = ['paper out', 'jam', 'cover open', 'toner empty', 'output full', 'stands still'];
const LINE_FAULTS = ['offline', 'hung', 'cut answer', 'foreign answer'];

const cellName = ({ fault, phase, mended }: GridCell) => `${fault}, ${phase}, ${mended ? '' : 'not '}mended`;
const wrong = (cells: readonly GridCell[]) =>
  cells.flatMap((cell) => {
    const why = broken(cell);
    return why === null ? [] : [`${cellName(cell)}: ${why}`];
  });

describe('page printer', () => {
  let grid: readonly GridCell[];
  beforeAll(async () => {
    grid = await playPageGrid();
  });
  const outcomes = (pick: (cell: GridCell) => boolean) => new Set(grid.filter(pick).map(({ outcome }) => outcome));

  test('no cell says more than lies in the tray, and the next job comes out alone', () => {
    const rows = PAGE_FAULT_CASES.reduce((sum, { mend }) => sum + (mend === undefined ? 1 : 2), 0);
    expect(grid).toHaveLength(rows * PAGE_PHASES.length);
    expect(wrong(grid)).toEqual([]);
  });

  test('what a clerk can mend costs nobody anything: the job ends confirmed', () => {
    const mended = outcomes(({ fault, mended }) => mended && MENDABLE_AT_THE_PRINTER.includes(fault));
    expect([...mended]).toEqual(['confirmed']);
  });

  test('a fault that was there before anything was sent is certain: nothing came out', () => {
    const before = outcomes(
      ({ fault, phase, mended }) =>
        phase === 'before sending' &&
        (LINE_FAULTS.includes(fault) ||
          (!mended && MENDABLE_AT_THE_PRINTER.includes(fault) && fault !== 'stands still')),
    );
    expect([...before]).toEqual(['nothing']);
  });

  test('once the printer may have the job nobody calls it nothing', () => {
    expect(outcomes(({ phase }) => phase !== 'before sending').has('nothing')).toBe(false);
  });
});

describe('receipt printer', () => {
  let grid: readonly GridCell[];
  beforeAll(async () => {
    grid = await playReceiptGrid();
  });

  test('no cell says more than was cut off, and the next receipt comes out', () => {
    const rows = RECEIPT_FAULT_CASES.reduce((sum, { mend }) => sum + (mend === undefined ? 1 : 2), 0);
    expect(grid).toHaveLength(rows * RECEIPT_PHASES.length);
    expect(wrong(grid)).toEqual([]);
  });

  test('a fault mended on the way ends confirmed, one not mended is taken back', () => {
    const faults = ['paper end', 'cover open', 'cutter', 'unrecoverable'];
    const onTheWay = grid.filter(({ fault, phase }) => faults.includes(fault) && phase === 'printing');
    for (const { mended, outcome, came } of onTheWay) {
      expect([outcome, came]).toEqual(mended ? ['confirmed', 1] : ['ask-the-clerk', 0]);
    }
  });
});

describe('the rule itself', () => {
  const good: GridCell = {
    ...{ printer: 'page', fault: 'jam', phase: 'accepted', mended: true },
    ...{ outcome: 'confirmed', came: 3, wanted: 3, next: 'printed' },
  };

  test.each([
    [{ came: 2 }, 'confirmed, and something is missing'],
    [{ came: 4 }, 'more came out than was asked for'],
    [{ outcome: 'nothing', came: 1 }, 'something came out that was said not to'],
    [{ outcome: 'ask-the-clerk', came: 1, next: 'not-printed' }, 'the next job did not come out'],
  ] as const)('%j breaks it', (change, why) => {
    expect(broken({ ...good, ...change })).toBe(why);
  });

  test('doubt is allowed over any number, and the table shows both', () => {
    for (const came of [0, 1, 3]) expect(broken({ ...good, outcome: 'ask-the-clerk', came })).toBeNull();
    expect(gridTable('Synthetic', [good], ['accepted', 'first sheet'])).toContain('| jam | yes | confirmed 3 | – |');
  });
});
