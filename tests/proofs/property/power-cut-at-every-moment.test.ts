/**
 * The power goes, or the host dies, at one moment after another of paying, printing and settling: after the restart every yen is with
 * somebody, nothing was charged without paper, and a sheet that nobody took keeps the terminal closed (P18, K5).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CertificateFonts, loadCertificateFonts } from '../../../printing/index.ts';
import { type Box, openBox } from '../box/box.ts';
import { type FakeTime, fakeTime } from '../box/fake-time.ts';
import { RESIDENTS } from '../box/people.ts';
import { actAsAsked, goUntil } from '../box/resident-robot.ts';
import { country } from '../box/vrs-model.ts';

/** No multiple of any delay of the devices, so that cuts fall before, into and after each call. */
const STEP_MS = 47;
const ACT_EVERY_STEPS = 3;
const RESTART_MS = 40_000;
const LIMIT_MS = 120_000;
/** Longer than paying, printing and taking the paper take. */
const MOST_STEPS = 400;

let time: FakeTime;
let fonts: CertificateFonts;
beforeAll(async () => {
  fonts = (await loadCertificateFonts())._unsafeUnwrap();
  time = fakeTime();
});
afterAll(() => time.end());

type Story = {
  readonly name: string;
  readonly cut: (box: Box) => void;
  /** Does its part at every step. */
  readonly meanwhile: (box: Box) => void;
  /** The screens on which it is struck. */
  readonly screens: readonly string[];
  /** Whether paper lies, or may lie, in the machine where it was struck. */
  readonly mayLie: (at: Omit<Cut, 'wrong' | 'end'>) => boolean;
};
type Cut = { screen: string; wrong: string[]; end: string; isTaken: boolean; sheets: number };

/** Plays a visit until this many steps after the payment began, cuts, starts again; null when the visit was over before. */
async function cutAfter(steps: number, { cut, meanwhile }: Story): Promise<Cut | null> {
  time.restart();
  const box = await openBox({ time, fonts, country: await country(() => time.nowMs()) });
  const [who] = RESIDENTS;
  try {
    await time.advance(1_500);
    await goUntil(box, who, (name) => name === 'payment');
    for (let step = 0; step < steps; step += 1) {
      if (step % ACT_EVERY_STEPS === 0) actAsAsked(box, who);
      meanwhile(box);
      await time.advance(STEP_MS);
      if (box.visit === null) return null;
    }
    const screen = box.screens.current()?.screen.name ?? 'dark';
    const isTaken = screen === 'receipt' || screen === 'goodbye';
    cut(box);
    await time.advance(3_000);
    await box.startHost();
    await time.advance(RESTART_MS);
    box.witness.lookAtTheEnd(box.screens.text());
    const { insertedYen, keptYen, backYen, escrowYen } = box.fee.books();
    const wrong = [...box.witness.faults];
    if (insertedYen !== keptYen + backYen || escrowYen !== 0) wrong.push('E: a yen with nobody');
    const end = box.host.state() === 'idle' ? 'idle' : box.host.cause();
    return { screen, wrong, end, isTaken, sheets: box.printer.sheets.length };
  } finally {
    await box.end();
  }
}

const nothing = (): void => {};
const untilTaken: Story['mayLie'] = ({ screen, isTaken, sheets }) => !isTaken && (sheets > 0 || screen === 'printing');
const WHOLE_VISIT = ['payment', 'printing', 'take-paper', 'receipt', 'goodbye'];

const STORIES: readonly Story[] = [
  {
    name: 'the power goes, all copies good',
    cut: (box) => box.cutPower(),
    meanwhile: nothing,
    screens: WHOLE_VISIT,
    mayLie: untilTaken,
  },
  {
    name: 'the host dies, all copies good',
    cut: (box) => box.crashHost(),
    meanwhile: nothing,
    screens: WHOLE_VISIT,
    mayLie: untilTaken,
  },
  {
    // The fee is kept, and the half of it paid back: the cut falls between the two as well.
    name: 'the power goes, the printer gives up the second copy',
    cut: (box) => box.cutPower(),
    meanwhile: ({ printer }) => {
      const job = printer.openJob();
      if (printer.sheets.length === 1 && job?.phase === 'moving' && !job.isOut) printer.abortJob();
    },
    screens: ['payment', 'printing', 'take-paper', 'receipt', 'refused'],
    // The printer may have been wrong about the copy it gave up: a person looks.
    mayLie: ({ screen, sheets }) => sheets > 0 || screen === 'printing',
  },
];

describe.each(STORIES)('$name: at every moment from payment to farewell', (story) => {
  it(
    'no yen is left with nobody and no paper for the next person',
    async () => {
      const cuts: Cut[] = [];
      for (let steps = 0; steps < MOST_STEPS; steps += 1) {
        const one = await cutAfter(steps, story);
        if (one === null) break;
        cuts.push(one);
      }
      expect(cuts.flatMap(({ screen, wrong }) => wrong.map((why) => `${screen}: ${why}`))).toEqual([]);
      expect([...new Set(cuts.map(({ screen }) => screen))]).toEqual(story.screens);
      // Where paper lies, or may, nobody is invited; everywhere else service goes on.
      for (const { end, wrong, ...at } of cuts) {
        expect([at, wrong, end]).toEqual([at, [], story.mayLie(at) ? 'needs-staff-paper-left' : 'idle']);
      }
    },
    LIMIT_MS,
  );
});
