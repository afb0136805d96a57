import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LINE_VERSION_HEADER, TerminalIdSchema } from '../protocol/index.ts';
import type { RunningCenter } from './index.ts';
import { createLineBudgets, LINE_BUDGETS } from './line-budgets.ts';
import {
  buildWorld,
  OTHER_TERMINAL,
  statusOf,
  syntheticContent,
  TERMINAL,
  visitId,
  type World,
} from './test-support/bridge-world.ts';
import { eventually } from './test-support/eventually.ts';
import { type RawTerminal, rawTerminal } from './test-support/raw-terminal.ts';
import { filler } from './test-support/stub-vrs.ts';

const terminalId = v.parse(TerminalIdSchema, TERMINAL);
const otherId = v.parse(TerminalIdSchema, OTHER_TERMINAL);
let world: World;
let center: RunningCenter;
const terminals: RawTerminal[] = [];

beforeAll(async () => {
  world = await buildWorld();
  center = await world.start({ line: { certificates: 'any-of-the-authority', budgetFactor: 1 } });
});
afterAll(async () => {
  for (const terminal of terminals) terminal.close();
  await center.stop();
  await world.close();
});
const connect = (id: string): RawTerminal => {
  const terminal = rawTerminal(world.trust, id, center.port);
  terminals.push(terminal);
  return terminal;
};

describe('budgets', () => {
  test('a terminal that asks without end is told BUSY and when to come back; another is not touched', async () => {
    const wild = connect(TERMINAL);
    const answers = [];
    for (let asked = 0; asked < LINE_BUDGETS['/v1/challenges'].atOnce + 5; asked += 1) {
      answers.push(await wild.send('POST', '/v1/challenges', { visitId: visitId() }));
    }
    const busy = answers.filter(({ status }) => status === 429);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy.at(-1)).toMatchObject({ headers: { 'retry-after': '1' } });
    expect(JSON.parse(busy.at(-1)?.body ?? '')).toEqual({ refusal: 'BUSY', retryAfterSeconds: 1 });
    // Its other messages still go through, and so do all of another terminal.
    expect((await wild.send('GET', '/v1/directive')).status).toBe(200);
    expect((await connect(OTHER_TERMINAL).send('POST', '/v1/challenges', { visitId: visitId() })).status).toBe(200);
  });

  test('every route has its own bucket, which fills again', () => {
    let nowMs = 0;
    const budgets = createLineBudgets(1, () => nowMs);
    for (const [route, { atOnce, perMinute }] of Object.entries(LINE_BUDGETS)) {
      for (let taken = 0; taken < atOnce; taken += 1) expect(budgets.take(terminalId, route)).toBe(0);
      expect(budgets.take(terminalId, route)).toBe(60_000 / perMinute);
      expect(budgets.take(otherId, route)).toBe(0);
    }
    nowMs += 60_000;
    for (const route of Object.keys(LINE_BUDGETS)) expect(budgets.take(terminalId, route)).toBe(0);
    for (let taken = 0; taken < 30; taken += 1) budgets.take(terminalId, undefined);
    expect(budgets.take(terminalId, '/elsewhere')).toBeGreaterThan(0);
  });
});

describe('what is too much', () => {
  test.each([
    ['/v1/challenges', 1_025],
    ['/v1/command-results', 1_025],
    ['/v1/certificate', 8_193],
    ['/v1/status', 81_921],
    ['/v1/applications', 81_921],
  ])('%s takes no body of %d bytes', async (path, length) => {
    const reply = await connect(OTHER_TERMINAL).send('POST', path, Buffer.alloc(length, 0x20));
    expect(reply).toMatchObject({ status: 413, body: JSON.stringify({ refusal: 'MALFORMED' }) });
  });

  test('a connection carries sixteen streams at once', async () => {
    const terminal = connect(OTHER_TERMINAL);
    await terminal.send('GET', '/v1/directive');
    expect(terminal.session.remoteSettings.maxConcurrentStreams).toBe(16);
  });
});

describe('the edition of the messages', () => {
  test('is named on every answer; another one is refused with ours beside it', async () => {
    const terminal = connect(OTHER_TERMINAL);
    const ours = await terminal.send('GET', '/v1/directive', undefined, { [LINE_VERSION_HEADER]: '1' });
    expect(ours).toMatchObject({ status: 200, headers: { [LINE_VERSION_HEADER]: '1' } });
    for (const path of ['/v1/directive', '/v1/events']) {
      for (const version of ['2', '', '1, 2', 'one']) {
        const other = await terminal.send('GET', path, undefined, { [LINE_VERSION_HEADER]: version });
        expect(other).toMatchObject({
          status: 400,
          headers: { [LINE_VERSION_HEADER]: '1' },
          body: JSON.stringify({ refusal: 'MALFORMED' }),
        });
      }
    }
  });
});

describe('after a break', () => {
  test('the present directive and every command without an answer are told again, whatever was heard last', async () => {
    const first = connect(OTHER_TERMINAL);
    const stream = first.events();
    await eventually(() => expect(stream.text()).toContain('directive-changed'));
    const status = await first.send('POST', '/v1/status', statusOf(filler(22), [], OTHER_TERMINAL));
    expect(status.status).toBe(200);
    const headers = { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ terminalId: OTHER_TERMINAL, order: { kind: 'refresh-directive' } });
    const url = `http://127.0.0.1:${center.operationsPort}/operations/commands`;
    const ordered = await fetch(url, { method: 'POST', headers, body });
    const { commandId } = v.parse(v.object({ commandId: v.string() }), await ordered.json());
    await eventually(() => expect(stream.text()).toContain(`id: ${commandId}`));
    first.close();

    const again = connect(OTHER_TERMINAL);
    const second = again.session.request({ ':path': '/v1/events', 'last-event-id': commandId });
    let text = '';
    second.setEncoding('utf8');
    second.on('data', (chunk: string) => {
      text += chunk;
    });
    second.on('error', () => undefined);
    await eventually(() => expect(text).toContain(`id: ${commandId}`));
    expect(text).toContain('directive-changed');
    const odd = await again.send('GET', '/v1/events', undefined, { 'last-event-id': 'a b' });
    expect(odd.status).toBe(400);
  });
});

test('a terminal that connects with a build that is not allowed is let in, told the directive and relays nothing (P6b)', async () => {
  const other = await world.start({
    initialDirective: center.port === 0 ? '' : world.configuration().initialDirective,
  });
  try {
    const { maxCopies } = syntheticContent;
    const token = { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' };
    const patch = JSON.stringify({ allowedBuilds: ['another-build'], maxCopies });
    const url = `http://127.0.0.1:${other.operationsPort}/operations/directive`;
    expect((await fetch(url, { method: 'POST', headers: token, body: patch })).status).toBe(200);
    const terminal = rawTerminal(world.trust, OTHER_TERMINAL, other.port);
    terminals.push(terminal);
    expect((await terminal.send('GET', '/v1/directive')).status).toBe(200);
    const challenge = () => terminal.send('POST', '/v1/challenges', { visitId: visitId() });
    expect(await challenge()).toMatchObject({ status: 403, body: JSON.stringify({ refusal: 'TERMINAL_SUSPENDED' }) });
    const status = { ...statusOf(filler(22), [], OTHER_TERMINAL), build: 'another-build' };
    expect((await terminal.send('POST', '/v1/status', status)).status).toBe(200);
    expect((await challenge()).status).toBe(200);
  } finally {
    await other.stop();
  }
});
