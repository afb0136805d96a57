/** P2 over two whole centers: what one hears stops the other, two people open it again, and a receiver outside hears of it once. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TerminalIdSchema } from '../protocol/index.ts';
import { NotificationSchema } from './alarms/index.ts';
import { person } from './alarms/test-support/alarm-world.ts';
import { type LocalWebhook, startWebhook } from './alarms/test-support/local-webhook.ts';
import type { RunningCenter } from './index.ts';
import type { Actor } from './staff/rights.ts';
import { raiseAlarm, registerTerminal } from './store/index.ts';
import {
  applicationOf,
  askStaff,
  buildWorld,
  OTHER_TERMINAL,
  statusOf,
  TERMINAL,
  visitId,
  type World,
} from './test-support/bridge-world.ts';
import { eventually } from './test-support/eventually.ts';
import { type RawTerminal, rawTerminal } from './test-support/raw-terminal.ts';

const PROCESS = 'P'.repeat(22);
const FAR = v.parse(TerminalIdSchema, 'KOFU-0009');
const first = person('first');
const second = person('second');
let world: World;
let webhook: LocalWebhook;
let directory: string;
let left: RunningCenter;
let right: RunningCenter;
let honest: RawTerminal;
let failing: RawTerminal;

beforeAll(async () => {
  world = await buildWorld();
  webhook = await startWebhook();
  directory = await mkdtemp(join(tmpdir(), 'kofu-route-'));
  const secretFile = join(directory, 'secret');
  await writeFile(secretFile, 's'.repeat(40));
  const receiver = {
    kind: 'webhook',
    name: 'watch',
    leastSeverity: 'critical',
    url: `http://127.0.0.1:${webhook.port}/`,
    secretFile,
  } as const;
  const changes = { notifications: { receivers: [receiver], alarmAfterAttempts: 5, giveUpAfterHours: 1 } };
  left = await world.start(changes);
  right = await world.start(changes);
  honest = rawTerminal(world.trust, TERMINAL, right.port);
  failing = rawTerminal(world.trust, OTHER_TERMINAL, left.port);
}, 90_000);
afterAll(async () => {
  honest.close();
  failing.close();
  await Promise.all([left.stop(), right.stop()]);
  await webhook.close();
  await world.close();
  await rm(directory, { recursive: true, force: true });
});

const apply = async (terminal: RawTerminal, terminalId: string) =>
  (await terminal.send('POST', '/v1/applications', applicationOf(visitId(), { terminalId }))).status;
const ask = async (center: RunningCenter, actor: Actor, path: string, parameters: object, body: object) => {
  const route = center.routes.find((candidate) => candidate.method === 'POST' && candidate.path === path);
  if (route === undefined) throw new Error(`no route ${path}`);
  const done = await route.run(actor, { parameters, query: {}, body: Buffer.from(JSON.stringify(body)) });
  return done.isOk() ? done.value : done.error.error;
};
const alarmOf = async (code: string, terminalId: string) => {
  const { body } = await askStaff(world, right, `/operations/alarms?terminalId=${terminalId}`);
  return body.alarms.find((alarm: { code: string }) => alarm.code === code);
};
const compare = async (code: string, terminalId: string, finding: string, actor: Actor = first) => {
  const comparison = { finding, comparedBy: 'Synthetic Clerk', comparedAt: new Date().toISOString() };
  return ask(right, actor, '/alarms/:id/comparison', { id: String((await alarmOf(code, terminalId)).id) }, comparison);
};
const approve = async (terminalId: string, actor: Actor) =>
  ask(left, actor, '/alarms/:id/approval', { id: String((await alarmOf('RIGHT_PERSON_FAILED', terminalId)).id) }, {});

test('two terminals that fail stop all, until everything is compared, by two people where it has to be', async () => {
  expect(await apply(honest, TERMINAL)).toBe(200);
  await registerTerminal(world.store.database, FAR, new Date());
  await raiseAlarm(world.store.database, FAR, 'RIGHT_PERSON_FAILED', new Date(), 'critical');
  expect(await apply(honest, TERMINAL)).toBe(200);
  const failed = { seq: 1, at: new Date().toISOString(), event: 'RIGHT_PERSON_FAILED' };
  await failing.send('POST', '/v1/status', statusOf(PROCESS, [failed], OTHER_TERMINAL));
  expect(await apply(honest, TERMINAL)).toBe(403);
  expect(await apply(failing, OTHER_TERMINAL)).toBe(403);

  expect(await compare('RIGHT_PERSON_FAILED', OTHER_TERMINAL, 'other-person')).toEqual({ status: 204 });
  const order = { kind: 'release-right-person', releasedBy: 'Somebody Else' };
  const release = () => ask(left, second, '/commands', {}, { terminalId: OTHER_TERMINAL, order });
  expect(await release()).toBe('needs-second-person');
  expect(await approve(OTHER_TERMINAL, first)).toBe('own-comparison');
  expect(await approve(OTHER_TERMINAL, second)).toEqual({ status: 204 });
  const ordered = v.parse(
    v.object({ status: v.literal(202), value: v.object({ commandId: v.string() }) }),
    await release(),
  );
  const { commandId } = ordered.value;
  const { body } = await askStaff(world, right, `/operations/commands/${commandId}`);
  expect(body.command.order).toEqual({ kind: 'release-right-person', releasedBy: 'Synthetic second' });
  const delivered = failing.events();
  await eventually(() => expect(delivered.text()).toContain(commandId));
  await failing.send('POST', '/v1/command-results', { commandId, result: 'done' });
  expect(await apply(failing, OTHER_TERMINAL)).toBe(403);

  const clear = async () =>
    ask(left, first, '/alarms/:id/clear', { id: String((await alarmOf('ROUTE_STOPPED', 'center')).id) }, {});
  expect(await clear()).toBe('needs-comparison');
  await compare('ROUTE_STOPPED', 'center', 'no-paper-issued');
  expect(await clear()).toBe('needs-comparison');
  await compare('RIGHT_PERSON_FAILED', FAR, 'same-person');
  expect(await clear()).toEqual({ status: 204 });
  expect(await apply(honest, TERMINAL)).toBe(200);
  expect(await apply(failing, OTHER_TERMINAL)).toBe(200);

  const audited = await askStaff(world, left, '/operations/audit?action=comparison-recorded');
  expect(audited.body.rows.map((entry: { actor: string; result: string }) => `${entry.actor} ${entry.result}`)).toEqual(
    expect.arrayContaining(['first other-person', 'second approved', 'first no-paper-issued', 'first same-person']),
  );
  await eventually(() => {
    const alarms = webhook.received.flatMap(({ body: text }) => v.parse(NotificationSchema, JSON.parse(text)).alarms);
    const told = alarms.map(({ terminalId, code, reason }) => `${terminalId} ${code} ${reason}`);
    expect(told.filter((line) => line.includes('center'))).toEqual([
      'center ROUTE_STOPPED raised',
      'center ROUTE_STOPPED ended',
    ]);
    expect(told.filter((line) => line === `${OTHER_TERMINAL} RIGHT_PERSON_FAILED raised`)).toHaveLength(1);
  });
  // Nothing of this is for whoever looks only, nor for the tool.
  const approval = right.routes.find(({ path }) => path === '/alarms/:id/approval');
  expect(approval?.needs).toBe('approve');
});
