/** The store or the audit trail is away for a moment: what was to be raised is raised later, what was to be released stays stopped (P2). */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { standingOf } from '../store/index.ts';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, terminal } from './test-support/alarm-world.ts';

const T = 'KIOSK-L1';
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

const standing = async () => (await standingOf(world.store.database, terminal(T))).suspendedFor;

test('an alarm that the store could not take is raised with the next round', async () => {
  const { database } = world.store;
  await sql`alter table alarms rename to alarms_away`.execute(database);
  await expect(node.desk.raise(terminal(T), 'SECOND_EVENT_STREAM')).rejects.toThrow();
  await expect(node.desk.raise(terminal(T), 'SECOND_EVENT_STREAM')).rejects.toThrow();
  await expect(node.round()).rejects.toThrow();
  await sql`alter table alarms_away rename to alarms`.execute(database);
  await node.round();
  expect(await world.open()).toEqual([`${T} SECOND_EVENT_STREAM 1`]);
  await node.round();
  expect(await world.open()).toEqual([`${T} SECOND_EVENT_STREAM 1`]);
});

test('a release that cannot be audited is not done', async () => {
  await node.desk.takeStatus(
    world.status(T, { cause: 'right-person', state: 'suspended' }, [{ event: 'RIGHT_PERSON_FAILED' }]),
  );
  const [alarm] = await node.care.list({});
  const comparison = { finding: 'no-paper-issued', comparedBy: 'Synthetic Clerk', comparedAt: world.now() } as const;
  await node.care.recordComparison(alarm?.id ?? 0, { kind: 'tool' }, comparison);
  world.auditIsAway = true;
  await node.desk.releaseRightPerson(terminal(T), 'Synthetic Clerk').catch(() => undefined);
  expect(await standing()).toBe('RIGHT_PERSON_FAILED');
  expect(await world.open()).toEqual([`${T} RIGHT_PERSON_FAILED 1`]);
  world.auditIsAway = false;
  await node.desk.releaseRightPerson(terminal(T), 'Synthetic Clerk');
  expect(await standing()).toBeNull();
  expect(world.audited.at(-1)).toBe(`center alarm-cleared ${T}:RIGHT_PERSON_FAILED:${alarm?.id} released`);
});

test('a failure that comes while the release is audited holds it, and the trail says so', async () => {
  const fail = () =>
    node.desk.takeStatus(
      world.status(T, { cause: 'right-person', state: 'suspended' }, [{ event: 'RIGHT_PERSON_FAILED' }]),
    );
  await fail();
  const [alarm] = await node.care.list({});
  const comparison = { finding: 'no-paper-issued', comparedBy: 'Synthetic Clerk', comparedAt: world.now() } as const;
  await node.care.recordComparison(alarm?.id ?? 0, { kind: 'tool' }, comparison);
  world.whileAuditing = fail;
  await node.desk.releaseRightPerson(terminal(T), 'Synthetic Clerk');
  expect(await standing()).toBe('RIGHT_PERSON_FAILED');
  expect(world.audited.at(-1)).toBe(`center alarm-cleared ${T}:RIGHT_PERSON_FAILED:${alarm?.id} too-late`);
});
