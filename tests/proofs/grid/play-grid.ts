/** Plays every cell, one after another, in one fake time. */
import { loadCertificateFonts } from '../../../printing/index.ts';
import { fakeTime } from '../box/fake-time.ts';
import { GRID_FAULTS, type GridFault } from './faults.ts';
import { type GridCell, playCell } from './play-cell.ts';
import { GRID_STATES, type GridState } from './states.ts';

export async function playGrid(
  faults: readonly GridFault[] = GRID_FAULTS,
  states: readonly GridState[] = GRID_STATES,
): Promise<readonly GridCell[]> {
  const fonts = (await loadCertificateFonts())._unsafeUnwrap();
  const time = fakeTime();
  try {
    const cells: GridCell[] = [];
    for (const fault of faults) {
      for (const state of states) cells.push(await playCell(fault, state, { time, fonts }));
    }
    return cells;
  } finally {
    time.end();
  }
}
