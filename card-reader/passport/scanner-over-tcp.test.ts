import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { openPassportScanner, PassportScannerConfigurationSchema } from './open-scanner.ts';
import { type ServedScanner, serveScanner } from './virtual/served-scanner.ts';
import { buildSyntheticPassport } from './virtual/synthetic-passport.ts';

const passport = buildSyntheticPassport();
const anchors = passport.anchors.map((anchor) => Buffer.from(anchor).toString('base64'));
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const scannerAt = (port: number) =>
  openPassportScanner(
    v.parse(PassportScannerConfigurationSchema, { kind: 'virtual', host: '127.0.0.1', port, anchors }),
  );
const scan = (port: number, o: { signal?: AbortSignal; timeoutMs?: number } = {}) =>
  scannerAt(port).scanner.scan({
    signal: o.signal ?? new AbortController().signal,
    timeoutMs: o.timeoutMs ?? 5_000,
  });

async function served(): Promise<ServedScanner> {
  const scanner = await serveScanner({ host: '127.0.0.1', port: 0 });
  closers.push(() => scanner.close());
  return scanner;
}

/** A server that answers every request with these bytes and closes. */
async function answering(bytes: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(bytes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

describe('a scanner of another process', () => {
  it('reads the page that is laid on before or after it is asked', async () => {
    const scanner = await served();
    scanner.lay(passport.zone.text);
    expect((await scan(scanner.port))._unsafeUnwrap()).toEqual(passport.zone);
    const waiting = scan(scanner.port);
    scanner.lay(passport.zone.text);
    expect((await waiting)._unsafeUnwrap()).toEqual(passport.zone);
  });

  it('reads each page once', async () => {
    const scanner = await served();
    scanner.lay(passport.zone.text);
    expect((await scan(scanner.port)).isOk()).toBe(true);
    expect((await scan(scanner.port, { timeoutMs: 50 }))._unsafeUnwrapErr()).toEqual({ kind: 'timed-out' });
  });

  it('refuses a page with a character misread', async () => {
    const scanner = await served();
    scanner.lay(passport.zone.text.replace('ZZ0000000', 'ZZ0000001'));
    expect((await scan(scanner.port))._unsafeUnwrapErr()).toMatchObject({ kind: 'unreadable' });
  });

  it('is given up by its signal', async () => {
    const scanner = await served();
    const giving = new AbortController();
    const waiting = scan(scanner.port, { signal: giving.signal });
    giving.abort();
    expect((await waiting)._unsafeUnwrapErr()).toEqual({ kind: 'aborted' });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'page\n'],
    ['another version', '{"v":2,"page":""}\n'],
    ['a member too many', '{"v":1,"page":"","more":1}\n'],
    ['no end of line', '{"v":1,"page":"'],
    ['a line too long', `{"v":1,"page":"${'A'.repeat(2_000)}"}\n`],
  ])('that answers %s is no scanner', async (_what, bytes) => {
    expect((await scan(await answering(bytes)))._unsafeUnwrapErr()).toEqual({ kind: 'no-scanner' });
  });

  it('that is not there is no scanner', async () => {
    const gone = await serveScanner({ host: '127.0.0.1', port: 0 });
    await gone.close();
    expect((await scan(gone.port))._unsafeUnwrapErr()).toEqual({ kind: 'no-scanner' });
  });

  it('closes on whoever asks in another way, and goes on serving', async () => {
    const scanner = await served();
    for (const request of ['scan\n', '{"v":1,"ask":"scan","more":1}\n', 'A'.repeat(2_000)]) {
      const socket = connect({ host: '127.0.0.1', port: scanner.port });
      socket.on('error', () => socket.destroy());
      socket.write(request);
      await once(socket, 'close');
    }
    scanner.lay(passport.zone.text);
    expect((await scan(scanner.port)).isOk()).toBe(true);
  });

  it('has a configuration without anything unknown in it', () => {
    const good = { kind: 'virtual', host: '127.0.0.1', port: 1, anchors };
    expect(v.is(PassportScannerConfigurationSchema, good)).toBe(true);
    for (const change of [{ more: 1 }, { port: 0 }, { anchors: [] }, { anchors: ['*'] }, { kind: 'serial' }])
      expect(v.is(PassportScannerConfigurationSchema, { ...good, ...change })).toBe(false);
  });
});
