/** Any order of reports, time and rounds on two nodes against a model that was written from the rule in words. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld } from './test-support/alarm-world.ts';

const T = 'KIOSK-M1';
const AFTER_SECONDS = 300;
const SETTLE_SECONDS = 60;
let world: AlarmWorld;
let nodes: readonly [RunningAlarms, RunningAlarms];

beforeAll(async () => {
  world = await buildAlarmWorld();
  nodes = [await world.node(), await world.node()];
}, 60_000);
afterAll(() => world.close());

/** What happens each half minute: whether the fault shows, which node hears of it, and which looks then. */
const stepArbitrary = fc.record({
  shown: fc.constantFrom(true, true, true, false),
  repeated: fc.integer({ min: 1, max: 6 }),
  hears: fc.constantFrom<0 | 1>(0, 1),
  looks: fc.constantFrom<readonly (0 | 1)[]>([0], [1], [0, 1]),
});
const STEP_SECONDS = 30;

/** The rule in words: a fault that was never away for a minute counts from when it was first seen. */
function model(history: readonly boolean[]): boolean {
  let since: number | null = null;
  let lastShown = 0;
  let open = false;
  for (const [step, shown] of history.entries()) {
    const seconds = step * STEP_SECONDS;
    if (shown) {
      since ??= seconds;
      lastShown = seconds;
      if (seconds - since >= AFTER_SECONDS) open = true;
    } else if (since !== null) {
      // It is away since the first report that did not show it.
      const awaySince = lastShown + STEP_SECONDS;
      if (seconds - awaySince >= SETTLE_SECONDS) {
        since = null;
        open = false;
      }
    }
  }
  return open;
}

test('an alarm is open exactly when the rule in words says so', async () => {
  let opened = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(stepArbitrary, { minLength: 3, maxLength: 10 }), async (steps) => {
      await emptyAlarmWorld(world);
      await world.meet(T);
      const history: boolean[] = [];
      for (const { shown, repeated, hears, looks } of steps) {
        for (let time = 0; time < repeated; time += 1) {
          const changes = { devices: { cardReader: shown ? 'absent' : 'empty' } };
          await nodes[hears].desk.takeStatus(world.status(T, changes));
          await Promise.all(looks.map((node) => nodes[node].round()));
          history.push(shown);
          const expected = model(history);
          if (expected) opened += 1;
          expect(await world.open()).toEqual(expected ? [`${T} CARD_READER_BROKEN 1`] : []);
          world.advance(STEP_SECONDS);
        }
      }
    }),
    { numRuns: 25, seed: 7 },
  );
  // Some of these runs must have led to alarms, or nothing was shown.
  expect(opened).toBeGreaterThan(20);
}, 120_000);
