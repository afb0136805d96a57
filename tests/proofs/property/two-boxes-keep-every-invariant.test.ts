/**
 * Any 200 events at two terminals that share one center and one VRS: after each of them, and once all is mended, invariants A–H hold.
 * More runs: KOFU_PROOF_RUNS=500; another seed: KOFU_PROOF_SEED; a smaller counterexample: KOFU_PROOF_SHRINK=1. What is printed is
 * a list of events for `replay`.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CertificateFonts, loadCertificateFonts } from '../../../printing/index.ts';
import { type FakeTime, fakeTime } from '../box/fake-time.ts';
import { eventList, type ProofEvent } from './events.ts';
import { type ProofCounts, replay } from './two-boxes.ts';

const RUNS = Number(process.env['KOFU_PROOF_RUNS'] ?? 30);
const SEED = Number(process.env['KOFU_PROOF_SEED'] ?? 20230327);
const EVENTS = 200;
const LIMIT_PER_RUN_MS = 30_000;

let time: FakeTime;
let fonts: CertificateFonts;
beforeAll(async () => {
  fonts = (await loadCertificateFonts())._unsafeUnwrap();
  time = fakeTime();
});
afterAll(() => time.end());

describe('two terminals at one center', () => {
  const sum: ProofCounts = { visits: 0, cardsRead: 0, payments: 0, sheets: 0, alarms: 0 };
  const count = (counts: ProofCounts): void => {
    sum.visits += counts.visits;
    sum.cardsRead += counts.cardsRead;
    sum.payments += counts.payments;
    sum.sheets += counts.sheets;
    sum.alarms += counts.alarms;
  };

  it(
    'keep every invariant through any sequence of events',
    async () => {
      await fc.assert(
        fc.asyncProperty(eventList(EVENTS), async (events: ProofEvent[]) => {
          const broken = await replay(events, { time, fonts, count });
          if (broken.length > 0) throw new Error(`${broken.join('\n')}\n${JSON.stringify(events)}`);
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: process.env['KOFU_PROOF_SHRINK'] !== '1' },
      );
    },
    RUNS * LIMIT_PER_RUN_MS,
  );

  it('did enough meanwhile to have broken one', () => {
    expect(sum.visits).toBeGreaterThan(RUNS);
    expect(sum.cardsRead).toBeGreaterThan(RUNS);
    expect(sum.payments).toBeGreaterThan(RUNS);
    expect(sum.sheets).toBeGreaterThan(RUNS);
    expect(sum.alarms).toBeGreaterThan(0);
  });
});
