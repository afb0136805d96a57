/** A page that crashes or hangs is replaced; a shell that cannot help itself ends (electron-shell §11). */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HEARTBEAT_LIMIT_MS, LOADING_LIMIT_MS } from './shell-side/page-watch.ts';
import { ATTRACT, READY, type RunningShell, runningShell } from './testing/running-shell.ts';

const BEAT = '{"type":"heartbeat","screenSeq":1}';
let shell: RunningShell;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  shell = await runningShell();
});
afterEach(async () => {
  vi.useRealTimers();
  await shell.end();
});

it('a crashed page is replaced at once, and the host is asked for the last frame by the new one', async () => {
  const [crashed] = shell.open();
  await shell.pageSays(crashed, READY);
  crashed?.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  const [fresh] = shell.open();
  expect(crashed?.destroyed).toBe(true);
  await shell.pageSays(fresh, READY);
  expect(shell.heard).toEqual([
    { type: 'ready', page: 1 },
    { type: 'report', code: 'page-crashed' },
    { type: 'page-lost', page: 1 },
    { type: 'ready', page: 1 },
  ]);
  await shell.tell(ATTRACT);
  expect(fresh?.webContents.sent).toHaveLength(1);
});

it('a page that beats is left alone; one that misses its beats is ended and replaced', async () => {
  const [hung] = shell.open();
  await shell.pageSays(hung, READY);
  for (let beats = 0; beats < 5; beats += 1) {
    vi.advanceTimersByTime(HEARTBEAT_LIMIT_MS - 1);
    await shell.pageSays(hung, BEAT);
  }
  expect(shell.seen()).toEqual([hung]);
  vi.advanceTimersByTime(HEARTBEAT_LIMIT_MS - 1);
  expect(shell.seen()).toEqual([hung]);
  vi.advanceTimersByTime(1);
  expect(hung?.webContents.asked).toContain('crash');
  expect(hung?.destroyed).toBe(true);
  expect(shell.seen()).toHaveLength(1);
});

it('replaces it once, although ending it looks like a crash', async () => {
  const [hung] = shell.open();
  await shell.pageSays(hung, READY);
  vi.advanceTimersByTime(HEARTBEAT_LIMIT_MS);
  hung?.webContents.emit('render-process-gone', {}, { reason: 'killed' });
  expect(shell.windows).toHaveLength(2);
});

it('a page that never comes is replaced', () => {
  vi.advanceTimersByTime(LOADING_LIMIT_MS);
  expect(shell.windows).toHaveLength(2);
});

it.each(['did-fail-load', 'preload-error'])('%s replaces the page', (event) => {
  shell.windows[0]?.webContents.emit(event);
  expect(shell.windows).toHaveLength(2);
  expect(shell.open()).toHaveLength(1);
});

it('the fourth loss within a minute ends the shell, for its starter to begin anew', () => {
  for (let losses = 0; losses < 3; losses += 1) shell.open()[0]?.webContents.emit('render-process-gone');
  expect(shell.app.exits).toEqual([]);
  shell.open()[0]?.webContents.emit('render-process-gone');
  expect(shell.app.exits).toEqual([70]);
});

it('losses that lie a minute apart never do', () => {
  for (let losses = 0; losses < 20; losses += 1) {
    shell.later(30_000);
    shell.open()[0]?.webContents.emit('render-process-gone');
  }
  expect(shell.app.exits).toEqual([]);
});

it('a process of the engine may end three times within a minute, not four', () => {
  for (let times = 0; times < 3; times += 1) shell.app.emit('child-process-gone', {}, { type: 'Utility' });
  expect(shell.app.exits).toEqual([]);
  shell.app.emit('child-process-gone', {}, { type: 'Utility' });
  expect(shell.app.exits).toEqual([70]);
});

it('a covered or quiet window still beats', () => {
  expect(shell.windows[0]?.options.webPreferences.backgroundThrottling).toBe(false);
  for (const name of [
    'disable-renderer-backgrounding',
    'disable-backgrounding-occluded-windows',
    'disable-background-timer-throttling',
  ])
    expect(shell.app.appended.has(name), name).toBe(true);
});

it('the end of the host is the end of the shell', async () => {
  shell.host.end();
  vi.useRealTimers();
  await vi.waitFor(() => expect(shell.app.exits).toEqual([4]));
});

it.each([
  'hello\n',
  '\n',
  '{"type":"snapshot"}\n',
  '{"type":"open","page":-1,"displays":{"resident":{}}}\n',
  '{"type":"quit"}\n',
  `${'x'.repeat(2_002_000)}\n`,
])('a line of the host that is none is refused and said, and the shell goes on', async (line) => {
  await shell.tell(line);
  expect(shell.reports()).toEqual(['line-refused']);
  await shell.pageSays(shell.open()[0], READY);
  await shell.tell(ATTRACT);
  expect(shell.open()[0]?.webContents.sent).toHaveLength(1);
});
