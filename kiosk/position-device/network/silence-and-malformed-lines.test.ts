import { once } from 'node:events';
import * as net from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openPositionDevice, type PositionWords } from '../index.ts';
import { QUICK_DELAYS, statusIs } from '../testing/status-waits.ts';
import { startVirtualPositionDevice } from '../virtual/index.ts';
import { formatPosition, PositionLines } from './position-lines.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A lock's words. */
const WORDS: PositionWords<'open' | 'locked', 'absent'> = {
  on: 'open',
  off: 'locked',
  away: 'absent',
  unmoved: 'locked',
};
const open = (where: { host: string; port: number }, delays = QUICK_DELAYS) =>
  openPositionDevice({ kind: 'virtual', host: where.host, port: where.port }, WORDS, delays);
const startDevice = (o: { heartbeatMs?: number } = {}) => startVirtualPositionDevice<'open' | 'locked'>('locked', o);

const OPEN = formatPosition({ v: 1, position: 'open' });

describe('lines', () => {
  test('a message arrives whole wherever it was cut', () => {
    for (let cut = 0; cut <= OPEN.length; cut += 1) {
      const lines = new PositionLines(['open', 'locked']);
      const first = lines.push(Buffer.from(OPEN.slice(0, cut)))._unsafeUnwrap();
      const second = lines.push(Buffer.from(OPEN.slice(cut)))._unsafeUnwrap();
      expect([...first, ...second]).toEqual([{ v: 1, position: 'open' }]);
    }
  });

  test('a beginning without its end is no message', () => {
    for (let length = 0; length < OPEN.length; length += 1) {
      expect(new PositionLines(['open', 'locked']).push(Buffer.from(OPEN.slice(0, length)))._unsafeUnwrap()).toEqual(
        [],
      );
    }
  });

  test.each([
    ['an empty line', '\n'],
    ['no JSON', 'open\n'],
    ['another version', '{"v":2,"position":"open"}\n'],
    ['another word', '{"v":1,"position":"ajar"}\n'],
    ['one member more', '{"v":1,"position":"open","by":"x"}\n'],
    ['an array', '["open"]\n'],
    ['a long line', `${' '.repeat(64)}${OPEN}`],
    ['a line that does not end', ' '.repeat(65)],
    ['bytes beyond ASCII', '{"v":1,"position":"ｏpen"}\n'],
  ])('%s is malformed', (_what, text) => {
    expect(new PositionLines(['open', 'locked']).push(Buffer.from(text)).isErr()).toBe(true);
  });

  test('no bytes open the lock but those that say so', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const messages = new PositionLines(['open', 'locked']).push(bytes).unwrapOr([]);
        const lines = Buffer.from(bytes).toString('latin1').split('\n').slice(0, -1);
        expect(messages.length).toBeLessThanOrEqual(lines.length);
        for (const { position } of messages) expect(lines.join('\n')).toContain(position);
      }),
    );
  });
});

describe('the line', () => {
  test('a switch that falls silent is absent although its line stands, and is heard again', async () => {
    const device = await startDevice({ heartbeatMs: 20 });
    closers.push(() => device.stop());
    device.move('open');
    const listener = open(device, { ...QUICK_DELAYS, silenceLimitMs: 100 });
    closers.push(() => listener.close());
    await statusIs(listener, 'open');
    device.setSilent(true);
    await statusIs(listener, 'absent');
    device.setSilent(false);
    await statusIs(listener, 'open');
  });

  test('every message begins the limit of silence anew', async () => {
    const device = await startDevice({ heartbeatMs: 60_000 });
    closers.push(() => device.stop());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    closers.push(() => void vi.useRealTimers());
    const listener = open(device);
    closers.push(() => listener.close());
    await statusIs(listener, 'locked');
    const heard: string[] = [];
    listener.watch((status) => heard.push(status));
    for (const position of ['open', 'locked', 'open', 'locked'] as const) {
      vi.advanceTimersByTime(QUICK_DELAYS.silenceLimitMs * 0.6);
      device.move(position);
      await statusIs(listener, position);
    }
    expect(heard).toEqual(['open', 'locked', 'open', 'locked']);
    vi.advanceTimersByTime(QUICK_DELAYS.silenceLimitMs);
    await statusIs(listener, 'absent');
  });

  test('a cut line comes back by itself and tells the position of now', async () => {
    const device = await startDevice();
    closers.push(() => device.stop());
    const listener = open(device);
    closers.push(() => listener.close());
    await statusIs(listener, 'locked');
    const gone = statusIs(listener, 'absent');
    device.drop();
    await gone;
    device.move('open');
    await statusIs(listener, 'open');
  });

  test('a server that accepts and never speaks leaves it absent, attempt after attempt', async () => {
    const attempts: net.Socket[] = [];
    const twice = Promise.withResolvers<void>();
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      if (attempts.push(socket) === 2) twice.resolve();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => {
      for (const socket of attempts) socket.destroy();
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const listener = open({ host: '127.0.0.1', port: address.port }, { ...QUICK_DELAYS, silenceLimitMs: 50 });
    closers.push(() => listener.close());
    await twice.promise;
    expect(listener.status()).toBe('absent');
  });

  test('a switch that is told something hangs up', async () => {
    const device = await startDevice();
    closers.push(() => device.stop());
    const socket = net.connect(device.port, device.host);
    socket.on('error', () => {});
    socket.resume();
    socket.write('open\n');
    await once(socket, 'close');
    expect(device.position()).toBe('locked');
  });
});
