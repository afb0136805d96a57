import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDevelopmentTrust, type DevelopmentTrust } from '../../trust/index.ts';
import { registerPlaces } from '../store/index.ts';
import { eventually } from '../test-support/eventually.ts';
import { NotificationSchema, type RunningAlarms } from './index.ts';
import {
  type NotificationConfiguration,
  NotificationConfigurationSchema,
} from './notifications/notification-configuration.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person, terminal } from './test-support/alarm-world.ts';
import { type LocalWebhook, startWebhook } from './test-support/local-webhook.ts';

const T = 'KIOSK-N1';
const OTHER = 'KIOSK-N2';
const SECRET = 's'.repeat(40);
let world: AlarmWorld;
let directory: string;
let trust: DevelopmentTrust;
let webhook: LocalWebhook;
let nodes: RunningAlarms[] = [];
const secretFile = () => join(directory, 'secret');

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-alarms-'));
  await writeFile(secretFile(), `${SECRET}\n`);
  const made = await createDevelopmentTrust(join(directory, 'trust'), { terminals: [T], now: new Date() });
  trust = made._unsafeUnwrap();
  world = await buildAlarmWorld();
}, 60_000);
afterAll(async () => {
  await world.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  await emptyAlarmWorld(world);
  await world.meet(T);
  await world.meet(OTHER);
  webhook = await startWebhook();
});
afterEach(async () => {
  for (const node of nodes) await node.stop();
  nodes = [];
  await webhook.close();
});

const checked = (configuration: object): NotificationConfiguration =>
  v.parse(NotificationConfigurationSchema, configuration);
const hook = (changes: object = {}) => ({
  kind: 'webhook',
  name: 'watch',
  url: `http://127.0.0.1:${webhook.port}/alarms`,
  secretFile: secretFile(),
  ...changes,
});
const startNode = async (receivers: readonly object[], changes: object = {}): Promise<RunningAlarms> => {
  const node = await world.node(checked({ receivers, ...changes }));
  nodes.push(node);
  return node;
};
const told = () => webhook.received.map(({ body }) => v.parse(NotificationSchema, JSON.parse(body)));
const toldCodes = () => told().flatMap(({ alarms }) => alarms.map(({ code, reason }) => `${code} ${reason}`));
const outbox = () => world.store.database.selectFrom('notifications').selectAll().orderBy('made_at').execute();
/** Rounds of a node until nothing is under way. */
const settle = async (node: RunningAlarms) => {
  await node.round();
  await node.idle();
};

describe('a webhook', () => {
  test('hears of an alarm once, signed, and of its end; nothing else stands in it', async () => {
    const place = { chain: 'synthetic', prefecture: '13', storeId: 'S-01', storeName: 'Synthetic', serial: 'SN-0001' };
    await registerPlaces(world.store.database, [{ terminalId: terminal(T), ...place }], world.now());
    const [left, right] = [await startNode([hook()]), await startNode([hook()])];
    await left.desk.takeStatus(world.status(T, {}, [{ event: 'CARD_LEFT', code: 'left' }]));
    await Promise.all([left.round(), right.round(), left.round(), right.round()]);
    await eventually(() => expect(webhook.received).toHaveLength(1));
    const [request] = webhook.received;
    const [notification] = told();
    const at = world.now().toISOString();
    expect(notification).toEqual({
      v: 1,
      notificationId: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      madeAt: at,
      alarms: [
        {
          alarmId: expect.any(Number),
          reason: 'raised',
          code: 'CARD_LEFT',
          severity: 'critical',
          terminalId: T,
          storeId: 'S-01',
          times: 1,
          raisedAt: at,
          lastAt: at,
          endedAt: null,
        },
      ],
    });
    expect(request?.headers['kofu-notification']).toBe(notification?.notificationId);
    const seconds = Math.floor(world.now().getTime() / 1_000);
    const mac = createHmac('sha256', SECRET).update(`${seconds}.${notification?.notificationId}.${request?.body}`);
    expect(request?.headers['kofu-signature']).toBe(`t=${seconds},v1=${mac.digest('hex')}`);
    await left.desk.takeStatus(world.status(T, {}, [{ event: 'CARD_LEFT', code: 'gone' }]));
    await settle(left);
    await Promise.all([left.round(), right.round()]);
    await left.idle();
    await right.idle();
    expect(toldCodes()).toEqual(['CARD_LEFT raised', 'CARD_LEFT ended']);
    expect((await outbox()).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  test('is told again of what stands, until somebody acknowledges it', async () => {
    const node = await startNode([hook()]);
    await node.desk.takeStatus(world.status(T, {}, [{ event: 'PAPER_LEFT', code: 'left' }]));
    await settle(node);
    world.advance(30 * 60 - 1);
    await settle(node);
    expect(toldCodes()).toEqual(['PAPER_LEFT raised']);
    world.advance(1);
    await settle(node);
    await settle(node);
    await eventually(() => expect(toldCodes()).toEqual(['PAPER_LEFT raised', 'PAPER_LEFT repeated']));
    const [alarm] = await node.care.list({});
    expect((await node.care.acknowledge(alarm?.id ?? 0, person('clerk'), null)).isOk()).toBe(true);
    expect(await node.care.list({})).toMatchObject([{ acknowledgedBy: 'Synthetic clerk', clearedAt: null }]);
    // The first who looks after it stays named.
    await node.care.acknowledge(alarm?.id ?? 0, person('second'), null);
    expect(await node.care.list({})).toMatchObject([{ acknowledgedBy: 'Synthetic clerk' }]);
    world.advance(24 * 3_600);
    await settle(node);
    expect(toldCodes()).toHaveLength(2);
    expect(world.audited.filter((line) => line.includes('acknowledged'))[0]).toMatch(
      /^clerk alarm-acknowledged KIOSK-N1:PAPER_LEFT:\d+ critical$/,
    );
  });

  test('hears nothing of what is not told by rule, is below its severity, or is over before', async () => {
    const node = await startNode([hook({ leastSeverity: 'critical' })]);
    await node.desk.takeStatus(
      world.status(T, {}, [{ event: 'VISIT_PROCESS_DIED' }, { event: 'CLOCK_CHECKED', code: 'off' }]),
    );
    await node.desk.takeStatus(
      world.status(OTHER, {}, [
        { event: 'CARD_LEFT', code: 'left' },
        { event: 'CARD_LEFT', code: 'gone' },
      ]),
    );
    await settle(node);
    expect(await outbox()).toEqual([]);
  });

  test('hears of many alarms in few messages', async () => {
    const node = await startNode([hook()]);
    for (let number = 100; number < 250; number += 1) await world.meet(`KIOSK-M${number}`);
    world.advance(181);
    await node.slowRound();
    await settle(node);
    await settle(node);
    await eventually(() => expect(told().map(({ alarms }) => alarms.length)).toEqual([100, 52]));
  });

  test.each([
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }],
    ['a refusal', { status: 403 }],
    ['a fault', { status: 500 }],
  ])('%s is no receipt: it is asked again, by the same id, each time later', async (_name, answer) => {
    webhook.answer = answer;
    const node = await startNode([hook()], { alarmAfterAttempts: 3 });
    await node.desk.takeStatus(world.status(T, {}, [{ event: 'REFUND_OWED', code: '120' }]));
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await settle(node);
      const [row] = await outbox();
      waits.push((row?.next_at.getTime() ?? 0) - world.now().getTime());
      world.advance(60);
    }
    expect(waits[0]).toBeGreaterThanOrEqual(3_750);
    expect(waits[0]).toBeLessThanOrEqual(6_250);
    expect(waits[1]).toBeGreaterThanOrEqual(7_500);
    expect(webhook.received.map(({ url }) => url)).toEqual(['/alarms', '/alarms']);
    expect(new Set(told().map(({ notificationId }) => notificationId)).size).toBe(1);
    expect(await world.open()).toEqual([`${T} REFUND_OWED 1`]);
    await settle(node);
    await eventually(async () =>
      expect(await world.open()).toEqual([`${T} REFUND_OWED 1`, 'center NOTIFICATION_FAILED 1']),
    );
    expect(world.audited).toContain('center notification-failed watch refused');
    webhook.answer = { status: 200 };
    for (let round = 0; round < 3; round += 1) {
      world.advance(900);
      await settle(node);
    }
    await eventually(async () => expect(await world.open()).toEqual([`${T} REFUND_OWED 1`]));
  });

  test('that is dead holds up neither the center nor another receiver, and is given up in the end', async () => {
    const dead = await startWebhook();
    await dead.close();
    const url = `http://127.0.0.1:${dead.port}/`;
    const node = await startNode([hook({ name: 'dead', url }), hook()], { giveUpAfterHours: 1 });
    await node.desk.takeStatus(world.status(T, {}, [{ event: 'REFUND_OWED', code: '120' }]));
    await settle(node);
    await eventually(() => expect(toldCodes()).toEqual(['REFUND_OWED raised']));
    await node.desk.takeStatus(world.status(T, {}, [{ event: 'REFUND_SETTLED', code: '120' }]));
    expect(await world.open()).toEqual([]);
    world.advance(3_600);
    await settle(node);
    await eventually(async () =>
      expect(
        (await outbox()).filter(({ receiver, state }) => receiver === 'dead' && state === 'given-up'),
      ).toHaveLength(1),
    );
    expect(world.audited).toContain('center notification-failed dead given-up');
  });

  test('what a node has taken up and not finished is sent by another, by the same id', async () => {
    webhook.answer = 'hang';
    const left = await startNode([hook()]);
    await left.desk.takeStatus(world.status(T, {}, [{ event: 'REFUND_OWED', code: '120' }]));
    await left.round();
    await eventually(() => expect(webhook.received).toHaveLength(1));
    const right = await startNode([hook()]);
    await right.round();
    world.advance(59);
    await right.round();
    expect(webhook.received).toHaveLength(1);
    webhook.answer = { status: 200 };
    world.advance(1);
    await right.round();
    await eventually(() => expect(webhook.received).toHaveLength(2));
    const [first, second] = told();
    expect(second).toEqual(first);
    await eventually(async () => expect((await outbox()).map(({ state }) => state)).toEqual(['sent']));
  });

  test('over HTTPS the receiver’s certificate is checked', async () => {
    const secure = await startWebhook(trust.centerServer);
    try {
      const url = `https://127.0.0.1:${secure.port}/`;
      const known = hook({ url, caFile: trust.lineCaFile });
      const node = await startNode([hook({ url, name: 'unknown' }), known]);
      await node.desk.takeStatus(world.status(T, {}, [{ event: 'REFUND_OWED', code: '120' }]));
      await settle(node);
      await eventually(async () => {
        const states = (await outbox()).map(({ receiver, state }) => `${receiver} ${state}`);
        expect(states.toSorted()).toEqual(['unknown waiting', 'watch sent']);
      });
      expect(secure.received).toHaveLength(1);
    } finally {
      await secure.close();
    }
  });
});

test.each([
  ['plain HTTP to another machine', { url: 'http://watch.example/' }],
  ['another scheme', { url: 'file:///etc/passwd' }],
  ['a password in the address', { url: 'https://a:b@watch.example/' }],
  ['no address', { url: 'watch' }],
  ['a name that is no word', { name: 'W\n' }],
  ['what nobody knows', { follow: true }],
])('a webhook with %s is refused', (_name, changes) => {
  const receiver = { ...hook(), ...changes };
  expect(v.safeParse(NotificationConfigurationSchema, { receivers: [receiver] }).success).toBe(false);
});

test('two receivers of one name, or a secret that is too short, are refused', async () => {
  expect(v.safeParse(NotificationConfigurationSchema, { receivers: [hook(), hook()] }).success).toBe(false);
  await writeFile(join(directory, 'short'), 'short');
  await expect(world.node(checked({ receivers: [hook({ secretFile: join(directory, 'short') })] }))).rejects.toThrow();
});
