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
const STEP_MS = 37;
const ACT_EVERY_STEPS = 4;
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

type Cut = { screen: string; wrong: string[]; end: string; isTaken: boolean; sheets: number };

/** Plays a visit until this many steps after the payment began, cuts, starts again; null when the visit was over before. */
async function cutAfter(steps: number, cut: (box: Box) => void): Promise<Cut | null> {
  time.restart();
  const box = await openBox({ time, fonts, country: await country(() => time.nowMs()) });
  const [who] = RESIDENTS;
  try {
    await time.advance(1_500);
    await goUntil(box, who, (name) => name === 'payment');
    for (let step = 0; step < steps; step += 1) {
      if (step % ACT_EVERY_STEPS === 0) actAsAsked(box, who);
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

describe.each([
  { name: 'the power goes', cut: (box: Box): void => box.cutPower() },
  { name: 'the host dies', cut: (box: Box): void => box.crashHost() },
])('$name at every moment from payment to farewell', ({ cut }) => {
  it(
    'leaves no yen with nobody and no paper for the next person',
    async () => {
      const cuts: Cut[] = [];
      for (let steps = 0; steps < MOST_STEPS; steps += 1) {
        const one = await cutAfter(steps, cut);
        if (one === null) break;
        cuts.push(one);
      }
      expect(cuts.flatMap(({ screen, wrong }) => wrong.map((why) => `${screen}: ${why}`))).toEqual([]);
      // It was struck everywhere.
      expect([...new Set(cuts.map(({ screen }) => screen))]).toEqual([
        'payment',
        'printing',
        'take-paper',
        'receipt',
        'goodbye',
      ]);
      // Where paper lies, or may, nobody is invited; everywhere else service goes on.
      for (const { screen, end, isTaken, sheets } of cuts) {
        const mayLie = !isTaken && (sheets > 0 || screen === 'printing');
        expect([screen, sheets, end]).toEqual([screen, sheets, mayLie ? 'needs-staff-paper-left' : 'idle']);
      }
    },
    LIMIT_MS,
  );
});
