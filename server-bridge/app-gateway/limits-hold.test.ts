import { connect as connectHttp2 } from 'node:http2';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayConfiguration } from './gateway-configuration.ts';
import type { GatewaySurroundings, RunningGateway } from './start-gateway.ts';
import { askHttp1, askOver } from './testing/gateway-client.ts';
import {
  aChallenge,
  anAnswer,
  anApplication,
  aVisitId,
  buildGatewayWorld,
  type GatewayWorld,
} from './testing/gateway-world.ts';

let world: GatewayWorld;
const running: RunningGateway[] = [];
const sessions: ReturnType<GatewayWorld['session']>[] = [];

beforeAll(async () => {
  world = await buildGatewayWorld();
}, 60_000);
afterAll(() => world?.stop());
beforeEach(() => {
  world.vrs.asked.length = 0;
  world.vrs.answer = () => ({ status: 200, body: JSON.stringify(aChallenge()) });
});
afterEach(async () => {
  for (const session of sessions.splice(0)) session.destroy();
  for (const gateway of running.splice(0)) await gateway.stop();
});

type Change = (configuration: GatewayConfiguration) => GatewayConfiguration;
async function open(change: Change = (same) => same, surroundings: GatewaySurroundings = {}) {
  const gateway = await world.start(change, surroundings);
  running.push(gateway);
  const session = world.session(gateway.port);
  sessions.push(session);
  const told = async (asked: Parameters<typeof askOver>[1]) => {
    const { status, text } = await askOver(session, asked);
    return { ...(text === '' ? {} : JSON.parse(text)), status };
  };
  return { gateway, session, told };
}
const challenge = () => world.attested('/v1/challenges', { visitId: aVisitId() });
const UNAVAILABLE = { status: 503, refusal: 'UNAVAILABLE' };

describe('how often', () => {
  const clock = { at: Date.now() };
  const now = () => new Date(clock.at);

  it('one address may ask as often as its rate says, and again when it has waited', async () => {
    const rate = { burst: 3, oneMoreEveryMs: 5_000 };
    const { told } = await open((same) => ({ ...same, rates: { ...same.rates, ofAddress: rate } }), { now });
    const statuses: number[] = [];
    for (let time = 0; time < 5; time += 1) statuses.push((await told({ path: '/health' })).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(await told({ path: '/nothing' })).toEqual({ status: 429, refusal: 'TOO_MANY', retryAfterSeconds: 5 });
    clock.at += 5_000;
    expect((await told({ path: '/health' })).status).toBe(200);
    expect((await told({ path: '/health' })).status).toBe(429);
  });

  it('all together may ask as often as theirs says', async () => {
    const rate = { burst: 2, oneMoreEveryMs: 1_000 };
    const { told } = await open((same) => ({ ...same, rates: { ...same.rates, ofAll: rate } }), { now });
    const statuses: number[] = [];
    for (let time = 0; time < 3; time += 1) statuses.push((await told({ path: '/health' })).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('one address has so many connections and no more', async () => {
    const { gateway, told } = await open((same) => ({ ...same, rates: { ...same.rates, connectionsOfAddress: 2 } }));
    expect((await told({ path: '/health' })).status).toBe(200);
    const second = world.session(gateway.port);
    sessions.push(second);
    expect((await askOver(second, { path: '/health' })).status).toBe(200);
    const third = connectHttp2(`https://127.0.0.1:${gateway.port}`, { ca: world.ca });
    const ended = new Promise((resolve) => third.once('close', () => resolve('ended')));
    third.on('error', () => undefined);
    expect(await ended).toBe('ended');
    second.destroy();
    await expect
      .poll(() =>
        askHttp1(gateway.port, world.ca, { path: '/health' }).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });
});

describe('how much and how long', () => {
  it('a body beyond the largest application is not read', async () => {
    const { told } = await open();
    const tooLarge = await world.attested('/v1/applications', `{"sealed":"${'A'.repeat(80_000)}"}`);
    expect(await told(tooLarge)).toEqual({ status: 413, refusal: 'TOO_LARGE' });
    expect(world.vrs.asked).toEqual([]);
  });

  it('a body that drips is ended', async () => {
    const { session } = await open((same) => same, { bodyMs: 200 });
    const stream = session.request({
      ':method': 'POST',
      ':path': '/v1/challenges',
      'content-type': 'application/json',
    });
    stream.on('error', () => undefined);
    const ended = new Promise((resolve) => stream.once('close', () => resolve('ended')));
    const status = new Promise((resolve) => stream.once('response', (headers) => resolve(headers[':status'])));
    stream.resume();
    stream.write('{');
    expect(await status).toBe(408);
    expect(await ended).toBe('ended');
  });

  it('beyond what is in flight it says BUSY, and serves again afterwards; the others are not kept waiting', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    world.vrs.answer = async (path, body) => {
      if (path === '/v1/challenges') return { status: 200, body: JSON.stringify(aChallenge()) };
      await promise;
      return { status: 200, body: JSON.stringify(anAnswer(JSON.parse(body).header.visitId)) };
    };
    const { told } = await open((same) => ({ ...same, maxInFlight: 1 }));
    const first = told(await world.attested('/v1/applications', anApplication()));
    await expect.poll(() => world.vrs.asked.length).toBe(1);
    const second = await told(await world.attested('/v1/applications', anApplication()));
    expect(second).toMatchObject({ status: 503, refusal: 'BUSY' });
    expect(second.retryAfterSeconds).toBeGreaterThanOrEqual(2);
    expect((await told(await challenge())).status).toBe(200);
    resolve();
    expect((await first).status).toBe(200);
    expect((await told(await world.attested('/v1/applications', anApplication()))).status).toBe(200);
  });

  it('the app’s deadline ends the wait, at VRS too (P1); one that has passed asks nobody', async () => {
    world.vrs.answer = () => null;
    const { told } = await open();
    const before = world.vrs.abandoned();
    expect(await told(await world.attested('/v1/applications', anApplication({ waitMs: 400 })))).toEqual(UNAVAILABLE);
    await expect.poll(() => world.vrs.abandoned()).toBe(before + 1);
    world.vrs.asked.length = 0;
    expect(await told(await world.attested('/v1/applications', anApplication({ waitMs: -1 })))).toEqual(UNAVAILABLE);
    expect(world.vrs.asked).toEqual([]);
  });

  it('an app that hangs up is waited for by nobody', async () => {
    world.vrs.answer = () => null;
    const { session } = await open();
    const before = world.vrs.abandoned();
    const { path, body, headers } = await world.attested('/v1/applications', anApplication());
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/json',
      ...headers,
    });
    stream.on('error', () => undefined);
    stream.end(body);
    await expect.poll(() => world.vrs.asked.length).toBe(1);
    stream.close();
    await expect.poll(() => world.vrs.abandoned()).toBe(before + 1);
  });
});

describe('what VRS says', () => {
  it.each<[string, number, (visitId: string) => string, object]>([
    ['no JSON', 200, () => 'nonsense', UNAVAILABLE],
    ['nothing', 200, () => '', UNAVAILABLE],
    ['an empty object', 200, () => '{}', UNAVAILABLE],
    ['the answer of another visit', 200, () => JSON.stringify(anAnswer(aVisitId())), UNAVAILABLE],
    ['more than an answer', 200, (id) => JSON.stringify({ ...anAnswer(id), name: 'synthetic' }), UNAVAILABLE],
    ['too much', 200, () => 'A'.repeat(100_000), UNAVAILABLE],
    ['an error of no form', 500, () => 'stack trace', UNAVAILABLE],
    [
      'BUSY',
      503,
      () => '{"refusal":"BUSY","retryAfterSeconds":2}',
      { status: 503, refusal: 'BUSY', retryAfterSeconds: 2 },
    ],
    ['MALFORMED', 400, () => '{"refusal":"MALFORMED"}', { status: 400, refusal: 'MALFORMED' }],
  ])('%s is told as what it is, never as an empty answer (P10)', async (_what, status, body, expected) => {
    world.vrs.answer = (_path, sent) => ({ status, body: body(JSON.parse(sent).header.visitId) });
    const { told } = await open();
    expect(await told(await world.attested('/v1/applications', anApplication()))).toEqual(expected);
  });

  it('nothing, because it is away: UNAVAILABLE, and the health answer says so', async () => {
    const { session, told } = await open((same) => ({ ...same, vrs: { ...same.vrs, port: 1 } }));
    expect(await told(await challenge())).toEqual(UNAVAILABLE);
    expect(await told({ path: '/v1/key-set' })).toEqual(UNAVAILABLE);
    expect((await askOver(session, { path: '/health' })).text).toBe('{"status":"vrs-away"}');
  });
});
