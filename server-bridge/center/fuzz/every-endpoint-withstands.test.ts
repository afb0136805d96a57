import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { mayDo } from '../staff/rights.ts';
import { OTHER_TERMINAL, statusOf } from '../test-support/bridge-world.ts';
import { rawTerminal } from '../test-support/raw-terminal.ts';
import { type Endpoint, FIXED_ENDPOINTS, keyOf, type ListenerName } from './test-support/fixed-endpoints.ts';
import { type FuzzedCenter, type Sent, startFuzzedCenter } from './test-support/fuzzed-center.ts';
import { faultOf } from './test-support/judge-answer.ts';
import {
  byteMutations,
  HOSTILE_PARAMETERS,
  HOSTILE_QUERIES,
  MARK,
  type Mutation,
  placeMutations,
} from './test-support/mutations.ts';
import { sampleOf as sampleMatching } from './test-support/sample-of-schema.ts';

const SEED = 72_026;
const sampleOf = (schema: v.GenericSchema): unknown =>
  sampleMatching(schema, (pattern) => fc.sample(fc.stringMatching(pattern), { seed: SEED, numRuns: 40 }));
const RANDOM = fc.sample(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json(), fc.string()), {
  seed: SEED,
  numRuns: 8,
});

const LIMIT_MS = 240_000;
/** So many changes of one message at most, spread over all there are. */
const CHANGES_PER_MESSAGE = 80;
/** The console's listener has the same routes behind it as the one of tools; it takes fewer requests of one address. */
const CHANGES_AT_THE_CONSOLE = 3;
/** What only people may do, and what only the console has, is tried there. */
const CHANGES_ONLY_THERE = 20;

let fuzzed: FuzzedCenter;
let endpoints: readonly Endpoint[];
beforeAll(async () => {
  fuzzed = await startFuzzedCenter();
  const ofStaff = (['operations', 'console'] as const).flatMap((listener) =>
    fuzzed.world.center.routes.map(({ method, path, takes }) => ({
      listener,
      method,
      url: `/operations${path}`,
      parameters: takes.parameters,
      body: takes.body,
      query: takes.query,
    })),
  );
  endpoints = [...FIXED_ENDPOINTS, ...ofStaff];
}, LIMIT_MS);
afterAll(() => fuzzed.close());

const spread = <T>(items: readonly T[], most: number): readonly T[] => {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(items.length, most) }, (_, at) => items[Math.floor(at * step)]).filter(
    (item) => item !== undefined,
  );
};
const pathOf = (url: string, parameter: string): string => url.replaceAll(/:[A-Za-z]+/g, parameter);
/** An address of a route whose parameters are as its schema wants them. */
function goodPath({ url, parameters }: Endpoint): string {
  if (parameters === null) return url;
  const good = v.parse(v.record(v.string(), v.string()), sampleOf(parameters));
  return url.replaceAll(/:([A-Za-z]+)/g, (_whole, name: string) => encodeURIComponent(good[name] ?? ''));
}

/** Sends and judges; whatever is wrong is collected, so that one run tells of all of it. */
const faults: string[] = [];
async function send(listener: ListenerName, sent: Sent, what: string): Promise<number> {
  try {
    const answer = await fuzzed.send(listener, sent);
    const fault = faultOf(listener, answer);
    if (fault !== null) faults.push(`${listener} ${sent.method} ${sent.path.slice(0, 80)} (${what}): ${fault}`);
    // One that is only put off has not been tried; of signing in there are few by design.
    if (answer.status === 429 && sent.path !== '/console/sign-in')
      faults.push(`${listener} ${sent.path.slice(0, 80)}: too many`);
    return answer.status;
  } catch (cause) {
    faults.push(`${listener} ${sent.method} ${sent.path.slice(0, 80)} (${what}): no answer, ${String(cause)}`);
    return 0;
  }
}
async function expectGoodService(): Promise<void> {
  expect((await fuzzed.terminal.send('GET', '/v1/directive')).status).toBe(200);
  expect((await fuzzed.terminal.send('POST', '/v1/status', statusOf('P'.repeat(22)))).status).toBe(200);
  for (const [listener, path] of [
    ['operations', '/operations/terminals'],
    ['console', '/console/session'],
    ['observability', '/readyz'],
  ] as const) {
    expect((await fuzzed.send(listener, { method: 'GET', path })).status, `${listener} ${path}`).toBe(200);
  }
}
afterEach(async () => {
  expect(faults.splice(0)).toEqual([]);
  await expectGoodService();
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  expect(fuzzed.world.world.logLines.filter((line) => line.includes(MARK))).toEqual([]);
  // A body the line has cut off is written down as work that failed; any other failure would be the center's own.
  const failures = fuzzed.world.world.logLines.filter((line) => line.includes('WORK_FAILED'));
  expect(failures.filter((line) => !line.includes('"where":"request"'))).toEqual([]);
  expect(failures.length).toBeLessThanOrEqual(1);
});

test('every route of every listener has an entry, and every entry is a route', () => {
  const there = [...fuzzed.routes].flatMap(([listener, routes]) =>
    routes.map((route) => `${listener} ${route}`).filter((route) => !route.includes('*')),
  );
  expect(there.length).toBeGreaterThan(100);
  expect(endpoints.map(keyOf).sort()).toEqual([...new Set(there)].sort());
});

test('every message with a schema has a valid sample', () => {
  for (const endpoint of endpoints) {
    for (const schema of [endpoint.parameters, endpoint.body, endpoint.query]) {
      if (schema !== null) expect(v.is(schema, sampleOf(schema)), keyOf(endpoint)).toBe(true);
    }
  }
});

const mostOf = ({ listener, method, url }: Endpoint): number => {
  if (listener !== 'console') return CHANGES_PER_MESSAGE;
  const route = fuzzed.world.center.routes.find((one) => one.method === method && `/operations${one.path}` === url);
  const ofPeople = route === undefined || !mayDo({ kind: 'tool' }, route.needs);
  return ofPeople ? CHANGES_ONLY_THERE : CHANGES_AT_THE_CONSOLE;
};

test(
  'whoever shows no token and no session gets nowhere, whatever the message',
  async () => {
    const before = await fuzzed.rows();
    for (const endpoint of endpoints.filter(({ url }) => url.startsWith('/operations'))) {
      const { listener, method, body } = endpoint;
      const bytes = body === null ? {} : { bytes: Buffer.from(JSON.stringify(sampleOf(body))) };
      for (const shown of listener === 'operations' ? ['', `Bearer ${MARK}`, 'Bearer '] : ['', `kofu=${MARK}`]) {
        const headers = listener === 'operations' ? { authorization: shown } : { cookie: shown };
        expect(await send(listener, { method, path: goodPath(endpoint), ...bytes, headers }, 'stranger')).toBe(401);
      }
    }
    expect(await fuzzed.rows()).toEqual(before);
  },
  LIMIT_MS,
);

/** Whether bytes are a message after all; the schema itself is asked. */
function fits(schema: v.GenericSchema, { bytes, headers }: Mutation): boolean {
  if (headers !== undefined) return false;
  try {
    return v.is(schema, JSON.parse(bytes.toString('utf8')));
  } catch {
    return false;
  }
}

test(
  'what is not the message of a route is refused by one word and leaves nothing behind',
  async () => {
    const before = await fuzzed.rows();
    for (const endpoint of endpoints) {
      const { listener, method, body } = endpoint;
      if (body === null) continue;
      const message = sampleOf(body);
      const most = mostOf(endpoint);
      const broken = [...spread(placeMutations(message), most), ...spread(byteMutations(message, RANDOM), most)];
      for (const mutation of broken.filter((one) => !fits(body, one))) {
        const { bytes, headers = {}, what } = mutation;
        const status = await send(listener, { method, path: goodPath(endpoint), bytes, headers }, what);
        if (status < 400) faults.push(`${keyOf(endpoint)} took ${what}: ${status}`);
      }
    }
    expect(await fuzzed.rows()).toEqual(before);
  },
  LIMIT_MS,
);

test(
  'addresses that mean something elsewhere are answered by one word',
  async () => {
    const before = await fuzzed.rows();
    for (const endpoint of endpoints) {
      const { listener, method, url, body, query } = endpoint;
      if (url === '/v1/events') continue;
      const bytes = body === null ? {} : { bytes: Buffer.from('{}') };
      const few = listener === 'console' ? 1 : 6;
      const path = goodPath(endpoint);
      const unsafe = method !== 'GET';
      // Without a body that fits nothing is carried out; where there is no body the query is what does not fit.
      for (const tail of spread(HOSTILE_QUERIES, few)) {
        if (!unsafe || body !== null || query === null) {
          if (url !== '/console/sign-out') await send(listener, { method, path: path + tail, ...bytes }, 'query');
        }
      }
      if (url.includes(':')) {
        for (const hostile of spread(HOSTILE_PARAMETERS, few * 2)) {
          await send(listener, { method, path: pathOf(url, hostile), ...bytes }, `parameter ${hostile.slice(0, 40)}`);
        }
      }
      for (const wrong of listener === 'console' ? ['PUT'] : ['PUT', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE']) {
        const sent = { method: wrong, path };
        if (wrong === 'HEAD') {
          expect((await fuzzed.send(listener, sent)).status).toBeGreaterThanOrEqual(400);
        } else {
          const status = await send(listener, sent, 'method');
          if (status < 400) faults.push(`${listener} took ${wrong} ${path}`);
        }
      }
    }
    for (const listener of fuzzed.ports.keys()) {
      for (const path of [
        '/%',
        `/${MARK}`,
        '/../..//etc/passwd',
        '/%2e%2e/%2e%2e/a',
        '//',
        `/${'a'.repeat(7_000)}`,
        '/%00',
      ]) {
        const status = await send(listener, { method: 'GET', path }, 'no address');
        if (status < 400) faults.push(`${listener} has something at ${path.slice(0, 40)}`);
      }
    }
    expect(await fuzzed.rows()).toEqual(before);
  },
  LIMIT_MS,
);

test(
  'a query whose values are hostile is answered by one word or as a question',
  async () => {
    for (const endpoint of endpoints) {
      const { listener, method, query } = endpoint;
      if (query === null || listener === 'console') continue;
      const sample = v.parse(v.record(v.string(), v.string()), sampleOf(query));
      for (const key of Object.keys(sample)) {
        for (const value of [
          '',
          '-1',
          '2147483648',
          '999999999999999',
          '1e309',
          'NaN',
          '\u0000',
          `'--${MARK}`,
          '%',
          'a'.repeat(2_000),
        ]) {
          const path = `${goodPath(endpoint)}?${new URLSearchParams({ ...sample, [key]: value })}`;
          await send(listener, { method, path }, `${key} := ${value.slice(0, 20)}`);
        }
      }
    }
  },
  LIMIT_MS,
);

/** Writes bytes to a listener and reads until it hangs up. */
const raw = async (listener: ListenerName, text: string): Promise<string> => {
  const port = fuzzed.ports.get(listener) ?? 0;
  const encrypted = listener === 'console' || listener === 'enrolment';
  const ca = encrypted ? await readFile(fuzzed.world.world.trust.lineCaFile) : undefined;
  return await new Promise((resolve) => {
    const tls = { host: '127.0.0.1', port, servername: 'localhost', ...(ca === undefined ? {} : { ca }) };
    const socket = encrypted ? connectTls({ ...tls, ALPNProtocols: ['http/1.1'] }) : connect(port, '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      heard += piece;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
    socket.write(text);
  });
};

test.each(['operations', 'console', 'enrolment', 'observability'] as const)(
  'floods of headers and bytes that are no HTTP are answered by one word: %s',
  async (listener) => {
    for (const [text, status] of [
      [`GET / HTTP/1.1\r\nhost: a\r\n${`x-${MARK}: ${'a'.repeat(900)}\r\n`.repeat(60)}\r\n`, '431'],
      [`${MARK}\r\n\r\n`, '400'],
      [`GET /${MARK} HTTP/9.9\r\n\r\n`, '400'],
      [`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, '400'],
    ] as const) {
      const heard = await raw(listener, text);
      expect(heard.split('\r\n')[0]).toContain(` ${status} `);
      expect(heard.split('\r\n\r\n')[1]).toBe('{"error":"malformed"}');
      expect(heard).not.toContain(MARK);
    }
  },
  LIMIT_MS,
);

test(
  'a flood of headers and a body that does not come end their own stream of the line only',
  async () => {
    const flood = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`x-${at}`, 'a'.repeat(500)]));
    const flooding = rawTerminal(fuzzed.world.world.trust, OTHER_TERMINAL, fuzzed.world.center.port);
    await flooding.send('GET', '/v1/directive', undefined, flood).then(
      ({ status }) => expect([0, 400, 431]).toContain(status),
      () => undefined,
    );
    flooding.close();
    const slow = fuzzed.terminal.session.request({
      ':method': 'POST',
      ':path': '/v1/status',
      'content-type': 'application/json',
    });
    slow.on('error', () => undefined);
    slow.write('{');
    await new Promise((resolve) => slow.once('close', resolve));
  },
  LIMIT_MS,
);

test(
  'hostile words that are words after all are kept as what they are, and no more',
  async () => {
    for (const endpoint of endpoints) {
      const { listener, method, url, body } = endpoint;
      // Signing out is its own message: nobody would be left to send the others.
      if (body === null || url.startsWith('/console/')) continue;
      const words = placeMutations(sampleOf(body)).filter((one) => fits(body, one));
      const most = mostOf(endpoint) === CHANGES_AT_THE_CONSOLE ? 1 : 12;
      for (const { bytes, what } of spread(words, most)) {
        await send(listener, { method, path: goodPath(endpoint), bytes }, `admitted ${what}`);
      }
    }
  },
  LIMIT_MS,
);
