/** Who may reach the screens: every rule of the door, tried from outside with real requests. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ScreenLink, serveScreens } from './index.ts';

let directory: string;
let link: ScreenLink;
let reports: string[];
let origin: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-access-'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(directory, 'screens.js'), 'void 0;');
  await writeFile(join(directory, 'private.key'), 'not an asset');
  reports = [];
  const served = await serveScreens({
    assetsDirectory: directory,
    host: '127.0.0.1',
    port: 0,
    report: (code) => reports.push(code),
  });
  link = served._unsafeUnwrap();
  origin = new URL(link.startUrl).origin;
});

afterEach(async () => {
  await link.close();
  await rm(directory, { recursive: true, force: true });
});

async function cookieFor(startUrl: string): Promise<string> {
  const response = await fetch(startUrl);
  expect(response.status).toBe(200);
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** A request with a path and headers exactly as given: `fetch` would tidy both. */
function raw(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    request({ hostname, port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

/** The status a socket was refused with, or 101. */
function connect(headers: Record<string, string>, path = '/link'): Promise<{ status: number; socket: WebSocket }> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, { headers });
    socket.once('open', () => resolve({ status: 101, socket }));
    socket.once('unexpected-response', (_request, response) => {
      resolve({ status: response.statusCode ?? 0, socket });
      socket.terminate();
    });
    socket.on('error', () => {});
  });
}

describe('the launch key', () => {
  it('gives the cookie once, and nothing the second time', async () => {
    const cookie = await cookieFor(link.startUrl);
    expect(cookie).toMatch(/^kofu-screens=[\w-]{32}$/);
    expect((await fetch(link.startUrl)).status).toBe(403);
    expect(reports).toEqual(['launch-key-refused']);
  });

  it('is void when another has been made', async () => {
    const later = link.newStartUrl();
    expect((await fetch(link.startUrl)).status).toBe(403);
    expect((await fetch(later)).status).toBe(200);
  });

  it('marks the cookie as unreadable for scripts and for this site alone', async () => {
    const response = await fetch(link.startUrl);
    expect(response.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  });

  it.each(['', '?k=', '?k=AAAA', '?k=%00', '?x=1&k'])('is not guessed by /start%s', async (query) => {
    expect(await raw(`/start${query}`, { Host: new URL(origin).host })).toBe(403);
  });
});

describe('a request', () => {
  it('without the cookie, or with a wrong one, gets nothing', async () => {
    await cookieFor(link.startUrl);
    expect((await fetch(`${origin}/`)).status).toBe(403);
    expect((await fetch(`${origin}/`, { headers: { Cookie: 'kofu-screens=guess' } })).status).toBe(403);
  });

  it('for another Host gets nothing, cookie or not', async () => {
    const cookie = await cookieFor(link.startUrl);
    expect(await raw('/', { Host: 'kiosk.example', Cookie: cookie })).toBe(403);
    expect(await raw('/', { Host: `localhost:${new URL(origin).port}`, Cookie: cookie })).toBe(403);
  });

  it.each(['POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('by %s is refused', async (method) => {
    const cookie = await cookieFor(link.startUrl);
    expect(await raw('/', { Host: new URL(origin).host, Cookie: cookie }, method)).toBe(405);
  });

  it.each([
    '/private.key',
    '/../private.key',
    '/..%2f..%2fetc/passwd',
    '//etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/index.html/../private.key',
    '/screens.js%00.html',
    'http://127.0.0.1/screens.js',
  ])('for %s finds nothing', async (path) => {
    const cookie = await cookieFor(link.startUrl);
    expect(await raw(path, { Host: new URL(origin).host, Cookie: cookie })).toBe(404);
  });

  it('gets the page under a policy that allows nothing from elsewhere', async () => {
    const cookie = await cookieFor(link.startUrl);
    const response = await fetch(`${origin}/`, { headers: { Cookie: cookie } });
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("trusted-types 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('permissions-policy')).toContain('usb=()');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('the socket', () => {
  it.each([
    ['no cookie', (_cookie: string) => ({ Origin: origin })],
    ['a foreign Origin', (cookie: string) => ({ Origin: 'http://evil.example', Cookie: cookie })],
    ['no Origin', (cookie: string) => ({ Cookie: cookie })],
    ['a foreign Host', (cookie: string) => ({ Origin: origin, Cookie: cookie, Host: 'evil.example' })],
  ])('is refused with %s', async (_name, headers) => {
    const cookie = await cookieFor(link.startUrl);
    expect((await connect(headers(cookie))).status).toBe(403);
    expect(reports).toEqual(['link-refused']);
    expect(link.connected).toBe(false);
  });

  it('is refused on another path', async () => {
    const cookie = await cookieFor(link.startUrl);
    expect((await connect({ Origin: origin, Cookie: cookie }, '/link/x')).status).toBe(403);
  });

  it('is refused while there is one, and accepted when that has closed', async () => {
    const headers = { Origin: origin, Cookie: await cookieFor(link.startUrl) };
    const first = await connect(headers);
    expect(first.status).toBe(101);
    expect((await connect(headers)).status).toBe(403);

    const gone = new Promise((resolve) => link.onChange((connected) => connected || resolve(null)));
    first.socket.close();
    await gone;
    const second = await connect(headers);
    expect(second.status).toBe(101);
    second.socket.terminate();
  });

  it('of an older session is refused once a newer key has been used', async () => {
    const old = await cookieFor(link.startUrl);
    const fresh = await cookieFor(link.newStartUrl());
    expect((await connect({ Origin: origin, Cookie: old })).status).toBe(403);
    const { status, socket } = await connect({ Origin: origin, Cookie: fresh });
    expect(status).toBe(101);
    socket.terminate();
  });
});
