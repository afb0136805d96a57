/** P2: a comparison answers for what had been seen when it was made, and for nothing that came later. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '../staff/rights.ts';
import { standingOf } from '../store/index.ts';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person, terminal } from './test-support/alarm-world.ts';

const A = 'KIOSK-C1';
const TOOL: Actor = { kind: 'tool' };
let world: AlarmWorld;
let node: RunningAlarms;

beforeAll(async () => {
  world = await buildAlarmWorld();
  node = await world.node();
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await emptyAlarmWorld(world);
  await world.meet(A);
});

const fail = () =>
  node.desk.takeStatus(
    world.status(A, { cause: 'right-person', state: 'suspended' }, [{ event: 'RIGHT_PERSON_FAILED' }]),
  );
const alarmId = async () => (await node.care.list({ terminalId: A }))[0]?.id ?? 0;
const compare = async (comparedAt: Date, finding: 'same-person' | 'other-person' = 'same-person') => {
  const comparison = { finding, comparedBy: 'Synthetic Clerk', comparedAt };
  const done = await node.care.recordComparison(await alarmId(), TOOL, comparison);
  return done.isOk() ? 'kept' : done.error.kind;
};

test('a comparison made before the terminal failed once more is not kept for that failure', async () => {
  await fail();
  world.advance(60);
  const comparedAt = world.now();
  world.advance(120);
  await fail();
  world.advance(60);
  expect(await compare(comparedAt)).toBe('compared-when');
  expect(await node.desk.hindranceOfRelease(terminal(A))).toBe('needs-comparison');
  expect(await compare(world.now())).toBe('kept');
  expect(await node.desk.hindranceOfRelease(terminal(A))).toBeNull();
});

test('a failure in the moment in which a comparison is written down is not covered by it', async () => {
  await fail();
  world.advance(60);
  const { database } = world.store;
  // The terminal fails again after the alarm was read and before the comparison is kept.
  world.whileAuditing = fail;
  expect(await compare(world.now())).toBe('compared-when');
  const { rows } = await sql<{ times: number }>`select times from alarm_comparisons`.execute(database);
  expect(rows.some(({ times }) => times === 2)).toBe(false);
  expect(await node.desk.hindranceOfRelease(terminal(A))).toBe('needs-comparison');
  expect((await standingOf(database, terminal(A))).suspendedFor).toBe('RIGHT_PERSON_FAILED');
});

test('who compared is not the second person, whoever wrote it down', async () => {
  await fail();
  const comparison = { finding: 'other-person', comparedBy: 'synthetic  SECOND ', comparedAt: world.now() } as const;
  expect((await node.care.recordComparison(await alarmId(), TOOL, comparison)).isOk()).toBe(true);
  const own = await node.care.approveRelease(await alarmId(), person('second'));
  expect(own.isErr() && own.error.kind).toBe('own-comparison');
  expect(await node.desk.hindranceOfRelease(terminal(A))).toBe('needs-second-person');
  expect((await node.care.approveRelease(await alarmId(), person('third'))).isOk()).toBe(true);
});
