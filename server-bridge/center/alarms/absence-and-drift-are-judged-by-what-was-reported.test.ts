/** Rules at their edges: a duration of nothing makes no fleet lost, and a directive nobody issued is no good directive. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { losePresence, takePresence } from '../store/index.ts';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person, terminal } from './test-support/alarm-world.ts';

const T = 'KIOSK-D1';
const AWAY = 'KIOSK-D2';
let world: AlarmWorld;
let node: RunningAlarms;

beforeAll(async () => {
  world = await buildAlarmWorld();
  node = await world.node();
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await emptyAlarmWorld(world);
  world.directiveVersion = null;
  for (const id of [T, AWAY]) await world.meet(id);
});

test('with no duration at all, terminals without a connection are away; those that report every so often are not', async () => {
  const rule = { severity: 'major', afterSeconds: 0, repeatMinutes: 0, notify: false, enabled: true } as const;
  expect((await node.care.changeRule('TERMINAL_LOST', rule, person('clerk'))).isOk()).toBe(true);
  const { database } = world.store;
  for (const id of [T, AWAY]) {
    await takePresence(database, terminal(id), 'stream', world.now());
    await node.desk.takeStatus(world.status(id));
  }
  world.advance(10);
  await losePresence(database, AWAY, 'stream', world.now());
  world.advance(1);
  await node.slowRound();
  expect(await world.open()).toEqual([`${AWAY} TERMINAL_LOST 1`]);
});

test('a directive that is newer than the center’s own is drift as an older one is', async () => {
  world.directiveVersion = 8;
  await node.desk.takeStatus(world.status(T, { directiveVersion: 9 }));
  world.advance(900);
  await node.round();
  expect(await world.open()).toEqual([`${T} DIRECTIVE_DRIFT 1`]);
});
