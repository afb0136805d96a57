/** Fault: staff's act stood in the audit trail and was refused after that; the trail said that an integrity alarm was released (P2). */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ComparisonFinding, standingOf } from '../store/index.ts';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person, terminal } from './test-support/alarm-world.ts';

const A = 'KIOSK-E1';
const B = 'KIOSK-E2';
const C = 'KIOSK-E3';
const clerk = person('clerk');
let world: AlarmWorld;
let node: RunningAlarms;

beforeAll(async () => {
  world = await buildAlarmWorld();
  node = await world.node();
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await emptyAlarmWorld(world);
  for (const id of [A, B, C]) await world.meet(id);
});

const fail = (id: string) =>
  node.desk.takeStatus(
    world.status(id, { cause: 'right-person', state: 'suspended' }, [{ event: 'RIGHT_PERSON_FAILED' }]),
  );
const idOf = async (code: string, terminalId: string): Promise<number> => {
  const alarm = (await node.care.list({})).find((open) => open.code === code && open.terminalId === terminalId);
  if (alarm === undefined) throw new Error('no such alarm is open');
  return alarm.id;
};
const compare = (id: number, finding: ComparisonFinding = 'same-person') =>
  node.care.recordComparison(id, clerk, { finding, comparedBy: 'Synthetic Clerk', comparedAt: world.now() });
const ofStaff = () => world.audited.filter((line) => !line.startsWith('center'));

test('a terminal that fails while the end of the route’s stop is audited holds it, and the trail says so', async () => {
  for (const id of [A, B]) await fail(id);
  for (const id of [A, B]) await compare(await idOf('RIGHT_PERSON_FAILED', id));
  const route = await idOf('ROUTE_STOPPED', 'center');
  await compare(route);
  world.whileAuditing = () => fail(C);
  expect((await node.care.clear(route, clerk, null))._unsafeUnwrapErr()).toEqual({ kind: 'needs-comparison' });
  expect((await standingOf(world.store.database, terminal(C))).suspendedFor).not.toBeNull();
  expect(world.audited.at(-1)).toBe(`clerk alarm-cleared center:ROUTE_STOPPED:${route} too-late`);
});

test('an alarm that another person ended while its end was audited', async () => {
  for (const id of [A, B]) await fail(id);
  for (const id of [A, B]) await compare(await idOf('RIGHT_PERSON_FAILED', id));
  const route = await idOf('ROUTE_STOPPED', 'center');
  await compare(route);
  world.whileAuditing = () => node.care.clear(route, person('other'), null);
  expect((await node.care.clear(route, clerk, null))._unsafeUnwrapErr()).toEqual({ kind: 'no-open-alarm' });
  const target = `center:ROUTE_STOPPED:${route}`;
  expect(ofStaff().slice(-3)).toEqual([
    `clerk alarm-cleared ${target} route-released`,
    `other alarm-cleared ${target} route-released`,
    `clerk alarm-cleared ${target} too-late`,
  ]);
});

test('a comparison that does not cover what happened while it was audited', async () => {
  await fail(A);
  const id = await idOf('RIGHT_PERSON_FAILED', A);
  world.whileAuditing = () => fail(A);
  expect((await compare(id))._unsafeUnwrapErr()).toEqual({ kind: 'compared-when' });
  expect(world.audited.at(-1)).toBe(`clerk comparison-recorded ${A}:RIGHT_PERSON_FAILED:${id} too-late`);
});

test('an approval that another person was faster with', async () => {
  await fail(A);
  const id = await idOf('RIGHT_PERSON_FAILED', A);
  await compare(id, 'other-person');
  world.whileAuditing = () => node.care.approveRelease(id, person('faster'));
  const refused = await node.care.approveRelease(id, person('slower'));
  expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'nothing-to-approve' });
  expect(world.audited.at(-1)).toBe(`slower comparison-recorded ${A}:RIGHT_PERSON_FAILED:${id} too-late`);
});
