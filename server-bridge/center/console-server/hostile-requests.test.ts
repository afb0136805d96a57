import { readFile } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createStaffListener, LISTENER_RATES } from '../../staff-access/index.ts';
import type { StaffClient } from '../../staff-access/testing/staff-client.ts';
import { type ConsoleWorld, type Person, startConsoleWorld } from './testing/signed-in.ts';

const INJECTIONS = [
  "' or '1'='1",
  "'; drop table staff_accounts; --",
  '" or ""="',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '{{7*7}}#{7*7}',
  '../../../../etc/passwd',
  'a\u0000b',
  '\r\nset-cookie: a=b',
  '\u202Eoperator',
  '%27%20or%201=1',
];
const NEWCOMER = { staffId: 'planted.person', name: 'Synthetic Person', roles: ['administrator'] };

let world: ConsoleWorld;
let administrator: Person;
let client: StaffClient;
let authority: Buffer;
beforeAll(async () => {
  world = await startConsoleWorld();
  administrator = await world.signIn(['administrator', 'watcher']);
  authority = await readFile(world.world.trust.lineCaFile);
}, 120_000);
afterAll(() => world.close());
beforeEach(() => {
  client = world.client();
  client.cookie = administrator.client.cookie;
  client.csrf = administrator.client.csrf;
});

const names = async () => {
  const rows = await world.world.store.database.selectFrom('staff_accounts').select('staff_id').execute();
  return rows.map((row) => row.staff_id).sort();
};

describe('requests from other sites', () => {
  test.each<[string, Record<string, string | null>, string]>([
    ['without the header', { 'x-kofu-csrf': null }, 'csrf'],
    ['with an empty header', { 'x-kofu-csrf': '' }, 'csrf'],
    ['with a made-up header', { 'x-kofu-csrf': 'A'.repeat(43) }, 'csrf'],
    ['from another origin', { origin: 'https://elsewhere.example' }, 'cross-site'],
    ['from another port of this host', { origin: 'https://127.0.0.1:1' }, 'cross-site'],
    ['from this host without TLS', { origin: 'http://127.0.0.1' }, 'cross-site'],
    ['from a sandboxed page', { origin: 'null' }, 'cross-site'],
    ['without an origin', { origin: null }, 'cross-site'],
    ['that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }, 'cross-site'],
    ['that the browser calls same-site', { 'sec-fetch-site': 'same-site' }, 'cross-site'],
  ])('%s change nothing (CSRF)', async (_what, headers, error) => {
    const before = await names();
    const refused = await client.ask('/operations/accounts', { body: NEWCOMER, headers });
    expect([refused.status, refused.body]).toEqual([403, { error }]);
    expect(await names()).toEqual(before);
  });

  test('with the token of another session change nothing', async () => {
    const other = await world.signIn(['administrator']);
    const refused = await client.ask('/operations/accounts', {
      body: NEWCOMER,
      headers: { 'x-kofu-csrf': other.client.csrf },
    });
    expect(refused.body).toEqual({ error: 'csrf' });
  });

  test('cannot sign a browser in (login CSRF), not even as a form', async () => {
    const { staffId, password, freshCode } = await world.person(['watcher']);
    const stranger = world.client();
    const body = { staffId, password, code: await freshCode() };
    const cross = await stranger.ask('/console/sign-in', { body, headers: { origin: 'https://elsewhere.example' } });
    expect([cross.status, cross.headers['set-cookie']]).toEqual([403, undefined]);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const form = await stranger.ask('/console/sign-in', { body, headers: { 'content-type': type } });
      expect([form.status, form.headers['set-cookie']]).toEqual([415, undefined]);
    }
  });

  test('read nothing, and no answer allows them to', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' };
    for (const path of ['/console/session', '/operations/accounts']) {
      const refused = await client.ask(path, { headers });
      expect([refused.status, refused.body]).toEqual([403, { error: 'cross-site' }]);
      expect(Object.keys(refused.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('for another host are not ours', async () => {
    for (const host of ['elsewhere.example', '127.0.0.1', 'localhost']) {
      expect((await client.ask('/console/session', { headers: { host } })).status).toBe(421);
    }
  });
});

describe('every answer', () => {
  test.each([
    ['the page', '/', 200],
    ['a file of it', '/console.js', 200],
    ['contents', '/console/session', 200],
    ['what is not there', '/nothing', 404],
    ['what cannot be decoded', '/%E0%A4%A', 400],
    ['what does not fit', '/operations/accounts?a=b', 400],
  ])('forbids the browser everything it does not need: %s', async (_what, path, status) => {
    const { headers, status: answered } = await client.ask(path);
    expect(answered).toBe(status);
    expect(headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['cache-control']).toBe(path === '/' || path === '/console.js' ? 'no-cache' : 'no-store');
    const policy = String(headers['content-security-policy']).split('; ');
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "require-trusted-types-for 'script'",
      "base-uri 'none'",
    ]) {
      expect(policy).toContain(rule);
    }
    expect(policy.join()).not.toMatch(/unsafe|\*|https?:/);
    expect(Object.keys(headers)).not.toContain('server');
    expect(Object.keys(headers)).not.toContain('x-powered-by');
  });

  test('forbids to be put into a frame (clickjacking)', async () => {
    for (const path of ['/', '/console/session', '/nothing']) {
      const { headers } = await client.ask(path);
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
  });
});

describe('strings that mean something to a database or a browser', () => {
  test.each(INJECTIONS)('%j is refused, or kept as the text it is', async (text) => {
    const before = await names();
    const given = [
      client.ask('/console/sign-in', { body: { staffId: text, password: text, code: text } }),
      client.ask('/operations/accounts', { body: { ...NEWCOMER, staffId: text } }),
      client.ask('/operations/accounts', { body: { ...NEWCOMER, roles: [text] } }),
      client.ask(`/operations/accounts/${encodeURIComponent(text)}`, { body: { state: 'disabled' } }),
      client.ask(`/operations/alarms?which=${encodeURIComponent(text)}`),
      client.ask(`/operations/terminals/${encodeURIComponent(text)}/events`),
      client.ask('/console/password', { body: { present: administrator.password, next: text, [text]: text } }),
    ];
    for (const answer of await Promise.all(given)) {
      expect([400, 404]).toContain(answer.status);
      expect(answer.text).not.toContain(text);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(await names()).toEqual(before);
    expect((await client.ask('/console/session')).status).toBe(200);
  });

  test('in a name are text of a JSON answer', async () => {
    const name = `<script>alert(1)</script>' or 1=1 --`;
    const made = await client.ask('/operations/accounts', {
      body: { ...NEWCOMER, name, staffId: 'odd.name', roles: ['watcher'] },
    });
    expect(made.status).toBe(201);
    const listed = await client.ask('/operations/accounts');
    expect(listed.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(listed.body.accounts.find((one: { staffId: string }) => one.staffId === 'odd.name').name).toBe(name);
  });

  test('in a cookie open nothing', async () => {
    for (const text of ["' or 1=1 --", 'A'.repeat(43), '', '%00', '<b>']) {
      client.cookie = `__Host-kofu-console=${text}`;
      expect((await client.ask('/console/session')).status).toBe(401);
    }
  });
});

describe('requests that are too much', () => {
  test('too large a body', async () => {
    expect((await client.ask('/console/sign-in', { body: 'x'.repeat(2_049) })).status).toBe(413);
    expect((await client.ask('/operations/accounts', { body: 'x'.repeat(4_097) })).status).toBe(413);
    expect((await client.ask('/operations/commands', { body: 'x'.repeat(70_000) })).status).toBe(413);
  });

  test('too long an address or header', async () => {
    expect((await client.ask(`/operations/accounts/${'a'.repeat(101)}`, { body: {} })).status).toBeGreaterThanOrEqual(
      400,
    );
    const long = await client.ask('/', { headers: { 'x-long': 'x'.repeat(20_000) } }).then(
      ({ status }) => status,
      () => 431,
    );
    expect(long).toBe(431);
  });

  test('no JSON, or other JSON than asked for', async () => {
    for (const body of ['', '{', 'null', '[]', '"x"', '{"__proto__":{"roles":["administrator"]}}', '\u0000']) {
      expect([400, 413]).toContain((await client.ask('/operations/accounts', { body })).status);
    }
  });

  test.each(['PUT', 'PATCH', 'HEAD', 'OPTIONS', 'DELETE', 'PROPFIND', 'TRACE'])(
    '%s of what knows no %s',
    async (method) => {
      for (const path of ['/', '/console/session', '/operations/accounts']) {
        const { status } = await client.ask(path, { method });
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      }
    },
  );

  test('a body that drips is cut off', async () => {
    const credentials = world.world.trust.centerServer;
    const tls = { cert: await readFile(credentials.certificateFile), key: await readFile(credentials.keyFile) };
    const now = () => new Date();
    const app = createStaffListener({
      tls,
      origin: () => `https://127.0.0.1:${port}`,
      assets: new Map(),
      rates: { ...LISTENER_RATES, bodyMs: 200 },
      log: { refused: () => undefined, workFailed: () => undefined },
      contents: [],
      now,
    });
    let reached = false;
    app.post('/slow', (_request, reply) => {
      reached = true;
      return reply.send({});
    });
    let port = 0;
    try {
      await app.listen({ host: '127.0.0.1', port: 0 });
      const bound = app.server.address();
      port = typeof bound === 'object' && bound !== null ? bound.port : 0;
      const origin = `https://127.0.0.1:${port}`;
      const head = `POST /slow HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: ${origin}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`;
      await new Promise<void>((resolve) => {
        const socket = connectTls({ host: '127.0.0.1', port, ca: authority }, () => socket.write(head));
        const drip = setInterval(() => socket.write(' '), 50);
        socket.on('error', () => undefined);
        socket.resume().once('close', () => {
          clearInterval(drip);
          resolve();
        });
      });
      const session = connectHttp2(origin, { ca: authority });
      const stream = session.request({
        ':method': 'POST',
        ':path': '/slow',
        origin,
        'content-type': 'application/json',
      });
      const drip = setInterval(() => stream.write(' '), 50);
      await new Promise<void>((resolve) => {
        stream.on('error', () => undefined);
        stream.resume().once('close', resolve);
      });
      clearInterval(drip);
      session.destroy();
      expect(reached).toBe(false);
    } finally {
      await app.close();
    }
  });
});

describe('the listener', () => {
  test('speaks HTTP/2 as well', async () => {
    const session = connectHttp2(world.origin, { ca: authority });
    const stream = session.request({ ':path': '/console/session', cookie: client.cookie ?? '' });
    const status = await new Promise((resolve, reject) => {
      stream.once('response', (headers) => resolve(headers[':status']));
      stream.once('error', reject);
    });
    stream.resume();
    session.close();
    expect(status).toBe(200);
  });

  test('speaks TLS 1.3 alone, and nothing in clear', async () => {
    const old = await new Promise((resolve) => {
      const socket = connectTls({ host: '127.0.0.1', port: world.consolePort, ca: authority, maxVersion: 'TLSv1.2' });
      socket.once('secureConnect', () => resolve('connected'));
      socket.once('error', () => resolve('refused'));
    });
    expect(old).toBe('refused');
    await expect(fetch(`http://127.0.0.1:${world.consolePort}/`)).rejects.toThrow();
  });

  test('serves the files of the page by their names and nothing else', async () => {
    const page = await client.ask('/');
    expect([page.text, page.headers['content-type']]).toEqual([
      '<!doctype html><title>Kofu</title>',
      'text/html; charset=utf-8',
    ]);
    expect((await client.ask('/', { headers: { 'if-none-match': String(page.headers['etag']) } })).status).toBe(304);
    for (const path of [
      '/index.html',
      '/../token',
      '/..%2ftoken',
      '/%2e%2e/token',
      '//etc/passwd',
      '/console.js/',
      '/Console.js',
      '/.',
    ]) {
      expect([path, (await client.ask(path)).status]).toEqual([path, 404]);
    }
  });
});
