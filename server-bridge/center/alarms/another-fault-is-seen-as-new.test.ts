/** Fault: a jam after paper had run out, or a second supply, changed nothing of an alarm that somebody had taken over. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person } from './test-support/alarm-world.ts';

const A = 'KIOSK-D1';
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

const show = (changes: object) => node.desk.takeStatus(world.status(A, changes));
const printer = (pagePrinter: string) => show({ devices: { pagePrinter } });
const stands = async (seconds: number) => {
  world.advance(seconds);
  await node.round();
};
const only = async () => {
  const [alarm, ...more] = await node.care.list({ terminalId: A });
  expect(more).toEqual([]);
  return alarm;
};
const takeOver = async () => node.care.acknowledge((await only())?.id ?? 0, person('clerk'), null);

test('a jam after paper has run out is raised once more, when it has stood as long', async () => {
  await printer('paper');
  await stands(900);
  await takeOver();
  await printer('paper');
  await stands(900);
  expect(await only()).toMatchObject({ code: 'PAGE_PRINTER_BROKEN', times: 1, acknowledgedBy: 'Synthetic clerk' });
  await printer('jam');
  await stands(899);
  expect(await only()).toMatchObject({ times: 1, acknowledgedBy: 'Synthetic clerk' });
  await stands(1);
  expect(await only()).toMatchObject({ times: 2, acknowledgedBy: null, clearedAt: null });
  await printer('jam');
  await stands(900);
  expect(await only()).toMatchObject({ times: 2 });
});

test('a second supply that runs low is new; one that is filled up is not', async () => {
  const fourHours = 4 * 3_600;
  await show({ warnings: ['paper-low'] });
  await stands(fourHours);
  await takeOver();
  await show({ warnings: ['toner-low', 'paper-low'] });
  await stands(fourHours);
  expect(await only()).toMatchObject({ code: 'SUPPLIES_LOW', times: 2, acknowledgedBy: null });
  await takeOver();
  await show({ warnings: ['toner-low'] });
  await stands(fourHours);
  expect(await only()).toMatchObject({ times: 2, acknowledgedBy: 'Synthetic clerk' });
});

test('before it is an alarm, one fault that turns into another is one fault', async () => {
  await printer('paper');
  await stands(600);
  await printer('jam');
  await stands(300);
  expect(await only()).toMatchObject({ times: 1 });
});
