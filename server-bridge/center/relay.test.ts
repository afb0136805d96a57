import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningCenter } from './index.ts';
import {
  applicationOf,
  buildWorld,
  OTHER_TERMINAL,
  SHORT_LIMITS,
  STOPPED_CITY,
  statusOf,
  TERMINAL,
  visitId,
  type World,
} from './test-support/bridge-world.ts';
import { eventually } from './test-support/eventually.ts';
import { type RawTerminal, rawTerminal } from './test-support/raw-terminal.ts';
import { filler, goodBehaviour, startStubVrs } from './test-support/stub-vrs.ts';

let world: World;
let center: RunningCenter;
let terminal: RawTerminal;

beforeAll(async () => {
  world = await buildWorld();
  center = await world.start();
});
afterAll(async () => {
  await center.stop();
  await world.close();
});
beforeEach(() => {
  world.vrs.behaviour = goodBehaviour(world.keySet);
  world.vrs.requests.length = 0;
  world.vrs.resets.length = 0;
  terminal = rawTerminal(world.trust, TERMINAL, center.port);
});
afterEach(() => terminal.close());

const apply = (message: unknown) => terminal.send('POST', '/v1/applications', message);
const refusalOf = (reply: { status: number; body: string }) => [reply.status, JSON.parse(reply.body).refusal];
const openAlarms = async () =>
  (await center.operations.listAlarms()).map(({ terminalId, code }) => ({ terminalId, code }));
const onlyApplications = (answer: (body: string) => { status: number; body: string } | null) => {
  const good = goodBehaviour(world.keySet);
  world.vrs.behaviour = (request, stream) =>
    request.path === '/v1/applications' ? answer(request.body) : good(request, stream);
};

describe('what is relayed', () => {
  test('an application goes through as it is, and its answer comes back', async () => {
    const visit = visitId();
    const message = applicationOf(visit);
    const reply = await apply(message);
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toEqual({ visitId: visit, sealed: filler(200) });
    expect(world.vrs.requests.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ['/v1/applications', message],
    ]);
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  test('a challenge goes through', async () => {
    const reply = await terminal.send('POST', '/v1/challenges', { visitId: visitId() });
    expect(JSON.parse(reply.body).challenge).toBe(filler(43));
  });

  test('no sealed byte and no visit stays in log or store (C2)', async () => {
    const visit = visitId();
    const canary = `canary${visit}`;
    await apply({ ...applicationOf(visit), sealed: `${canary}${filler(300)}` });
    const tables = await Promise.all(
      (['terminals', 'terminal_status', 'terminal_events', 'directives', 'commands', 'alarms'] as const).map((table) =>
        world.store.database.selectFrom(table).selectAll().execute(),
      ),
    );
    expect(JSON.stringify(tables)).not.toContain(visit);
    expect(world.logLines.join('')).not.toContain(visit);
    expect(world.logLines.some((line) => line.includes('RELAYED'))).toBe(true);
  });
});

describe('what VRS does wrong', () => {
  test.each([
    ['an empty answer', { status: 200, body: '' }],
    ['an empty object', { status: 200, body: '{}' }],
    ['a truncated answer', { status: 200, body: `{"visitId":"${filler(22)}","sea` }],
    ['an invented member', { status: 200, body: `{"visitId":"${filler(22)}","sealed":"${filler(200)}","more":1}` }],
    ['too short a sealed text', { status: 200, body: `{"visitId":"${filler(22)}","sealed":"A"}` }],
    ['an invented refusal', { status: 409, body: '{"refusal":"NO_RECORD"}' }],
    ['a page of a proxy', { status: 502, body: '<html></html>' }],
    ['a redirect', { status: 302, body: '' }],
    ['too long an answer', { status: 200, body: filler(200_000) }],
  ])('%s is UNAVAILABLE, never an empty record (P10)', async (_name, answer) => {
    onlyApplications(() => answer);
    expect(refusalOf(await apply(applicationOf(visitId())))).toEqual([503, 'UNAVAILABLE']);
  });

  test('a refusal of VRS in front of the envelope is passed on', async () => {
    onlyApplications(() => ({ status: 503, body: '{"refusal":"BUSY","retryAfterSeconds":3}' }));
    const reply = await apply(applicationOf(visitId()));
    expect(refusalOf(reply)).toEqual([503, 'BUSY']);
    expect(reply.headers['retry-after']).toBe('3');
  });

  test('the answer of another visit never reaches the terminal, is an alarm, and nothing more is relayed for it (P2)', async () => {
    const foreign = visitId();
    const other = rawTerminal(world.trust, OTHER_TERMINAL, center.port);
    const send = () => other.send('POST', '/v1/applications', applicationOf(visitId(), { terminalId: OTHER_TERMINAL }));
    try {
      onlyApplications(() => ({ status: 200, body: JSON.stringify({ visitId: foreign, sealed: filler(200) }) }));
      const reply = await send();
      expect(refusalOf(reply)).toEqual([503, 'UNAVAILABLE']);
      expect(reply.body).not.toContain(foreign);
      expect(await openAlarms()).toContainEqual({ terminalId: OTHER_TERMINAL, code: 'ANSWER_FOR_OTHER_VISIT' });
      world.vrs.behaviour = goodBehaviour(world.keySet);
      expect(refusalOf(await send())).toEqual([403, 'TERMINAL_SUSPENDED']);
      expect((await apply(applicationOf(visitId()))).status).toBe(200);
    } finally {
      other.close();
    }
  });

  test('a stream that VRS resets half-way is UNAVAILABLE', async () => {
    const good = goodBehaviour(world.keySet);
    world.vrs.behaviour = (request, stream) => {
      if (request.path !== '/v1/applications') return good(request, stream);
      stream.respond({ ':status': 200 });
      stream.write('{"visitId":');
      stream.close(8);
      return null;
    };
    expect(refusalOf(await apply(applicationOf(visitId())))).toEqual([503, 'UNAVAILABLE']);
  });
});

describe('waits end (P1)', () => {
  test('the deadline of the terminal ends the wait and resets the request at VRS', async () => {
    onlyApplications(() => null);
    const reply = await apply(applicationOf(visitId(), { deadline: new Date(Date.now() + 1_500) }));
    expect(refusalOf(reply)).toEqual([503, 'UNAVAILABLE']);
    await eventually(() => expect(world.vrs.resets).toEqual(['/v1/applications']));
  });

  test('a deadline that is over asks nobody', async () => {
    const reply = await apply(applicationOf(visitId(), { deadline: new Date(Date.now() - 1) }));
    expect(refusalOf(reply)).toEqual([503, 'UNAVAILABLE']);
    expect(world.vrs.requests).toEqual([]);
  });

  test('a terminal that hangs up ends the request at VRS', async () => {
    onlyApplications(() => null);
    const sent = apply(applicationOf(visitId())).catch(() => undefined);
    await eventually(() => expect(world.vrs.requests.length).toBe(1));
    terminal.close();
    await sent;
    await eventually(() => expect(world.vrs.resets).toEqual(['/v1/applications']));
  });

  test('a body that drips in is cut off', async () => {
    const stream = terminal.session.request({
      ':method': 'POST',
      ':path': '/v1/status',
      'content-type': 'application/json',
    });
    stream.on('error', () => undefined);
    stream.write('{');
    await new Promise((resolve) => stream.once('close', resolve));
    expect(stream.rstCode).not.toBe(0);
  });

  test('beyond the number in flight, BUSY with a time to come back', async () => {
    const good = goodBehaviour(world.keySet);
    const freed = Promise.withResolvers<void>();
    world.vrs.behaviour = async (request, stream) => {
      await freed.promise;
      return good(request, stream);
    };
    const held = [apply(applicationOf(visitId())), apply(applicationOf(visitId()))];
    await eventually(() => expect(world.vrs.requests.length).toBe(SHORT_LIMITS?.relaysInFlight));
    const reply = await apply(applicationOf(visitId()));
    expect(refusalOf(reply)).toEqual([503, 'BUSY']);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    freed.resolve();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await apply(applicationOf(visitId()))).status).toBe(200);
  });
});

describe('who may apply', () => {
  test('a municipality that does not take part, or is unknown, is CITY_STOPPED (K8)', async () => {
    for (const municipality of [STOPPED_CITY, '000000']) {
      expect(refusalOf(await apply(applicationOf(visitId(), { municipality })))).toEqual([409, 'CITY_STOPPED']);
    }
    expect(world.vrs.requests).toEqual([]);
  });

  test('a body in the name of another terminal is refused and an alarm', async () => {
    expect(refusalOf(await apply(applicationOf(visitId(), { terminalId: OTHER_TERMINAL })))).toEqual([
      400,
      'MALFORMED',
    ]);
    const status = statusOf(filler(22), [], OTHER_TERMINAL);
    expect(refusalOf(await terminal.send('POST', '/v1/status', status))).toEqual([400, 'MALFORMED']);
    expect(await openAlarms()).toContainEqual({ terminalId: TERMINAL, code: 'TERMINAL_IMPERSONATION' });
    expect(world.vrs.requests).toEqual([]);
  });

  test('a header cannot name the terminal', async () => {
    const reply = await terminal.send(
      'POST',
      '/v1/applications',
      applicationOf(visitId(), { terminalId: OTHER_TERMINAL }),
      {
        'x-terminal-id': OTHER_TERMINAL,
      },
    );
    expect(refusalOf(reply)).toEqual([400, 'MALFORMED']);
  });

  test('a certificate of the other authority, and one without a terminal, get nothing', async () => {
    const { trust } = world;
    const strangers = new Map([
      ['lgwan', trust.centerVrsClient],
      ['server', trust.centerServer],
    ]);
    for (const id of strangers.keys()) {
      const stranger = rawTerminal({ ...trust, terminals: strangers }, id, center.port);
      const reply = await stranger.send('GET', '/v1/directive').catch(() => ({ status: 0 }));
      expect(reply.status).toBe(0);
      stranger.close();
    }
  });
});

describe('VRS away', () => {
  test('VRS down is UNAVAILABLE, and its return is noticed', async () => {
    const { port } = world.vrs;
    await world.vrs.close();
    expect(refusalOf(await apply(applicationOf(visitId())))).toEqual([503, 'UNAVAILABLE']);
    const silent = createServer((socket) => socket.on('error', () => undefined).resume());
    await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
    const late = applicationOf(visitId(), { deadline: new Date(Date.now() + 400) });
    expect(refusalOf(await apply(late))).toEqual([503, 'UNAVAILABLE']);
    await new Promise((resolve) => silent.close(resolve));
    const back = await startStubVrs(world.trust, goodBehaviour(world.keySet), port);
    await eventually(async () => expect((await apply(applicationOf(visitId()))).status).toBe(200));
    await back.close();
  });
});
