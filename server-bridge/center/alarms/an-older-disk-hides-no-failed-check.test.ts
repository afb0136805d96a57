/** P2: a terminal whose disk was put back counts its events from an older number; what it tells under numbers the center has had is still heard. */

import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { TerminalStatusSchema } from '../../protocol/index.ts';
import { standingOf } from '../store/index.ts';
import { statusOf } from '../test-support/bridge-world.ts';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, terminal } from './test-support/alarm-world.ts';

const T = 'KIOSK-R1';
let world: AlarmWorld;
let node: RunningAlarms;

beforeAll(async () => {
  world = await buildAlarmWorld();
  node = await world.node();
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await emptyAlarmWorld(world);
  await world.meet(T);
});

const report = (events: readonly object[]) =>
  node.desk.takeStatus(v.parse(TerminalStatusSchema, statusOf('P'.repeat(22), events, T)));
const event = (seq: number, name: string) => ({ seq, at: world.now().toISOString(), event: name });

test('a failed check under an old number closes the terminal at once', async () => {
  await report([1, 2, 3, 4].map((seq) => event(seq, 'VISIT_STARTED')));
  world.advance(60);
  await report([event(2, 'RIGHT_PERSON_FAILED')]);
  expect((await standingOf(world.store.database, terminal(T))).suspendedFor).toBe('RIGHT_PERSON_FAILED');
  expect((await world.open()).toSorted()).toEqual([`${T} EVENTS_LOST 1`, `${T} RIGHT_PERSON_FAILED 1`]);
});

test('the same report once more is nothing new', async () => {
  await report([event(1, 'HOST_STARTED'), event(2, 'RIGHT_PERSON_FAILED')]);
  await report([event(1, 'HOST_STARTED'), event(2, 'RIGHT_PERSON_FAILED')]);
  expect(await world.open()).toEqual([`${T} RIGHT_PERSON_FAILED 1`]);
});

test('an end under an old number ends nothing', async () => {
  await report([event(1, 'HOST_STARTED'), event(2, 'REFUND_OWED')]);
  world.advance(60);
  await report([event(1, 'REFUND_SETTLED')]);
  expect((await world.open()).toSorted()).toEqual([`${T} EVENTS_LOST 1`, `${T} REFUND_OWED 1`]);
});
