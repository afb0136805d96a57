/** The whole state machine on a real store, whatever people, terminals, time and two nodes at once do to it. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshStore } from '../test-support/fresh-store.ts';
import { reachOf } from './stage-rule.ts';
import { APPROVER, type RollOutWorld, rollOutWorld } from './test-support/roll-out-world.ts';

let world: RollOutWorld;
beforeAll(async () => {
  world = rollOutWorld(await freshStore());
});
afterAll(() => world.close());

const few = fc.integer({ min: 1, max: 12 });
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('rounds' as const), nodes: fc.constantFrom(1, 2) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), orders: few }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('done' as const), orders: few }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('failed' as const), orders: fc.constant(1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.constantFrom(5, 31) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'stop' as const) }) },
);

let chains = 0;
test('never more terminals than the stage allows, none twice, none after a stop, none in a pause', async () => {
  const [left, right] = [world.runner(false), world.runner(false)];
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 25 }),
      fc.constantFrom([100], [10, 50, 100], [1, 2, 100]),
      fc.array(act, { minLength: 10, maxLength: 40 }),
      async (terminals, stagesPercent, acts) => {
        chains += 1;
        const chain = `chain${chains}`;
        await world.register(chain, terminals);
        const id = await world.approved(chain, { stagesPercent });
        let before = { orders: 0, state: 'running' as string };
        for (const step of acts) {
          let sent = 0;
          switch (step.kind) {
            case 'rounds':
              await Promise.all(step.nodes === 2 ? [left.round(), right.round()] : [left.round()]);
              break;
            case 'send':
              sent = await world.send(id, step.orders);
              break;
            case 'done':
            case 'failed':
              await world.answer(id, step.kind, step.orders);
              break;
            case 'pass':
              world.passMinutes(step.minutes);
              await world.expire();
              break;
            default:
              await world.desk[step.kind](APPROVER, id);
          }
          const told = await world.told(id);
          const orders = await world.ordersOf(id);
          expect(told.targets).toBe(terminals);
          expect(orders.length).toBeLessThanOrEqual(reachOf(stagesPercent, terminals, told.stage));
          for (let stage = 1; stage <= told.stage; stage += 1) {
            const ofStage = orders.filter((order) => order.roll_out_stage === stage).length;
            const room = reachOf(stagesPercent, terminals, stage) - reachOf(stagesPercent, terminals, stage - 1);
            expect(ofStage).toBeLessThanOrEqual(room);
          }
          expect(new Set(orders.map(({ terminal_id }) => terminal_id)).size).toBe(orders.length);
          if (before.state !== 'running') {
            expect(orders.length).toBe(before.orders);
            expect(sent).toBe(0);
          }
          if (told.state === 'stopped') expect(told.counts.queued).toBe(0);
          if (told.state === 'finished') expect(orders.length).toBe(terminals);
          before = { orders: orders.length, state: told.state };
        }
        ends.add(before.state);
        await world.desk.stop(APPROVER, id);
      },
    ),
    { numRuns: 25, seed: 8 },
  );
  // The walks have been everywhere, or nothing was shown.
  expect([...ends].sort()).toEqual(['finished', 'paused', 'running', 'stopped']);
}, 120_000);
