/** Fault: terminals of an early stage that were away got the order later and failed by it, and no stage counted them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshStore } from '../test-support/fresh-store.ts';
import { type RollOutWorld, rollOutWorld } from './test-support/roll-out-world.ts';

let world: RollOutWorld;
beforeAll(async () => {
  world = rollOutWorld(await freshStore());
}, 60_000);
afterAll(() => world.close());

test('an order of an earlier stage that fails late stops the running one', async () => {
  await world.register('alpha', 20);
  const rule = { stagesPercent: [50, 100], successPercent: 50, stopAtFailurePercent: 20, stageMinutes: 30 };
  const id = await world.approved('alpha', rule);
  const runner = world.runner(false);
  await runner.round();
  await world.send(id, 8);
  await world.answer(id, 'done', 8);
  world.passMinutes(29);
  // Two that were away are there at last, in the first stage's last minute by the clock of their orders.
  world.passMinutes(1);
  await runner.round();
  expect(await world.told(id)).toMatchObject({ state: 'running', stage: 2 });
  const first = (await world.ordersOf(id)).filter((row) => row.roll_out_stage === 1 && row.state === 'queued');
  expect(first).toHaveLength(2);
  for (const { command_id } of first) {
    await world.database
      .updateTable('commands')
      .set({
        state: 'refused',
        result: 'failed',
        process_id: 'P',
        signed: 's',
        sent_at: world.now(),
        settled_at: world.now(),
      })
      .where('command_id', '=', command_id)
      .execute();
  }
  await runner.round();
  expect(await world.told(id)).toMatchObject({ state: 'stopped', stoppedFor: 'failures', stage: 2 });
});
