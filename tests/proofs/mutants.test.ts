/**
 * The proofs can fail: terminals that do one thing wrong on purpose are caught, by a cell of the fault grid and by random events, and
 * for the right reason.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CertificateFonts, loadCertificateFonts } from '../../printing/index.ts';

import { type FakeTime, fakeTime } from './box/fake-time.ts';
import type { Mutant } from './box/mutant.ts';
import { GRID_FAULTS } from './grid/faults.ts';
import { playCell } from './grid/play-cell.ts';
import { GRID_STATES } from './grid/states.ts';
import { eventList } from './property/events.ts';
import { replay } from './property/two-boxes.ts';

const MOST_RUNS = 40;
const LIMIT_MS = 120_000;

const MUTANTS: readonly { name: string; mutant: Mutant; fault: string; state: string; reason: string }[] = [
  {
    name: 'takes whatever comes back for this person',
    mutant: { trustsEverybody: true },
    fault: "another person's record",
    state: 'municipality',
    reason: "A: another person's sheet",
  },
  {
    name: 'looks at no reader before money and paper',
    mutant: { overlooksCards: true },
    fault: "another person's card",
    state: 'confirm',
    reason: 'G: payment began with a card in the reader',
  },
  {
    name: 'keeps money without paper',
    mutant: { keepsMoneyAtOnce: true },
    fault: 'visit process dies',
    state: 'printing',
    reason: 'E: charged without paper',
  },
  {
    name: 'writes frames to disk',
    mutant: { writesFramesDown: true },
    fault: 'card pulled',
    state: 'preview',
    reason: 'B: a person in a file of the terminal',
  },
];

let time: FakeTime;
let fonts: CertificateFonts;
beforeAll(async () => {
  fonts = (await loadCertificateFonts())._unsafeUnwrap();
  time = fakeTime();
});
afterAll(() => time.end());

const cellOf = (faultName: string, stateName: string, mutant: Mutant) => {
  const fault = GRID_FAULTS.find(({ name }) => name === faultName);
  const state = GRID_STATES.find(({ name }) => name === stateName);
  if (fault === undefined || state === undefined) throw new Error('There is no such cell.');
  return playCell(fault, state, { time, fonts, mutant });
};

/** The first thing that random events find wrong; null when so many runs find nothing. */
async function foundByEvents(mutant: Mutant, reason: string): Promise<string | null> {
  for (const events of fc.sample(eventList(200), { seed: 1, numRuns: MOST_RUNS })) {
    const broken = await replay(events, { time, fonts, mutant });
    const found = broken.find((what) => what.includes(reason));
    if (found !== undefined) return found;
  }
  return null;
}

describe.each(MUTANTS)('a terminal that $name', ({ mutant, fault, state, reason }) => {
  it('is caught by the fault grid', async () => {
    expect((await cellOf(fault, state, mutant)).faults).toContain(reason);
    expect((await cellOf(fault, state, {})).faults).toEqual([]);
  });

  it(
    'is caught by random events',
    async () => {
      expect(await foundByEvents(mutant, reason)).toContain(reason);
    },
    LIMIT_MS,
  );
});

describe.each([
  {
    name: 'forgets an alarm',
    mutant: { forgetsAlarms: true },
    reason: 'A: somebody is served before the alarm was released',
  },
  {
    name: 'forgets a sheet that nobody took',
    mutant: { forgetsPaper: true },
    reason: "G: the next person was invited while somebody's paper lay there",
  },
])('a terminal that $name', ({ mutant, reason }) => {
  it(
    'is caught by random events',
    async () => {
      expect(await foundByEvents(mutant, reason)).toContain(reason);
    },
    LIMIT_MS,
  );
});
