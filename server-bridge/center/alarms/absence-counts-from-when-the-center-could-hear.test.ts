/** Fault: after the whole center had been away, every terminal that had not come back yet was lost at the first look. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { losePresence, takePresence } from '../store/index.ts';
import { type AlarmWorld, buildAlarmWorld, terminal } from './test-support/alarm-world.ts';

const A = 'KIOSK-H1';
const B = 'KIOSK-H2';
let world: AlarmWorld;
beforeAll(async () => {
  world = await buildAlarmWorld();
}, 60_000);
afterAll(() => world.close());

test('who has had no time to come back is not lost; who does not come back is', async () => {
  for (const id of [A, B]) {
    await world.meet(id);
    await takePresence(world.store.database, terminal(id), `stream-${id}`, world.now());
    await losePresence(world.store.database, id, `stream-${id}`, world.now());
  }
  world.advance(3_600);
  const node = await world.node();
  await node.round();
  await node.slowRound();
  expect(await world.open()).toEqual([]);
  world.advance(60);
  await takePresence(world.store.database, terminal(A), 'again', world.now());
  world.advance(60);
  await node.slowRound();
  expect(await world.open()).toEqual([]);
  world.advance(61);
  await node.slowRound();
  expect(await world.open()).toEqual([`${B} TERMINAL_LOST 1`]);
});
