/** Terminals that go down by an order say nothing: the next stage does not begin while they may still be failures. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshStore } from '../test-support/fresh-store.ts';
import { type RollOutWorld, rollOutWorld } from './test-support/roll-out-world.ts';

let world: RollOutWorld;
beforeAll(async () => {
  world = rollOutWorld(await freshStore());
}, 60_000);
afterAll(() => world.close());

test('orders that were sent and not answered hold the next stage up until they count as lost', async () => {
  await world.register('alpha', 20);
  const rule = { stagesPercent: [50, 100], successPercent: 80, stopAtFailurePercent: 20, stageMinutes: 30 };
  const id = await world.approved('alpha', rule);
  const runner = world.runner(false);
  await runner.round();
  await world.send(id, 10);
  await world.answer(id, 'done', 8);
  // The stage's time is over some moments before the orders of its last batch run out.
  world.passMinutes(30);
  await runner.round();
  expect(await world.ordersOf(id)).toHaveLength(10);
  await world.expire();
  await runner.round();
  expect(await world.told(id)).toMatchObject({ state: 'stopped', stoppedFor: 'failures', stage: 1 });
  expect(await world.ordersOf(id)).toHaveLength(10);
});

test('terminals that are away hold nothing up', async () => {
  await world.register('beta', 20);
  const rule = { stagesPercent: [50, 100], successPercent: 80, stopAtFailurePercent: 20, stageMinutes: 30 };
  const id = await world.approved('beta', rule);
  const runner = world.runner(false);
  await runner.round();
  await world.send(id, 8);
  await world.answer(id, 'done', 8);
  world.passMinutes(30);
  await runner.round();
  expect(await world.told(id)).toMatchObject({ state: 'running', stage: 2 });
});
