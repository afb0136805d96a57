/** Frames down, touches up, and the end of a visit, over the real socket. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { SNAPSHOT_LIMIT_BYTES } from '../../snapshot.ts';
import { type ScreenLink, serveScreens } from './index.ts';

let directory: string;
let link: ScreenLink;
let reports: string[];
let headers: { Origin: string; Cookie: string };

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-link-'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>page</title>');
  reports = [];
  const options = { assetsDirectory: directory, host: '127.0.0.1', port: 0 } as const;
  link = (await serveScreens({ ...options, report: (code) => reports.push(code) }))._unsafeUnwrap();
  const response = await fetch(link.startUrl);
  headers = {
    Origin: new URL(link.startUrl).origin,
    Cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  };
});

afterEach(async () => {
  await link.close();
  await rm(directory, { recursive: true, force: true });
});

interface TestPage {
  socket: WebSocket;
  /** The next message, in order. */
  next(): Promise<unknown>;
}

async function open(): Promise<TestPage> {
  const socket = new WebSocket(`${headers.Origin.replace('http', 'ws')}/link`, { headers });
  const messages: string[] = [];
  socket.on('message', (data) => {
    messages.push(String(data));
    socket.emit('arrived');
  });
  await once(socket, 'open');
  return {
    socket,
    async next() {
      while (messages.length === 0) await once(socket, 'arrived');
      return JSON.parse(messages.shift() ?? '');
    },
  };
}

const frame = (value: unknown) => Buffer.from(JSON.stringify(value));

it('shows a frame that was there before the page, and the ones after it', async () => {
  link.show(frame({ screenSeq: 1 }));
  const page = await open();
  expect(await page.next()).toEqual({ type: 'snapshot', snapshot: { screenSeq: 1 } });
  link.show(frame({ screenSeq: 2 }));
  expect(await page.next()).toEqual({ type: 'snapshot', snapshot: { screenSeq: 2 } });
});

it('shows the last frame again to a page that connects again', async () => {
  const page = await open();
  link.show(frame({ screenSeq: 1 }));
  link.show(frame({ screenSeq: 2 }));
  const gone = new Promise((resolve) => link.onChange((connected) => connected || resolve(null)));
  page.socket.terminate();
  await gone;
  expect(link.connected).toBe(false);
  expect(await (await open()).next()).toEqual({ type: 'snapshot', snapshot: { screenSeq: 2 } });
});

it('passes a touch on as it came, and a heartbeat not at all', async () => {
  const page = await open();
  const heard: unknown[] = [];
  const twice = new Promise((resolve) => link.onEvent((raw) => heard.push(raw) === 2 && resolve(null)));
  page.socket.send('{"type":"heartbeat","screenSeq":1}');
  page.socket.send('{"type":"event","event":{"v":1,"screenSeq":1,"action":{"type":"start"}}}');
  page.socket.send('{"type":"event","event":{"not":"checked here"}}');
  await twice;
  expect(heard).toEqual([{ v: 1, screenSeq: 1, action: { type: 'start' } }, { not: 'checked here' }]);
});

it('stops telling a listener that has left', async () => {
  const page = await open();
  const heard: unknown[] = [];
  link.onEvent((raw) => heard.push(raw))();
  const other = new Promise((resolve) => link.onEvent(resolve));
  page.socket.send('{"type":"event","event":{}}');
  await other;
  expect(heard).toEqual([]);
});

it('sends the page away at the end of a visit, forgets the frame, and has room for the next page at once', async () => {
  const page = await open();
  link.show(frame({ person: 'synthetic' }));
  await page.next();
  link.freshPage();
  expect(link.connected).toBe(false);
  expect(await page.next()).toEqual({ type: 'fresh-page' });

  const next = await open();
  link.show(frame({ screenSeq: 9 }));
  expect(await next.next()).toEqual({ type: 'snapshot', snapshot: { screenSeq: 9 } });
});

it('sends a page away that missed the end of the visit and was not loaded anew', async () => {
  link.freshPage();
  const stale = await open();
  expect(await stale.next()).toEqual({ type: 'fresh-page' });
  expect(link.connected).toBe(false);

  await fetch(`${headers.Origin}/`, { headers: { Cookie: headers.Cookie } });
  const fresh = await open();
  link.show(frame({ screenSeq: 1 }));
  expect(await fresh.next()).toEqual({ type: 'snapshot', snapshot: { screenSeq: 1 } });
});

it('hears no touch from a page it has sent away', async () => {
  const page = await open();
  const heard: unknown[] = [];
  link.onEvent((raw) => heard.push(raw));
  link.freshPage();
  page.socket.send('{"type":"event","event":{"late":true}}');
  await once(page.socket, 'close');
  expect(heard).toEqual([]);
});

it('does not show a frame beyond the limit, and keeps the one before', async () => {
  link.show(frame({ screenSeq: 1 }));
  link.show(Buffer.alloc(SNAPSHOT_LIMIT_BYTES + 1, 0x20));
  expect(reports).toEqual(['frame-oversized']);
  expect(await (await open()).next()).toEqual({ type: 'snapshot', snapshot: { screenSeq: 1 } });
});

it('carries a frame of the largest size', async () => {
  const text = 'x'.repeat(SNAPSHOT_LIMIT_BYTES - 2);
  link.show(Buffer.from(`"${text}"`));
  expect(await (await open()).next()).toEqual({ type: 'snapshot', snapshot: text });
});

it('says when a page comes and goes', async () => {
  const changes: boolean[] = [];
  const twice = new Promise((resolve) => link.onChange((connected) => changes.push(connected) === 2 && resolve(null)));
  (await open()).socket.terminate();
  await twice;
  expect(changes).toEqual([true, false]);
});
