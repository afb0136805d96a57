import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HistorySchema } from '../console-api/fleet.ts';
import type { RunningCenter } from '../index.ts';
import {
  applicationOf,
  askStaff,
  buildWorld,
  OTHER_TERMINAL,
  STOPPED_CITY,
  statusOf,
  TERMINAL,
  visitId,
  type World,
} from '../test-support/bridge-world.ts';
import { eventually } from '../test-support/eventually.ts';
import { type RawTerminal, rawTerminal } from '../test-support/raw-terminal.ts';
import { filler, goodBehaviour } from '../test-support/stub-vrs.ts';
import { readExposition, type Sample, sumOf } from './testing/read-exposition.ts';

let world: World;
let center: RunningCenter;
let terminal: RawTerminal;

beforeAll(async () => {
  world = await buildWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.vrs.behaviour = goodBehaviour(world.keySet);
  world.vrs.requests.length = 0;
  center = await world.start({ observability: { host: '127.0.0.1', port: 0, drainNoticeMs: 0 } });
  terminal = rawTerminal(world.trust, TERMINAL, center.port);
});
afterEach(async () => {
  terminal.close();
  await center.stop();
});

const ask = async (path: string, method = 'GET') => {
  const response = await fetch(`http://127.0.0.1:${center.observabilityPort}${path}`, { method });
  return { status: response.status, text: await response.text(), headers: response.headers };
};
const scrape = async (): Promise<readonly Sample[]> => readExposition((await ask('/metrics')).text);
const apply = (municipality?: string) =>
  terminal.send(
    'POST',
    '/v1/applications',
    applicationOf(visitId(), municipality === undefined ? {} : { municipality }),
  );
const applications = () => world.vrs.requests.filter(({ path }) => path === '/v1/applications').length;

describe('metrics', () => {
  test('what is relayed and refused is counted once, in metrics and in the history', async () => {
    await terminal.send('POST', '/v1/status', statusOf(filler(22)));
    const stream = terminal.events();
    await eventually(() => expect(stream.text()).toContain('directive-changed'));
    expect([(await apply()).status, (await apply()).status, (await apply(STOPPED_CITY)).status]).toEqual([
      200, 200, 409,
    ]);
    world.vrs.behaviour = () => ({ status: 503, body: '{"refusal":"BUSY","retryAfterSeconds":3}' });
    expect((await apply()).status).toBe(503);
    world.vrs.behaviour = () => ({ status: 200, body: 'no answer' });
    expect((await apply()).status).toBe(503);
    world.vrs.behaviour = goodBehaviour(world.keySet);
    expect((await terminal.send('POST', '/v1/challenges', { visitId: visitId() })).status).toBe(200);
    const samples = await scrape();
    expect(sumOf(samples, 'kofu_relay_seconds_count')).toBe(2);
    for (const [refusal, count] of [
      ['CITY_STOPPED', 1],
      ['BUSY', 1],
      ['UNAVAILABLE', 1],
      ['MALFORMED', 0],
    ] as const) {
      expect([refusal, sumOf(samples, 'kofu_refusals_total', { refusal })]).toEqual([refusal, count]);
    }
    for (const [outcome, count] of [
      ['answered', 2],
      ['refused', 1],
      ['malformed', 1],
    ] as const) {
      expect(sumOf(samples, 'kofu_vrs_seconds_count', { route: 'main', outcome })).toBe(count);
    }
    expect(sumOf(samples, 'kofu_vrs_seconds_count', { route: 'challenges', outcome: 'answered' })).toBe(1);
    expect(sumOf(samples, 'kofu_vrs_requests_in_flight')).toBe(0);
    expect(sumOf(samples, 'kofu_vrs_requests_in_flight_limit', { route: 'main' })).toBe(2);
    expect(sumOf(samples, 'kofu_line_handshakes_total', { outcome: 'accepted' })).toBeGreaterThan(0);
    expect(sumOf(samples, 'kofu_line_connections')).toBe(1);
    expect(sumOf(samples, 'kofu_terminals', { standing: 'ready' })).toBe(1);
    expect(sumOf(samples, 'kofu_store_up')).toBe(1);
    expect(sumOf(samples, 'kofu_directive_version')).toBeGreaterThan(0);
    expect(sumOf(samples, 'kofu_directive_drifting_terminals')).toBe(1);
    expect(sumOf(samples, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);

    await center.stop();
    const again = await world.start();
    const range = `from=${new Date(Date.now() - 600_000).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`;
    const { status, body } = await askStaff(world, again, `/operations/history?${range}&stepMinutes=5`);
    await again.stop();
    expect(status).toBe(200);
    const { steps } = v.parse(HistorySchema, body);
    const refused = steps
      .flatMap((step) => Object.entries(step.refused))
      .filter(([refusal]) => refusal === 'CITY_STOPPED');
    expect(steps.reduce((sum, step) => sum + step.relayed, 0)).toBe(2);
    expect(refused.reduce((sum, [, count]) => sum + count, 0)).toBe(1);
  });

  test('no terminal, no visit and no municipality is in them (C2)', async () => {
    await terminal.send('POST', '/v1/status', statusOf(filler(22)));
    const visit = visitId();
    await terminal.send('POST', '/v1/applications', applicationOf(visit));
    const { text } = await ask('/metrics');
    for (const secret of [TERMINAL, visit, applicationOf(visit).header.municipality])
      expect(text).not.toContain(secret);
    expect(text).toContain('kofu_terminals');
  });

  test('the listener takes nothing and knows nothing else', async () => {
    expect((await ask('/metrics', 'POST')).status).toBe(404);
    expect((await ask('/operations/terminals')).status).toBe(404);
    expect((await ask('/%')).status).toBe(400);
    expect((await ask('/metrics')).headers.get('content-type')).toContain('text/plain');
  });
});

describe('readiness', () => {
  test('with store and directive it is ready', async () => {
    expect([(await ask('/livez')).status, (await ask('/readyz')).status]).toEqual([200, 200]);
  });

  test('draining: readiness goes first, then the line says goodbye, what is in flight still gets its answer', async () => {
    const good = goodBehaviour(world.keySet);
    const freed = Promise.withResolvers<void>();
    world.vrs.behaviour = async (request, stream) => {
      if (request.path === '/v1/applications') await freed.promise;
      return good(request, stream);
    };
    const order: string[] = [];
    terminal.session.once('goaway', () => order.push('goaway'));
    const sent = apply();
    await eventually(() => expect(applications()).toBe(1));
    const drained = await world.start({ observability: { host: '127.0.0.1', port: 0, drainNoticeMs: 400 } });
    const other = rawTerminal(world.trust, OTHER_TERMINAL, drained.port);
    other.session.once('goaway', () => order.push('goaway-of-the-other'));
    await other.send('GET', '/v1/directive');
    const stopping = drained.stop();
    const ready = await fetch(`http://127.0.0.1:${drained.observabilityPort}/readyz`);
    order.push('not-ready');
    expect([ready.status, await ready.json()]).toMatchObject([503, { draining: true, store: true, directive: true }]);
    // The balancer's time: terminals are still answered.
    expect((await other.send('GET', '/v1/directive')).status).toBe(200);
    await stopping;
    expect(order).toEqual(['not-ready', 'goaway-of-the-other']);
    other.close();

    const ending = center.stop();
    await eventually(() => expect(order).toContain('goaway'));
    expect(await Promise.race([ending.then(() => 'stopped'), Promise.resolve('in flight')])).toBe('in flight');
    freed.resolve();
    expect((await sent).status).toBe(200);
    await ending;
    await expect(ask('/livez')).rejects.toThrow();
  });

  test('what VRS does not answer is given up when the time for draining is over', async () => {
    const quick = await world.start({
      observability: { host: '127.0.0.1', port: 0, drainNoticeMs: 0 },
      limits: { ...world.configuration().limits, drainMs: 100 },
    });
    world.vrs.behaviour = () => null;
    const other = rawTerminal(world.trust, TERMINAL, quick.port);
    const sent = other.send('POST', '/v1/applications', applicationOf(visitId()));
    await eventually(() => expect(applications()).toBe(1));
    await quick.stop();
    const reply = await sent;
    expect([reply.status, JSON.parse(reply.body).refusal]).toEqual([503, 'UNAVAILABLE']);
    other.close();
  });
});
