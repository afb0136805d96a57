/** Fault: who clicked after an alarm had happened once more ended, or took over, what nobody had seen. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person, terminal } from './test-support/alarm-world.ts';

const A = 'KIOSK-T1';
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
  await world.meet(A);
});

const only = async () => {
  const [alarm] = await node.care.list({ terminalId: A });
  if (alarm === undefined) throw new Error('no alarm');
  return alarm;
};
const compare = (id: number, times?: number) =>
  node.care.recordComparison(id, clerk, {
    finding: 'same-person',
    comparedBy: 'Synthetic Clerk',
    comparedAt: world.now(),
    times,
  });

test.each(['acknowledge', 'clear'] as const)('%s of what was seen once, once it was seen twice', async (act) => {
  await node.desk.raise(terminal(A), 'VISIT_PROCESS_DIED');
  const { id, times } = await only();
  await node.desk.raise(terminal(A), 'VISIT_PROCESS_DIED');
  expect((await node.care[act](id, clerk, null, times))._unsafeUnwrapErr()).toEqual({ kind: 'happened-again' });
  expect(await only()).toMatchObject({ acknowledgedBy: null, clearedBy: null, times: 2 });
  expect(world.audited.filter((line) => line.startsWith('clerk'))).toEqual([]);
  expect((await node.care[act](id, clerk, null, 2)).isOk()).toBe(true);
});

test.each(['acknowledge', 'clear'] as const)('%s while it happens again between looking and writing', async (act) => {
  await node.desk.raise(terminal(A), 'VISIT_PROCESS_DIED');
  const { id, times } = await only();
  world.whileAuditing = () => node.desk.raise(terminal(A), 'VISIT_PROCESS_DIED');
  expect((await node.care[act](id, clerk, null, times))._unsafeUnwrapErr()).toEqual({ kind: 'happened-again' });
  expect(await only()).toMatchObject({ acknowledgedBy: null, clearedBy: null, times: 2 });
  const action = act === 'clear' ? 'alarm-cleared' : 'alarm-acknowledged';
  expect(world.audited.at(-1)).toBe(`clerk ${action} ${A}:VISIT_PROCESS_DIED:${id} too-late`);
});

test('a comparison of what was seen once', async () => {
  await node.desk.raise(terminal(A), 'ANSWER_FOR_OTHER_VISIT');
  const { id, times } = await only();
  await node.desk.raise(terminal(A), 'ANSWER_FOR_OTHER_VISIT');
  expect((await compare(id, times))._unsafeUnwrapErr()).toEqual({ kind: 'happened-again' });
  expect((await compare(id, 2)).isOk()).toBe(true);
  expect((await node.care.clear(id, clerk, null, 1))._unsafeUnwrapErr()).toEqual({ kind: 'happened-again' });
  expect((await node.care.clear(id, clerk, null, 2)).isOk()).toBe(true);
});
