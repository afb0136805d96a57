import { connect as connectTcp } from 'node:net';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RELAY_REFUSALS, TerminalIdSchema } from '../protocol/index.ts';
import type { RunningCenter } from './index.ts';
import { applicationOf, buildWorld, statusOf, TERMINAL, visitId, type World } from './test-support/bridge-world.ts';
import { type RawTerminal, rawTerminal } from './test-support/raw-terminal.ts';
import { filler } from './test-support/stub-vrs.ts';

let world: World;
let center: RunningCenter;
let terminal: RawTerminal;
let collecting = filler(22);
beforeAll(async () => {
  world = await buildWorld();
  center = await world.start();
  terminal = rawTerminal(world.trust, TERMINAL, center.port);
  await terminal.send('POST', '/v1/status', statusOf('P'.repeat(22)));
  const order = { kind: 'collect-event-log', fromEntry: 1 } as const;
  const ordered = await center.operations.issueCommand(v.parse(TerminalIdSchema, TERMINAL), order);
  collecting = ordered._unsafeUnwrap().commandId;
  // Once the page is there, a page that is its like in part only is refused whatever its other values are.
  expect((await terminal.send('POST', '/v1/event-logs', eventLogPage())).status).toBe(204);
});
afterAll(async () => {
  terminal.close();
  await center.stop();
  await world.close();
});

const eventLogPage = () => ({
  v: 1,
  terminalId: TERMINAL,
  commandId: collecting,
  logId: 'P'.repeat(22),
  page: 1,
  last: false,
  entries: [
    { entry: 1, at: '2026-01-15T03:00:00.000Z', level: 'info', event: 'HOST_STARTED', fields: { yen: 120, how: 'so' } },
  ],
});

const routes = {
  '/v1/status': () =>
    statusOf('P'.repeat(22), [{ seq: 1, at: new Date().toISOString(), event: 'HOST_STARTED', code: 'ok' }]),
  '/v1/challenges': () => ({ visitId: visitId() }),
  '/v1/applications': () => applicationOf(visitId()),
  '/v1/event-logs': eventLogPage,
  '/v1/command-results': () => ({ commandId: filler(22), result: 'done' }),
} as const;

const expectNamedRefusal = (reply: { status: number; body: string }, note: unknown) => {
  expect(reply.status, JSON.stringify(note)).toBeGreaterThanOrEqual(400);
  expect(reply.status).toBeLessThan(500);
  const { refusal } = JSON.parse(reply.body);
  expect(RELAY_REFUSALS).toContain(refusal);
};
const stillServes = async () => {
  expect((await terminal.send('POST', '/v1/applications', applicationOf(visitId()))).status).toBe(200);
};

/** Every place in a value, as the keys that lead to it. */
const places = (value: unknown, at: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))]
    : [at];
const replaced = (value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown => {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item));
  if (typeof value !== 'object' || value === null) throw new Error('no such place');
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner]),
  );
};

describe.each(Object.entries(routes))('%s', (path, valid) => {
  test('anything that is not its message is refused by name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json(), fc.string()), async (body) => {
        const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
        expectNamedRefusal(await terminal.send('POST', path, bytes), body);
      }),
      { numRuns: 40 },
    );
    await stillServes();
  });

  test('its message with one place changed to another type is refused by name', async () => {
    const message = valid();
    for (const place of places(message)) {
      for (const wrong of [null, true, { a: 1 }, '\u0000', 1e308]) {
        const reply = await terminal.send('POST', path, replaced(message, place, wrong));
        // The places where one of these is right: version and cause may be missing, a key's name is VRS's own matter.
        if (['directiveVersion', 'cause'].includes(place.at(-1) ?? '') && wrong === null) continue;
        if (place.at(-1) === 'sealingKeyId' && wrong === '\u0000') continue;
        expectNamedRefusal(reply, [place, wrong]);
      }
    }
    await stillServes();
  });

  test('an unknown member, a cut end and a wrong type of content are refused by name', async () => {
    const message = JSON.stringify(valid());
    const inputs = [
      `{"x":1,${message.slice(1)}`,
      `{"__proto__":{},${message.slice(1)}`,
      message.slice(0, -1),
      `${message}}`,
      `${message}\u0000`,
    ];
    for (const body of inputs) expectNamedRefusal(await terminal.send('POST', path, body), body);
    expectNamedRefusal(await terminal.send('POST', path, message, { 'content-type': 'text/plain' }), 'text/plain');
    expectNamedRefusal(await terminal.send('POST', path, filler(70_000)), 'too long');
    await stillServes();
  });
});

test('instants that only look like instants are refused', async () => {
  for (const instant of [
    '2026-02-31T00:00:00.000Z',
    '2026-01-01T24:61:00.000Z',
    '2026-01-01T00:00:00+99:99',
    '0000-00-00T00:00:00Z',
    '9'.repeat(40),
  ]) {
    const late = { ...applicationOf(visitId()), deadline: instant };
    expect((await terminal.send('POST', '/v1/applications', late)).status).not.toBe(200);
    const reply = await terminal.send('POST', '/v1/status', { ...statusOf('P'.repeat(22)), at: instant });
    expect(reply.status, instant).toBeLessThan(500);
  }
  await stillServes();
});

test('methods and paths that do not exist are refused by name', async () => {
  for (const [method, path] of [
    ['PUT', '/v1/status'],
    ['GET', '/'],
    ['GET', '/v1/../v1/status'],
    ['DELETE', '/v1/directive'],
    ['GET', '/operations/terminals'],
    ['GET', `/${filler(5_000)}`],
    ['GET', '/%'],
  ] as const) {
    expectNamedRefusal(await terminal.send(method, path), [method, path]);
  }
});

test('bytes that are no TLS, and connections that say nothing, disturb nobody', async () => {
  const sockets = ['GET / HTTP/1.1\r\n\r\n', '\u0016\u0003\u0001\u0002', ''].map((text) => {
    const socket = connectTcp(center.port, '127.0.0.1', () => socket.write(text));
    socket.on('error', () => undefined);
    return socket;
  });
  await stillServes();
  for (const socket of sockets) socket.destroy();
});

test('what was refused says nothing of its content in the log', () => {
  for (const line of world.logLines) {
    expect(
      Object.keys(JSON.parse(line)).filter(
        (key) =>
          ![
            'level',
            'at',
            'event',
            'terminal',
            'refusal',
            'waitedMs',
            'code',
            'port',
            'version',
            'reason',
            'where',
            'order',
          ].includes(key),
      ),
    ).toEqual([]);
  }
  expect(world.logLines.some((line) => line.includes('"refusal":"MALFORMED"'))).toBe(true);
});
