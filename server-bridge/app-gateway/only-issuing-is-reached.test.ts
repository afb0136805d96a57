import { readdir, readFile } from 'node:fs/promises';
import type { ClientHttp2Session } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RelayRequestSchema } from '../protocol/index.ts';
import { ATTESTATION_HEADER } from './gateway-messages.ts';
import type { RunningGateway } from './start-gateway.ts';
import { askHttp1, askOver } from './testing/gateway-client.ts';
import {
  aChallenge,
  anAnswer,
  anApplication,
  aVisitId,
  buildGatewayWorld,
  type GatewayWorld,
} from './testing/gateway-world.ts';

const NOT_FOUND = { refusal: 'NOT_FOUND' };
let world: GatewayWorld;
let gateway: RunningGateway;
let session: ClientHttp2Session;

beforeAll(async () => {
  world = await buildGatewayWorld();
  // So that nothing here is refused for being asked too often.
  const often = { burst: 1_000_000, oneMoreEveryMs: 1 };
  gateway = await world.start((same) => ({ ...same, rates: { ...same.rates, ofAddress: often, ofAll: often } }));
  session = world.session(gateway.port);
}, 60_000);
afterAll(async () => {
  session?.destroy();
  await gateway?.stop();
  await world?.stop();
});
beforeEach(() => {
  world.vrs.asked.length = 0;
  world.vrs.answer = (path, body) => {
    if (path === '/v1/key-set') return { status: 200, body: '{"vrsKeySet":"synthetic"}' };
    if (path === '/v1/challenges') return { status: 200, body: JSON.stringify(aChallenge()) };
    const { header } = v.parse(v.pipe(v.string(), v.parseJson(), RelayRequestSchema), body);
    return { status: 200, body: JSON.stringify(anAnswer(header.visitId)) };
  };
});

describe('the three things that are passed on', () => {
  it('come with their answers, over HTTP/2 and HTTP/1.1', async () => {
    const application = anApplication();
    for (const ask of [
      (asked: Parameters<typeof askOver>[1]) => askOver(session, asked),
      (asked: Parameters<typeof askOver>[1]) => askHttp1(gateway.port, world.ca, asked),
    ]) {
      expect(await ask({ path: '/v1/key-set' })).toMatchObject({ status: 200, text: '{"vrsKeySet":"synthetic"}' });
      const challenge = await ask(await world.attested('/v1/challenges', { visitId: aVisitId() }));
      expect(challenge.status).toBe(200);
      expect(Object.keys(JSON.parse(challenge.text)).sort()).toEqual(['challenge', 'challengeId', 'expiresAt']);
      const answer = await ask(await world.attested('/v1/applications', application));
      expect(JSON.parse(answer.text)).toMatchObject({ visitId: application.header.visitId });
      expect(answer.headers).not.toHaveProperty('set-cookie');
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
    // VRS signs its key set anew for everybody who asks: one a minute is enough.
    expect(world.vrs.asked.filter((asked) => asked.includes('key-set')).length).toBeLessThanOrEqual(1);
  });

  it('and a health answer that asks VRS nothing', async () => {
    expect(await askOver(session, { path: '/health' })).toMatchObject({ status: 200, text: '{"status":"serving"}' });
    expect(world.vrs.asked).toEqual([]);
  });
});

describe('nothing else', () => {
  it('no path of staff, tablets, public keys, centers or anything like them, by any method', async () => {
    const paths = [...(await pathsOf('vrs')), ...(await pathsOf('center'))];
    expect(paths.length).toBeGreaterThan(40);
    expect(paths).toEqual(expect.arrayContaining(['/operations/people', '/v1/tickets', '/.well-known/jwks.json']));
    const near = [
      '/',
      '/v1',
      '/v1/',
      '/v1/key-set/',
      '/v1/key-set?a=1',
      '/V1/key-set',
      '/v1//key-set',
      '/v1/%6bey-set',
      '/health?',
    ];
    const odd = [
      '/v1/applications/../../operations/people',
      '/v1/challenges/%2e%2e/doses',
      '//operations',
      '/operations/%00',
    ];
    for (const path of [...new Set([...paths, ...near, ...odd])]) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']) {
        const { status, text } = await askOver(session, { method, path });
        expect({ path, method, isRefused: status === 404 || status === 400 }).toMatchObject({ isRefused: true });
        if (method !== 'HEAD' && status === 404) expect(JSON.parse(text)).toEqual(NOT_FOUND);
      }
    }
    expect(world.vrs.asked).toEqual([]);
  }, 60_000);

  it('no other method of the three', async () => {
    for (const [path, methods] of [
      ['/v1/key-set', ['POST', 'HEAD', 'OPTIONS', 'DELETE']],
      ['/v1/challenges', ['GET', 'PUT', 'HEAD', 'OPTIONS']],
      ['/v1/applications', ['GET', 'PUT', 'HEAD', 'OPTIONS']],
    ] as const) {
      for (const method of methods) expect((await askOver(session, { method, path })).status).toBe(404);
    }
    expect(world.vrs.asked).toEqual([]);
  });

  it('no application in a terminal’s name, and nothing that does not fit', async () => {
    const application = anApplication();
    const { header } = application;
    const bodies: (string | object)[] = [
      anApplication({ terminalId: 'KIOSK-0001' }),
      { ...application, more: 1 },
      { ...application, header: { ...header, through: 'kiosk' } },
      { ...application, header: { ...header, visitId: 'A' } },
      { ...application, deadline: 'soon' },
      { ...application, sealed: 'A'.repeat(99) },
      { ...application, sealed: `${'A'.repeat(200)}=` },
      JSON.stringify(application).replace('"v":1', '"v":1,"v":1'),
      '',
      '[]',
      'null',
      '['.repeat(5_000),
      '{"header":',
    ];
    for (const body of bodies) {
      const { status, text } = await askOver(session, await world.attested('/v1/applications', body));
      expect({ status, text }).toEqual({ status: 400, text: '{"refusal":"MALFORMED"}' });
    }
    expect(world.vrs.asked).toEqual([]);
  });

  it('nothing without an attestation, with one that was used, or with one over another body', async () => {
    const message = { visitId: aVisitId() };
    const body = JSON.stringify(message);
    const told = async (asked: Parameters<typeof askOver>[1]) => {
      const { status, text } = await askOver(session, asked);
      return { status, ...JSON.parse(text) };
    };
    expect(await told({ path: '/v1/challenges', body })).toEqual({ status: 403, refusal: 'ATTESTATION_MISSING' });
    const good = await world.attested('/v1/challenges', message);
    expect(await told({ ...good, body: JSON.stringify({ visitId: aVisitId() }) })).toEqual({
      status: 403,
      refusal: 'ATTESTATION_OTHER_REQUEST',
    });
    expect((await told(good)).status).toBe(200);
    expect(await told(good)).toEqual({ status: 403, refusal: 'ATTESTATION_REUSED' });
    const twice = { ...good, headers: { [ATTESTATION_HEADER]: `${good.headers?.[ATTESTATION_HEADER]}, x` } };
    expect(await told(twice)).toEqual({ status: 403, refusal: 'ATTESTATION_MALFORMED' });
    expect(world.vrs.asked).toEqual(['POST /v1/challenges']);
  });

  it('nothing over an older TLS', async () => {
    const outcome = await new Promise<string>((resolve) => {
      const options = { host: '127.0.0.1', port: gateway.port, ca: world.ca, maxVersion: 'TLSv1.2' as const };
      const socket = connectTls(options, () => resolve('connected'));
      socket.on('error', () => resolve('refused'));
    });
    expect(outcome).toBe('refused');
  });
});

describe('what is logged', () => {
  it('is words of the catalogue alone, whatever was sent', async () => {
    const { header, sealed, deadline } = anApplication();
    const canary = { ...header, sealingKeyId: 'CANARY-見本' };
    await askOver(session, await world.attested('/v1/applications', { header: canary, sealed, deadline }));
    await askOver(session, { path: '/CANARY', headers: { 'x-canary': 'CANARY', cookie: 'CANARY=1' } });
    expect(world.logText()).not.toMatch(/CANARY|見本|900010|APP-|127\.0\.0\.1/);
    expect(world.logText()).not.toContain(header.visitId);
    expect(world.logText()).not.toContain(sealed.slice(0, 30));
    expect(world.logText()).toContain('"event":"PASSED","what":"application"');
  });
});

/** Every address that the sources of a part name as one. */
async function pathsOf(part: 'vrs' | 'center'): Promise<string[]> {
  const directory = fileURLToPath(new URL(`../${part}`, import.meta.url));
  const names = (await readdir(directory, { recursive: true })).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const found = new Set<string>();
  for (const name of names) {
    const text = await readFile(`${directory}/${name}`, 'utf8');
    for (const [, path = ''] of text.matchAll(/(?:path: |route\(|_PATH = |\.get\(|\.post\()'(\/[^']*)'/g)) {
      const plain = path.replaceAll(/:[a-zA-Z]+/g, 'ABC');
      for (const prefix of ['', '/operations', '/console']) found.add(`${prefix}${plain}`);
    }
  }
  for (const ours of ['/v1/key-set', '/v1/challenges', '/v1/applications', '/health']) found.delete(ours);
  return [...found];
}
