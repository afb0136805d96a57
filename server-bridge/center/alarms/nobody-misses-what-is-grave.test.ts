/** What is told first, told again and told late: no order of faults, receivers and deaths of nodes keeps an alarm from whoever is to hear of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { insertNotification } from '../store/index.ts';
import { eventually } from '../test-support/eventually.ts';
import { NotificationSchema, type RunningAlarms } from './index.ts';
import { NotificationConfigurationSchema } from './notifications/notification-configuration.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person } from './test-support/alarm-world.ts';
import { type LocalWebhook, startWebhook } from './test-support/local-webhook.ts';

const T = 'KIOSK-G1';
let world: AlarmWorld;
let directory: string;
let webhook: LocalWebhook;
let nodes: RunningAlarms[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-grave-'));
  await writeFile(join(directory, 'secret'), `${'s'.repeat(40)}\n`);
  world = await buildAlarmWorld();
}, 60_000);
afterAll(async () => {
  await world.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  await emptyAlarmWorld(world);
  await world.meet(T);
  webhook = await startWebhook();
});
afterEach(async () => {
  for (const node of nodes) await node.stop();
  nodes = [];
  await webhook.close();
});

const startNode = async (names: readonly string[], changes: object = {}): Promise<RunningAlarms> => {
  const receivers = names.map((name) => ({
    kind: 'webhook',
    name,
    url: `http://127.0.0.1:${webhook.port}/${name}`,
    secretFile: join(directory, 'secret'),
  }));
  const node = await world.node(v.parse(NotificationConfigurationSchema, { receivers, ...changes }));
  nodes.push(node);
  return node;
};
const settle = async (node: RunningAlarms) => {
  await node.round();
  await node.idle();
};
const told = (name: string) =>
  webhook.received
    .filter(({ url }) => url === `/${name}`)
    .flatMap(({ body }) => v.parse(NotificationSchema, JSON.parse(body)).alarms)
    .map(({ code, reason, terminalId }) => `${terminalId} ${code} ${reason}`);
const waiting = async () =>
  (await world.store.database.selectFrom('notifications').select(['receiver', 'state']).execute()).map(
    ({ receiver, state }) => `${receiver} ${state}`,
  );

test('what is critical is told before hundreds of lesser alarms that came earlier', async () => {
  const node = await startNode(['watch']);
  for (let number = 100; number < 250; number += 1) await world.meet(`KIOSK-M${number}`);
  world.advance(181);
  await node.slowRound();
  await node.desk.takeStatus(
    world.status(T, { cause: 'right-person', state: 'suspended' }, [{ event: 'RIGHT_PERSON_FAILED' }]),
  );
  await settle(node);
  await eventually(() => expect(webhook.received).toHaveLength(1));
  expect(told('watch')).toContain(`${T} RIGHT_PERSON_FAILED raised`);
});

test('what is critical and happens once more after somebody has acknowledged it is told again', async () => {
  const node = await startNode(['watch']);
  await node.desk.raiseOfCenter('SECOND_EVENT_STREAM');
  await settle(node);
  const [alarm] = await node.care.list({});
  await node.care.acknowledge(alarm?.id ?? 0, person('clerk'), null);
  world.advance(3_600);
  await settle(node);
  expect(told('watch')).toEqual(['center SECOND_EVENT_STREAM raised']);
  await node.desk.raiseOfCenter('SECOND_EVENT_STREAM');
  expect(await node.care.list({})).toMatchObject([{ times: 2, acknowledgedBy: null }]);
  await settle(node);
  await eventually(() =>
    expect(told('watch')).toEqual(['center SECOND_EVENT_STREAM raised', 'center SECOND_EVENT_STREAM repeated']),
  );
});

test('a receiver that was away for so long that nothing more was kept for it hears of what is open when it is back', async () => {
  const node = await startNode(['away', 'watch']);
  const { database } = world.store;
  const body = JSON.stringify({ v: 1 });
  for (let number = 0; number < 500; number += 1) {
    await insertNotification(database, { id: `kept-${number}`, receiver: 'away', body }, world.now());
  }
  const later = new Date(world.now().getTime() + 86_400_000);
  await database.updateTable('notifications').set({ next_at: later }).execute();
  world.advance(60);
  await node.desk.takeStatus(world.status(T, {}, [{ event: 'CLOCK_CHECKED', code: 'off' }]));
  await settle(node);
  await eventually(() => expect(told('watch')).toEqual([`${T} CLOCK_OFF raised`]));
  expect(told('away')).toEqual([]);
  await database
    .updateTable('notifications')
    .set({ state: 'sent', settled_at: world.now() })
    .where('receiver', '=', 'away')
    .execute();
  const other = await startNode(['away', 'watch']);
  world.advance(60);
  await node.slowRound();
  await other.slowRound();
  await settle(node);
  await settle(other);
  await eventually(() => expect(told('away')).toEqual([`${T} CLOCK_OFF raised`]));
  expect(told('watch')).toHaveLength(1);
});

test('what waits for a receiver that is configured no more is given up in its time', async () => {
  webhook.answer = { status: 500 };
  const before = await startNode(['old'], { giveUpAfterHours: 1 });
  await before.desk.takeStatus(world.status(T, {}, [{ event: 'REFUND_OWED', code: '120' }]));
  await settle(before);
  await before.stop();
  const after = await startNode(['watch'], { giveUpAfterHours: 1 });
  webhook.answer = { status: 200 };
  world.advance(30 * 60);
  await after.slowRound();
  expect(await waiting()).toContain('old waiting');
  world.advance(60 * 60);
  await after.slowRound();
  expect(await waiting()).toContain('old given-up');
  expect(world.audited).toContain('center notification-failed old given-up');
});

test('a receiver that takes nothing is an alarm although the node died in the very attempt that should have raised it', async () => {
  webhook.answer = { status: 500 };
  const node = await startNode(['watch'], { alarmAfterAttempts: 3 });
  await node.desk.takeStatus(world.status(T, {}, [{ event: 'REFUND_OWED', code: '120' }]));
  for (const _ of [1, 2]) {
    await settle(node);
    world.advance(60);
  }
  webhook.answer = 'hang';
  await node.round();
  await eventually(() => expect(webhook.received).toHaveLength(3));
  await node.stop();
  webhook.answer = { status: 500 };
  const other = await startNode(['watch'], { alarmAfterAttempts: 3 });
  world.advance(60);
  await settle(other);
  await eventually(async () => expect(await world.open()).toContain('center NOTIFICATION_FAILED 1'));
  // A person clears it, and it goes on: somebody is called again.
  const alarm = (await other.care.list({})).find(({ code }) => code === 'NOTIFICATION_FAILED');
  await other.care.clear(alarm?.id ?? 0, person('clerk'), null);
  world.advance(900);
  await settle(other);
  await eventually(async () => expect(await world.open()).toContain('center NOTIFICATION_FAILED 1'));
});
