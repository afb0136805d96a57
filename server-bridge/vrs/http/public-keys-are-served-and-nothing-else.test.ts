import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { request, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  generateVrsKeys,
  healthCardPublicKeys,
  JwksSchema,
  rollOverVrsKeys,
  type VrsKeys,
} from '../../certificates/index.ts';
import { createDevelopmentTrust } from '../../trust/index.ts';
import { closePublicly, createPublicKeysServer, listenPublicly, type PublicTls } from './public-keys-server.ts';

const iss = 'https://vc.vrs.example/issuer';
const now = new Date('2026-11-20T01:02:03.456Z');
let folder: string;
let ca: Buffer;
let tls: PublicTls;
let keys: VrsKeys;
let server: Server;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-public-'));
  const trust = (await createDevelopmentTrust(folder, { terminals: [], now: new Date() }))._unsafeUnwrap();
  ca = await readFile(trust.lgwanCaFile);
  tls = {
    key: await readFile(trust.vrsServer.keyFile, 'utf8'),
    cert: await readFile(trust.vrsServer.certificateFile, 'utf8'),
  };
  keys = await rollOverVrsKeys(await generateVrsKeys({ iss, now }), { now });
  server = createPublicKeysServer(tls, { iss, keys: healthCardPublicKeys(keys) });
  await listenPublicly(server, { host: '127.0.0.1', port: 0 });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server listens');
  port = address.port;
});
afterAll(async () => {
  await closePublicly(server);
  await rm(folder, { recursive: true });
});

type Reply = { status: number | undefined; headers: IncomingHttpHeaders; text: string };

function ask(
  path: string,
  o: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Reply> {
  const { method = 'GET', headers = {}, body } = o;
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, ca, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('the issuer’s keys', () => {
  it.each(['/.well-known/jwks.json', '/issuer/.well-known/jwks.json'])(
    'are read by anybody, from any web page, at %s',
    async (path) => {
      const { status, headers, text } = await ask(path, { headers: { origin: 'https://reader.example' } });
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'access-control-allow-origin': '*',
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'public, max-age=300',
      });
      expect(text).not.toContain('"d"');
      const published = v.parse(JwksSchema, JSON.parse(text));
      expect(published.keys).toHaveLength(2);
      for (const key of published.keys) {
        expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256' });
        expect(key.x5c).toHaveLength(3);
      }
    },
  );

  it('are not sent again to whoever has them', async () => {
    const tag = (await ask('/.well-known/jwks.json')).headers.etag ?? '';
    const again = await ask('/.well-known/jwks.json', { headers: { 'if-none-match': tag } });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await ask('/.well-known/jwks.json', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });
});

describe('nothing else is reachable', () => {
  it.each([
    '/',
    '/v1/key-set',
    '/v1/challenges',
    '/.well-known/',
    '/.well-known/jwks.json/',
    '/.well-known/jwks.json?x=1',
    '/issuer',
    '/%2e%2e/.well-known/jwks.json',
  ])('not %s', async (path) => {
    const { status, text, headers } = await ask(path);
    expect([status, text]).toEqual([404, '']);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'])('not by %s', async (method) => {
    const { status, text, headers } = await ask('/.well-known/jwks.json', { method, body: '{}' });
    expect([status, text, headers.allow]).toEqual([405, '', 'GET']);
  });

  it('and what is no HTTP, or a head without end, is hung up on; the server lives on', async () => {
    for (const bytes of ['\0\x01\x02\r\n\r\n', `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`]) {
      const socket = connect({ host: '127.0.0.1', port, ca });
      socket.on('error', () => undefined);
      await once(socket, 'secureConnect');
      const closed = once(socket, 'close');
      socket.resume().write(bytes);
      await closed;
    }
    const old = connect({ host: '127.0.0.1', port, ca, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' });
    await once(old, 'error');
    old.destroy();
    expect((await ask('/.well-known/jwks.json')).status).toBe(200);
  });

  it('and a taken address or a certificate that is none is an error, no half server', async () => {
    const second = createPublicKeysServer(tls, { iss, keys: [] });
    await expect(listenPublicly(second, { host: '127.0.0.1', port })).rejects.toThrow();
    expect(() => createPublicKeysServer({ ...tls, cert: 'none' }, { iss, keys: [] })).toThrow();
  });
});
