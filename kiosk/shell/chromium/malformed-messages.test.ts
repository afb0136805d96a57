/** Whatever a page or a stranger sends: the connection is closed, a code is reported, the process goes on. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ScreenLink, serveScreens } from './index.ts';
import { readUpMessage, UP_MESSAGE_LIMIT_BYTES } from './up-message.ts';

let directory: string;
let link: ScreenLink;
const reports: string[] = [];
const heard: unknown[] = [];
let headers: { Origin: string; Cookie: string };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-malformed-'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>page</title>');
  const options = { assetsDirectory: directory, host: '127.0.0.1', port: 0 } as const;
  link = (await serveScreens({ ...options, report: (code) => reports.push(code) }))._unsafeUnwrap();
  link.onEvent((raw) => heard.push(raw));
  const response = await fetch(link.startUrl);
  headers = {
    Origin: new URL(link.startUrl).origin,
    Cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  };
});

afterAll(async () => {
  await link.close();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(() => {
  reports.length = 0;
  heard.length = 0;
});

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(`${headers.Origin.replace('http', 'ws')}/link`, { headers });
  socket.on('error', () => {});
  await once(socket, 'open');
  return socket;
}

/** Sends something, and waits until both ends have seen the connection close. */
async function closedBy(message: string | Buffer, binary = false): Promise<void> {
  const socket = await open();
  const freed = new Promise((resolve) => link.onChange((connected) => connected || resolve(null)));
  socket.send(message, { binary });
  await Promise.all([once(socket, 'close'), freed]);
}

it.each([
  ['no JSON', 'hello'],
  ['an empty text', ''],
  ['another type', '{"type":"snapshot","snapshot":{}}'],
  ['an extra field', '{"type":"heartbeat","screenSeq":1,"more":1}'],
  ['a negative sequence', '{"type":"heartbeat","screenSeq":-1}'],
  ['an event that is no object', '{"type":"event","event":"x"}'],
  ['an array', '[]'],
  ['null', 'null'],
  ['deep nesting', '['.repeat(2000) + ']'.repeat(2000)],
])('%s closes the connection', async (_name, message) => {
  await closedBy(message);
  expect(reports).toEqual(['message-refused']);
  expect(heard).toEqual([]);
});

it('a binary frame closes the connection', async () => {
  await closedBy(Buffer.from('{"type":"heartbeat","screenSeq":1}'), true);
  expect(reports).toEqual(['message-refused']);
});

it('a message beyond the limit closes the connection', async () => {
  await closedBy(`{"type":"event","event":{"x":"${'y'.repeat(UP_MESSAGE_LIMIT_BYTES)}"}}`);
  expect(reports).toEqual(['message-oversized']);
});

it('text that is no UTF-8 closes the connection', async () => {
  const socket = await open();
  const freed = new Promise((resolve) => link.onChange((connected) => connected || resolve(null)));
  socket.send(Buffer.from([0xff, 0xfe, 0xfd]), { binary: false });
  await Promise.all([once(socket, 'close'), freed]);
  expect(reports).toEqual(['message-refused']);
});

it('takes no arbitrary bytes for a message, and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, binary) => {
      expect(readUpMessage(Buffer.from(bytes), binary)).toBeNull();
    }),
  );
});

it('reads any JSON without throwing, and only the two shapes as messages', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(readUpMessage(Buffer.from(json), false)).toBeNull();
    }),
  );
  expect(readUpMessage(Buffer.from('{"type":"heartbeat","screenSeq":0}'), false)).toEqual({
    type: 'heartbeat',
    screenSeq: 0,
  });
});

it('survives raw bytes on its port, and serves the next page', async () => {
  const port = Number(new URL(headers.Origin).port);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 2000 }), async (bytes) => {
      const stranger = connectTcp({ host: '127.0.0.1', port });
      stranger.on('error', () => {});
      await once(stranger, 'connect');
      stranger.end(Buffer.concat([Buffer.from(bytes), Buffer.from('\r\n\r\n')]));
      stranger.resume();
      await once(stranger, 'close');
    }),
    { numRuns: 40 },
  );
  const socket = await open();
  link.show(Buffer.from('{}'));
  const [data] = await once(socket, 'message');
  expect(String(data)).toBe('{"type":"snapshot","snapshot":{}}');
  socket.terminate();
});
