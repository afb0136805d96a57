/** One cell of the grid: a box is led to the state, the fault strikes, time passes to the end, and what is left is accounted for. */
import type { CertificateFonts } from '../../../printing/index.ts';
import { type Box, openBox } from '../box/box.ts';
import type { FakeTime } from '../box/fake-time.ts';
import type { Mutant } from '../box/mutant.ts';
import { RESIDENTS, type Resident } from '../box/people.ts';
import { actAsAsked } from '../box/resident-robot.ts';
import { country } from '../box/vrs-model.ts';
import type { GridFault } from './faults.ts';
import type { GridState } from './states.ts';

export type GridCell = {
  readonly fault: string;
  readonly state: string;
  /** How the visit that was struck ended; null where none was on. */
  readonly outcome: string | null;
  /** The terminal before anything was mended, where no visit was on. */
  readonly meanwhile: string | null;
  /** The terminal in the end, everything mended: `idle`, or the cause it is closed for. */
  readonly end: string;
  readonly insertedYen: number;
  readonly keptYen: number;
  readonly backYen: number;
  readonly owedYen: number;
  readonly sheets: number;
  readonly faults: readonly string[];
};

const STEP_MS = 500;
const RELIEF_MS = 8_000;
/** After a visit, and where none was on: long enough for the terminal to see what is wrong, a line that stays away included. */
const OVER_STEPS = 8;
const IDLE_STEPS = 60;
/** Longer than any patience of a visit. */
const WAIT_LIMIT_MS = 12 * 60_000;
/** Once mended: long enough for every retry of the host. */
const AFTERWARDS_MS = 45_000;

export async function playCell(
  fault: GridFault,
  state: GridState,
  o: { time: FakeTime; fonts: CertificateFonts; mutant?: Mutant },
): Promise<GridCell> {
  const { time } = o;
  time.restart();
  const upstream = await country(() => time.nowMs());
  await upstream.seed();
  const box = await openBox({ ...o, country: upstream });
  const [who] = RESIDENTS;
  try {
    await time.advance(1_500);
    await state.reach(box, who);
    const inVisit = box.visit !== null;
    fault.strike(box);
    await box.time.settle();
    setTimeout(() => {
      if (fault.group !== 'page printer') state.relieve?.(box);
    }, RELIEF_MS);
    await goOn(box, who, inVisit ? OVER_STEPS : IDLE_STEPS);
    const meanwhile = inVisit || !box.hostIsUp ? null : endOf(box);
    await fault.mend?.(box);
    await settleDown(box, who);
    const { faults } = box.witness;
    box.witness.lookAtTheEnd(box.screens.text());
    const books = box.fee.books();
    return {
      fault: fault.name,
      state: state.name,
      outcome: inVisit ? (box.host.lastVisit()?.outcome ?? 'cut off') : null,
      meanwhile,
      end: endOf(box),
      insertedYen: books.insertedYen,
      keptYen: books.keptYen,
      backYen: books.backYen,
      owedYen: books.escrowYen,
      sheets: box.printer.sheets.length,
      faults: [...faults],
    };
  } finally {
    await box.end();
  }
}

/** The resident goes on as the screen asks, until the visit is over or the wait is. */
async function goOn(box: Box, who: Resident, steps: number): Promise<void> {
  const limit = box.time.nowMs() + WAIT_LIMIT_MS;
  let over = 0;
  while (box.time.nowMs() < limit && over < steps) {
    const isOver = !box.hostIsUp || (box.visit === null && box.host.state() !== 'visit');
    over = isOver ? over + 1 : 0;
    if (!isOver && box.residentIsThere) actAsAsked(box, who);
    await box.time.advance(STEP_MS);
    look(box);
  }
  // Whoever leaves takes along what is in sight, unless gone already.
  if (box.residentIsThere && box.visit === null && box.hostIsUp) box.takeCard();
}

/** Nobody starts another visit; a clerk's session locks by itself. */
async function settleDown(box: Box, who: Resident): Promise<void> {
  const limit = box.time.nowMs() + AFTERWARDS_MS;
  while (box.time.nowMs() < limit) {
    const name = box.screens.current()?.screen.name;
    if (name !== 'attract' && box.visit !== null && box.residentIsThere) actAsAsked(box, who);
    if (name?.startsWith('operator-') === true) box.screens.touch({ type: 'operator-lock' });
    await box.time.advance(STEP_MS);
    look(box);
  }
}

function look(box: Box): void {
  const nobody = box.hostIsUp && box.visit === null && box.host.state() !== 'visit';
  box.witness.look(nobody ? box.screens.text() : null);
}

function endOf(box: Box): string {
  const state = box.host.state();
  return state === 'idle' || state === 'visit' ? state : box.host.cause();
}
