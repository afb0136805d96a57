/** Fault: what an alarm did by itself while the audit trail was away, or its node ended at once, never came into the trail. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { losePresence, takePresence } from '../store/index.ts';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, terminal } from './test-support/alarm-world.ts';

const T = 'KIOSK-Z1';
let world: AlarmWorld;
let node: RunningAlarms;

beforeAll(async () => {
  world = await buildAlarmWorld();
  node = await world.node();
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await emptyAlarmWorld(world);
  world.auditIsAway = false;
  await world.meet(T);
});

const report = (changes: object = {}, events: readonly object[] = []) =>
  node.desk.takeStatus(world.status(T, changes, events));
/** Does something while the trail is away, and tells what is in the trail of it once it is back. */
const whileAway = async (act: () => Promise<unknown>): Promise<readonly string[]> => {
  world.auditIsAway = true;
  const before = world.audited.length;
  await act();
  expect(world.audited).toHaveLength(before);
  world.auditIsAway = false;
  await world.settle();
  return world.audited.slice(before).map((line) => line.replace(/:\d+ /, ' '));
};

test('an alarm that a terminal ends with its report', async () => {
  await report({}, [{ event: 'CARD_LEFT' }]);
  expect(await world.open()).toEqual([`${T} CARD_LEFT 1`]);
  expect(await whileAway(() => report({}, [{ event: 'CARD_LEFT', code: 'gone' }]))).toEqual([
    `center alarm-cleared ${T}:CARD_LEFT gone`,
  ]);
});

test('an alarm whose cause has gone', async () => {
  await report({ devices: { pagePrinter: 'jam' } });
  world.advance(900);
  await node.round();
  expect(await world.open()).toEqual([`${T} PAGE_PRINTER_BROKEN 1`]);
  await report();
  world.advance(61);
  expect(await whileAway(() => node.round())).toEqual([`center alarm-cleared ${T}:PAGE_PRINTER_BROKEN gone`]);
});

test('a terminal that was lost and is back', async () => {
  await takePresence(world.store.database, terminal(T), 'one', world.now());
  await losePresence(world.store.database, terminal(T), 'one', world.now());
  world.advance(3_600);
  await node.slowRound();
  expect(await world.open()).toEqual([`${T} TERMINAL_LOST 1`]);
  await takePresence(world.store.database, terminal(T), 'two', world.now());
  expect(await whileAway(() => node.slowRound())).toEqual([`center alarm-cleared ${T}:TERMINAL_LOST returned`]);
});

test('a right-person check that fails once more', async () => {
  const fail = () => report({ cause: 'right-person', state: 'suspended' }, [{ event: 'RIGHT_PERSON_FAILED' }]);
  await fail();
  expect(await whileAway(fail)).toEqual([`center alarm-raised ${T}:RIGHT_PERSON_FAILED critical`]);
  expect(await world.open()).toEqual([`${T} RIGHT_PERSON_FAILED 2`]);
  expect(await whileAway(() => node.desk.raise(terminal(T), 'RIGHT_PERSON_FAILED'))).toEqual([
    `center alarm-raised ${T}:RIGHT_PERSON_FAILED critical`,
  ]);
});
