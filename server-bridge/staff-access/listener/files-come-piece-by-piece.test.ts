import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDevelopmentTrust } from '../../trust/index.ts';
import { routesFor, uploadsFor } from '../define-route.ts';
import { mountStaffRoutes } from '../mount-routes.ts';
import { LISTENER_RATES } from './listener-rates.ts';
import { createStaffListener } from './staff-listener.ts';

const PIECE_MS = 1_500;
const MIB = 1_048_576;

let folder: string;
let authority: Buffer;
let port: number;
let close: () => Promise<void>;
/** What the route saw of the last file. */
let seen: { bytes: number; largest: number; ended: 'whole' | 'broken' | null };
let heard: () => void;
let over: Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-upload-'));
  const made = await createDevelopmentTrust(folder, { terminals: [], now: new Date() });
  const trust = made._unsafeUnwrap();
  authority = await readFile(trust.lineCaFile);
  const { certificateFile, keyFile } = trust.centerServer;
  const app = createStaffListener({
    tls: { cert: await readFile(certificateFile), key: await readFile(keyFile) },
    contents: ['/operations'],
    origin: () => `https://127.0.0.1:${port}`,
    assets: new Map(),
    rates: { ...LISTENER_RATES, bodyMs: PIECE_MS },
    log: { refused: () => undefined, workFailed: () => undefined },
    now: () => new Date(),
  });
  const routes = [
    uploadsFor<string, 'write'>()({
      method: 'PUT',
      path: '/file',
      needs: 'write',
      async handle({ body }) {
        try {
          for await (const piece of body) {
            seen.bytes += piece.length;
            seen.largest = Math.max(seen.largest, piece.length);
          }
          seen.ended = 'whole';
          return ok({ status: 204 });
        } catch {
          seen.ended = 'broken';
          return err({ kind: 'conflict', error: 'broken' });
        } finally {
          heard();
        }
      },
    }),
    uploadsFor<string, 'write'>()({
      method: 'PUT',
      path: '/refused',
      needs: 'write',
      handle: () => err({ kind: 'conflict', error: 'not-waiting' }),
    }),
    routesFor<string, 'write'>()({
      method: 'POST',
      path: '/plain',
      needs: 'write',
      handle: () => ok({ status: 204 }),
    }),
  ];
  mountStaffRoutes(app, routes, {
    prefix: '/operations',
    mayDo: () => true,
    actorOf: () => Promise.resolve('synthetic'),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const bound = app.server.address();
  port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  close = () => app.close();
}, 60_000);
afterAll(async () => {
  await close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  seen = { bytes: 0, largest: 0, ended: null };
  over = new Promise((resolve) => {
    heard = resolve;
  });
});

type Sending = { write(bytes: Buffer): unknown; end(bytes?: Buffer): unknown; destroy(): unknown };
type Sent = { readonly sending: Sending; readonly answer: Promise<number | 'cut off'> };

const OCTETS = 'application/octet-stream';

function overHttp1(path: string, type = OCTETS): Sent {
  const headers = { 'content-type': type, origin: `https://127.0.0.1:${port}` };
  const sending = request({ host: '127.0.0.1', port, path, method: 'PUT', ca: authority, headers, agent: false });
  const answer = new Promise<number | 'cut off'>((resolve) => {
    sending.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sending.on('error', () => resolve('cut off'));
    sending.on('close', () => resolve('cut off'));
  });
  return { sending, answer };
}

function overHttp2(path: string, type = OCTETS): Sent {
  const origin = `https://127.0.0.1:${port}`;
  const session = connectHttp2(origin, { ca: authority });
  session.on('error', () => undefined);
  const sending = session.request({ ':path': path, ':method': 'PUT', 'content-type': type, origin });
  const answer = new Promise<number | 'cut off'>((resolve) => {
    sending.on('response', (headers) => resolve(headers[':status'] ?? 0));
    sending.on('error', () => resolve('cut off'));
    sending.on('close', () => {
      resolve('cut off');
      session.destroy();
    });
  });
  sending.resume();
  return { sending, answer };
}

describe.each([
  ['HTTP/1.1', overHttp1],
  ['HTTP/2', overHttp2],
])('a file over %s', (_protocol, send) => {
  test('is far longer than any body may be, and never whole in memory', async () => {
    const { sending, answer } = send('/operations/file');
    const piece = randomBytes(MIB);
    for (let times = 0; times < 8; times += 1) sending.write(piece);
    sending.end();
    expect(await answer).toBe(204);
    expect(seen).toMatchObject({ bytes: 8 * MIB, ended: 'whole' });
    expect(seen.largest).toBeLessThanOrEqual(MIB);
  });

  test('may take longer than a body, as long as it goes on', async () => {
    const { sending, answer } = send('/operations/file');
    for (let times = 0; times < 6; times += 1) {
      sending.write(Buffer.alloc(10));
      await new Promise((resolve) => setTimeout(resolve, PIECE_MS / 5));
    }
    sending.end();
    expect(await answer).toBe(204);
    expect(seen).toMatchObject({ bytes: 60, ended: 'whole' });
  });

  test('that stands still is broken for whoever reads it', async () => {
    const { sending, answer } = send('/operations/file');
    sending.write(Buffer.alloc(10));
    await over;
    expect(seen).toMatchObject({ ended: 'broken' });
    expect([409, 'cut off']).toContain(await answer);
    sending.destroy();
  });

  test('whose connection breaks is broken, not shorter', async () => {
    const { sending } = send('/operations/file');
    sending.write(Buffer.alloc(10));
    await new Promise((resolve) => setTimeout(resolve, PIECE_MS / 5));
    sending.destroy();
    await over;
    expect(seen).toMatchObject({ ended: 'broken' });
  });

  test('that is refused at once is not read to its end', async () => {
    const { sending, answer } = send('/operations/refused');
    sending.write(randomBytes(MIB));
    expect(await answer).toBe(409);
    sending.destroy();
  });

  test('of another type, or without contents, is malformed', async () => {
    const json = send('/operations/file', 'application/json');
    json.sending.end(Buffer.from('{}'));
    expect(await json.answer).toBe(400);
    const text = send('/operations/file', 'text/csv');
    text.sending.end(Buffer.from('a,b'));
    expect(await text.answer).toBe(415);
  });
});

test('elsewhere no file is taken', async () => {
  const answer = await new Promise<number>((resolve, reject) => {
    const headers = { 'content-type': OCTETS, origin: `https://127.0.0.1:${port}` };
    const path = '/operations/plain';
    const sending = request({ host: '127.0.0.1', port, path, method: 'POST', ca: authority, headers, agent: false });
    sending.on('response', (response) => resolve(response.resume().statusCode ?? 0));
    sending.on('error', reject);
    sending.end(Buffer.alloc(1_000));
  });
  expect(answer).toBe(415);
});

test('nothing comes with a GET', async () => {
  const answer = await new Promise<number>((resolve, reject) => {
    const headers = { 'content-length': '100' };
    const sending = request({
      host: '127.0.0.1',
      port,
      path: '/',
      method: 'GET',
      ca: authority,
      headers,
      agent: false,
    });
    sending.on('response', (response) => resolve(response.resume().statusCode ?? 0));
    sending.on('error', reject);
    sending.write('drip');
  });
  expect(answer).toBe(400);
});
