/** Nothing of a visit reaches the disk or the next visit (electron-shell §9, invariant B). */
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { READY, type RunningShell, runningShell } from './testing/running-shell.ts';

let shell: RunningShell;
beforeEach(async () => {
  shell = await runningShell();
});
afterEach(() => shell.end());

it('sessions live in memory, without a cache, and are made before the window', () => {
  for (const { partition, options } of shell.sessions) {
    expect(partition).not.toMatch(/^persist:/);
    expect(options.cache).toBe(false);
  }
  expect(shell.windows.map(({ options }) => options.webPreferences.partition)).toEqual(['kiosk-resident-0']);
});

it.each(['userData', 'sessionData', 'temp', 'crashDumps', 'logs'])(
  '%s lies in the folder that goes with the shell',
  (name) => {
    const path = `${shell.home}/${name}`;
    expect(shell.app.asked).toContain(`path ${name} ${path}`);
    expect(existsSync(path)).toBe(true);
    expect(shell.app.asked.indexOf(`path ${name} ${path}`)).toBeLessThan(shell.app.asked.indexOf('ready'));
  },
);

it.each([
  'disable-http-cache',
  'disable-gpu-shader-disk-cache',
  'disable-breakpad',
  'disable-crash-reporter',
  'disable-background-networking',
  'disable-sync',
  'no-proxy-server',
])('--%s is given before the engine starts', (name) => {
  expect(shell.app.appended.has(name)).toBe(true);
  expect(shell.app.asked.indexOf(`switch ${name}`)).toBeLessThan(shell.app.asked.indexOf('ready'));
});

it('no name is ever looked up', () => {
  expect(shell.app.appended.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND');
});

it('there is no GPU process and none of its caches', () => {
  expect(shell.app.asked).toContain('no-hardware-acceleration');
});

it('no dictionary is fetched, no compiled script is kept', () => {
  expect(shell.windows[0]?.options.webPreferences).toMatchObject({ spellcheck: false, v8CacheOptions: 'none' });
  for (const session of shell.sessions) expect(session.spellChecker).toBe(false);
});

it('the title is constant, whatever the page says', () => {
  const window = shell.windows[0];
  let stopped = false;
  window?.emit('page-title-updated', { preventDefault: () => (stopped = true) }, '見本　花子');
  expect([window?.options.title, stopped]).toEqual(['証明書交付サービス', true]);
});

it('after a visit there is a new window in a cleared session, and the old page is never heard again', async () => {
  const [old] = shell.open();
  await shell.pageSays(old, READY);
  await shell.tell({ type: 'fresh-page', page: 2 });
  const [fresh, ...more] = shell.open();
  expect(more).toEqual([]);
  expect(fresh).not.toBe(old);
  expect(old?.destroyed).toBe(true);
  expect(shell.sessions[0]?.cleared).toEqual(expect.arrayContaining(['storage', 'cache', 'auth', 'hosts']));
  await shell.pageSays(old, '{"type":"event","event":{"late":true}}');
  expect(shell.heard.at(-1)).toEqual({ type: 'report', code: 'message-refused' });
  await shell.pageSays(fresh, READY);
  expect(shell.heard.at(-1)).toEqual({ type: 'ready', page: 2 });
});

it('keeps no frame: what comes before the page listens is not shown later', async () => {
  const [window] = shell.open();
  await shell.tell({ type: 'snapshot', snapshot: { v: 1, screen: { name: 'preview' } } });
  await shell.pageSays(window, READY);
  expect(window?.webContents.sent).toEqual([]);
});

it('only one shell runs on a profile', async () => {
  const second = await runningShell({
    prepare: ({ app }) => {
      app.lock = false;
    },
  });
  expect(second.app.exits).toEqual([75]);
  await second.end();
});
