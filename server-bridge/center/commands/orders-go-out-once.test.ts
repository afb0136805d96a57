/** Orders over the real line: two nodes, one terminal, whoever comes and goes. */
import { randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DiagnosticsAnswerSchema } from '../console-api/orders.ts';
import type { RunningCenter } from '../index.ts';
import { askStaff, buildWorld, statusOf, TERMINAL, type World } from '../test-support/bridge-world.ts';
import { eventually } from '../test-support/eventually.ts';
import { type RawTerminal, rawTerminal } from '../test-support/raw-terminal.ts';

let world: World;
let left: RunningCenter;
let right: RunningCenter;
const open: RawTerminal[] = [];
beforeAll(async () => {
  world = await buildWorld();
  [left, right] = [await world.start(), await world.start()];
});
afterAll(async () => {
  for (const terminal of open) terminal.close();
  await Promise.all([left.stop(), right.stop()]);
  await world.close();
});
beforeEach(async () => {
  for (const terminal of open.splice(0)) terminal.close();
  await world.store.database.deleteFrom('commands').execute();
});

const processId = (): string => randomBytes(16).toString('base64url');
const terminalAt = (center: RunningCenter): RawTerminal => {
  const terminal = rawTerminal(world.trust, TERMINAL, center.port);
  open.push(terminal);
  return terminal;
};
const staff = async (center: RunningCenter, path: string, body?: object) => {
  const response = await fetch(`http://127.0.0.1:${center.operationsPort}/operations${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${world.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
};
const order = async (center: RunningCenter, kind: string): Promise<string> => {
  const { status, body } = await staff(center, '/commands', { terminalId: TERMINAL, order: { kind } });
  expect(status).toBe(202);
  return body.commandId;
};
const stateOf = async (commandId: string) =>
  (await askStaff(world, left, `/operations/commands/${commandId}`)).body.command;
const times = (text: string, commandId: string): number => text.split(`id: ${commandId}\n`).length - 1;
const trailOf = async (word: string) =>
  (
    await world.store.database
      .selectFrom('audit_entries')
      .select(['actor', 'action', 'target', 'result'])
      .where('result', 'like', `%${word}%`)
      .orderBy('place')
      .execute()
  ).map(({ actor, action, target, result }) => [actor, action, target, result.replace(word, 'ID')]);

test('an order at one node reaches the terminal at the other once, again after a reconnect, and is in the trail', async () => {
  const first = terminalAt(right);
  const stream = first.events();
  const process = processId();
  await first.send('POST', '/v1/status', statusOf(process));
  const commandId = await order(left, 'restart-shell');
  await eventually(() => expect(times(stream.text(), commandId)).toBe(1));
  expect(await stateOf(commandId)).toMatchObject({ state: 'sent', processId: process, issuedBy: 'tool' });
  // Both nodes look at the store again and again meanwhile.
  await order(right, 'identify');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(times(stream.text(), commandId)).toBe(1);
  expect(await staff(left, `/commands/${commandId}/cancel`)).toMatchObject({
    status: 409,
    body: { error: 'already-sent' },
  });
  first.close();
  const second = terminalAt(left);
  const again = second.events();
  await eventually(() => expect(times(again.text(), commandId)).toBe(1));
  for (const _ of [1, 2]) {
    const answered = await second.send('POST', '/v1/command-results', { commandId, result: 'failed' });
    expect(answered.status).toBe(204);
  }
  expect(await stateOf(commandId)).toMatchObject({ state: 'refused', result: 'failed' });
  expect(await staff(left, `/commands/${commandId}/cancel`)).toMatchObject({ status: 409, body: { error: 'settled' } });
  expect(await trailOf(commandId)).toEqual([
    ['tool', 'command-ordered', TERMINAL, 'restart-shell.ID'],
    ['center', 'command-settled', TERMINAL, 'ID.failed'],
  ]);
});

test('an order that waits can be taken back, and then never goes out', async () => {
  const away = terminalAt(left);
  await away.send('POST', '/v1/status', statusOf(processId()));
  const commandId = await order(left, 'test-print');
  expect((await staff(right, `/commands/${commandId}/cancel`)).status).toBe(204);
  const stream = away.events();
  const kept = await order(left, 'identify');
  await eventually(() => expect(times(stream.text(), kept)).toBe(1));
  expect(times(stream.text(), commandId)).toBe(0);
  const list = await askStaff(world, right, `/operations/commands?terminalId=${TERMINAL}`);
  expect(list.body.commands).toMatchObject([
    { commandId: kept, state: 'sent' },
    { commandId, state: 'cancelled', issuedBy: 'tool', rollOutId: null },
  ]);
  expect((await trailOf(commandId)).map(([, action]) => action)).toEqual(['command-ordered', 'command-cancelled']);
});

test('an order of a roll-out waits for the process that is there, and is signed for it', async () => {
  const { database } = world.store;
  const draft = await database
    .insertInto('roll_outs')
    .values({
      command_order: JSON.stringify({ kind: 'refresh-directive' }),
      scope: JSON.stringify({ kind: 'all' }),
      stages_percent: '[100]',
      success_percent: 100,
      stage_minutes: 10,
      stop_at_failure_percent: 100,
      state: 'paused',
      drafted_by: 'tool',
      drafted_at: new Date(),
      approved_by: 'synthetic.approver',
      stopped_for: null,
      targets: 1,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const commandId = processId();
  await database
    .insertInto('commands')
    .values({
      command_id: commandId,
      terminal_id: TERMINAL,
      process_id: null,
      signed: null,
      command_order: JSON.stringify({ kind: 'refresh-directive' }),
      issued_at: new Date(),
      expires_at: new Date(Date.now() + 600_000),
      state: 'queued',
      result: null,
      roll_out_id: draft.id,
      roll_out_stage: 1,
    })
    .execute();
  const terminal = terminalAt(right);
  const stream = terminal.events();
  const process = processId();
  await eventually(() => expect(stream.text()).toContain(': alive'));
  await terminal.send('POST', '/v1/status', statusOf(process));
  const single = await order(left, 'identify');
  await eventually(() => expect(times(stream.text(), single)).toBe(1));
  // Its roll-out stands still.
  expect(times(stream.text(), commandId)).toBe(0);
  await database.updateTable('roll_outs').set({ state: 'running' }).where('id', '=', draft.id).execute();
  await eventually(() => expect(times(stream.text(), commandId)).toBe(1));
  const line = stream.text().split(`id: ${commandId}\ndata: `)[1]?.split('\n')[0] ?? '{}';
  expect(decodeJwt(JSON.parse(line).command)).toMatchObject({ commandId, processId: process, terminalId: TERMINAL });
  await terminal.send('POST', '/v1/command-results', { commandId, result: 'done' });
  expect(await stateOf(commandId)).toMatchObject({ state: 'done', rollOutId: draft.id });
});

test('diagnostics are taken for the order they were asked by, kept, and shown', async () => {
  const terminal = terminalAt(right);
  const stream = terminal.events();
  const process = processId();
  await terminal.send('POST', '/v1/status', statusOf(process));
  const commandId = await order(left, 'collect-diagnostics');
  await eventually(() => expect(times(stream.text(), commandId)).toBe(1));
  const message = {
    v: 1,
    terminalId: TERMINAL,
    commandId,
    processId: process,
    logId: processId(),
    at: new Date().toISOString(),
    build: 'synthetic-build',
    uptimeSeconds: { host: 10, machine: 20 },
    memoryMebibytes: { host: 100, total: 4_000, available: 2_000 },
    disk: { freeMebibytes: 1_000, totalMebibytes: 9_000 },
    versions: { node: '24.0.0', kernel: null },
    devices: statusOf(process).devices,
    warnings: [],
    clockOffsetMs: -12,
    line: { connects: 1, disconnects: 0, connectedSeconds: 5, unsentEvents: 0 },
  };
  const send = async (change: object) =>
    (await terminal.send('POST', '/v1/diagnostics', { ...message, ...change })).status;
  expect((await askStaff(world, left, `/operations/diagnostics/${commandId}`)).status).toBe(404);
  expect(await send({ note: 'free text' })).toBe(400);
  expect(await send({ commandId: processId() })).toBe(400);
  expect(await send({ processId: processId() })).toBe(400);
  expect(await send({ commandId: await order(left, 'identify') })).toBe(400);
  expect(await send({ build: 'x'.repeat(5_000) })).toBe(413);
  expect(await send({})).toBe(204);
  expect(await send({ clockOffsetMs: 1 })).toBe(204);
  const kept = await askStaff(world, left, `/operations/diagnostics/${commandId}`);
  expect(v.parse(DiagnosticsAnswerSchema, kept.body).diagnostics).toEqual(message);
});
