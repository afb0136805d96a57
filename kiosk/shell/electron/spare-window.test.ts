/** A spare window stands behind the one in front, holds nothing of anybody, and takes over at once (electron-shell §11). */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SPARE_AFTER_MS, SPARE_AGAIN_AFTER_MS } from './shell-side/audience-windows.ts';
import { HEARTBEAT_LIMIT_MS, LOADING_LIMIT_MS } from './shell-side/page-watch.ts';
import { ATTRACT, OPERATOR, READY, type RunningShell, runningShell } from './testing/running-shell.ts';
import { LANDSCAPE, type ScriptedWindow } from './testing/scripted-electron.ts';

const BEAT = '{"type":"heartbeat","screenSeq":1}';
const TOUCH = '{"type":"event","event":{"v":1,"screenSeq":1,"action":"back"}}';
let shell: RunningShell;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await shell.end();
});

/** A page in front that listens, and a spare behind it. */
async function withSpare(options: {
  spareListens: boolean;
}): Promise<{ front: ScriptedWindow; spare: ScriptedWindow }> {
  shell = await runningShell();
  await shell.pageSays(shell.open()[0], READY);
  vi.advanceTimersByTime(SPARE_AFTER_MS);
  const [front, spare] = shell.open();
  if (front === undefined || spare === undefined) throw new Error('There is no spare.');
  if (options.spareListens) await shell.pageSays(spare, READY);
  return { front, spare };
}
/** Time goes by, while the page in front goes on beating. */
async function later(front: ScriptedWindow, ms: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < ms; waitedMs += 1_000) {
    vi.advanceTimersByTime(1_000);
    await shell.pageSays(front, BEAT);
  }
}
const isBeat = (line: unknown): boolean => JSON.stringify(line).includes('heartbeat');
const shownOn = (window: ScriptedWindow): unknown[] => window.webContents.sent;

describe('the spare', () => {
  it('is made when the page in front listens and has had time to paint, not before', async () => {
    shell = await runningShell();
    vi.advanceTimersByTime(SPARE_AFTER_MS);
    expect(shell.open()).toHaveLength(1);
    await shell.pageSays(shell.open()[0], READY);
    vi.advanceTimersByTime(SPARE_AFTER_MS - 1);
    expect(shell.open()).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(shell.open()).toHaveLength(2);
  });

  it('is hidden, loaded with the same page under the same rules, in a session that the page in front does not have', async () => {
    const { front, spare } = await withSpare({ spareListens: true });
    expect(shell.seen()).toEqual([front]);
    expect([spare.options.show, spare.options.kiosk, spare.options.fullscreen]).toEqual([false, false, false]);
    expect(spare.loaded).toEqual(front.loaded);
    expect([front, spare].map(({ options }) => options.webPreferences.partition)).toEqual([
      'kiosk-resident-0',
      'kiosk-resident-1',
    ]);
    const rules = { ...spare.options.webPreferences, partition: '' };
    expect(rules).toEqual({ ...front.options.webPreferences, partition: '' });
    expect(spare.webContents.listenerCount('will-navigate')).toBe(front.webContents.listenerCount('will-navigate'));
    expect(spare.webContents.openHandler?.()).toEqual({ action: 'deny' });
  });

  it('is shown nothing, and the host does not hear that it listens', async () => {
    const { front, spare } = await withSpare({ spareListens: true });
    await shell.tell(ATTRACT);
    expect(shownOn(front)).toHaveLength(1);
    expect(shownOn(spare)).toEqual([]);
    expect(shell.heard).toEqual([{ type: 'ready', page: 1 }]);
  });

  it('cannot be touched: what says so is refused', async () => {
    const { spare } = await withSpare({ spareListens: true });
    await shell.pageSays(spare, TOUCH);
    expect(shell.heard.at(-1)).toEqual({ type: 'report', code: 'message-refused' });
    await shell.pageSays(spare, BEAT);
    expect(shell.heard).toHaveLength(2);
  });

  it('need not beat while nobody sees it', async () => {
    const { front, spare } = await withSpare({ spareListens: true });
    await later(front, 10 * HEARTBEAT_LIMIT_MS);
    expect(shell.open()).toEqual([front, spare]);
    expect(shell.reports()).toEqual([]);
  });
});

describe('takes over', () => {
  it.each<[string, (front: ScriptedWindow) => unknown, unknown[]]>([
    [
      'from a page that crashed',
      (front) => front.webContents.emit('render-process-gone', {}, { reason: 'crashed' }),
      [
        { type: 'report', code: 'page-crashed' },
        { type: 'page-lost', page: 1 },
        { type: 'ready', page: 1 },
      ],
    ],
    [
      'from a page that hangs',
      () => vi.advanceTimersByTime(HEARTBEAT_LIMIT_MS - SPARE_AFTER_MS),
      [
        { type: 'report', code: 'heartbeat-missed' },
        { type: 'page-lost', page: 1 },
        { type: 'ready', page: 1 },
      ],
    ],
    ['after a visit', () => shell.tell({ type: 'fresh-page', page: 2 }), [{ type: 'ready', page: 2 }]],
  ])('%s, at once: the host is asked for the last frame in the same moment', async (_how, lose, told) => {
    const { front, spare } = await withSpare({ spareListens: true });
    await shell.tell(ATTRACT);
    const before = shell.heard.length;
    await lose(front);
    await shell.tell('\n');
    expect(front.destroyed).toBe(true);
    expect(shell.seen()).toEqual([spare]);
    expect(spare.fillsDisplay).toBe(true);
    expect(shell.windows).toHaveLength(2);
    expect(shell.heard.slice(before, -1)).toEqual(told);
    expect(shownOn(spare)).toEqual([]);
    await shell.tell(OPERATOR);
    expect(shownOn(spare)).toHaveLength(1);
  });

  it('and is watched from then on', async () => {
    const { front, spare } = await withSpare({ spareListens: true });
    front.webContents.emit('render-process-gone');
    vi.advanceTimersByTime(HEARTBEAT_LIMIT_MS);
    expect(spare.webContents.asked).toContain('crash');
    expect(spare.destroyed).toBe(true);
    expect(shell.seen()).toHaveLength(1);
  });

  it('before its page listens: the host hears so when it does', async () => {
    const { front, spare } = await withSpare({ spareListens: false });
    front.webContents.emit('render-process-gone');
    expect(shell.seen()).toEqual([spare]);
    await shell.pageSays(spare, READY);
    expect(shell.heard.at(-1)).toEqual({ type: 'ready', page: 1 });
  });

  it('and the session that was left is cleared, before another spare is made in it', async () => {
    const { front } = await withSpare({ spareListens: true });
    const left = shell.sessions.find(({ partition }) => partition === front.options.webPreferences.partition);
    const clearedBefore = left?.cleared.length ?? 0;
    await shell.tell({ type: 'fresh-page', page: 2 });
    expect(left?.cleared.slice(clearedBefore)).toEqual(expect.arrayContaining(['storage', 'cache', 'auth', 'hosts']));
    expect(shell.open()).toHaveLength(1);
    vi.advanceTimersByTime(SPARE_AFTER_MS);
    expect(shell.open().at(-1)?.options).toMatchObject({
      show: false,
      webPreferences: { partition: left?.partition },
    });
  });

  it('visit after visit, with no more than two windows ever', async () => {
    await withSpare({ spareListens: true });
    for (let page = 2; page < 12; page += 1) {
      const [, next] = shell.open();
      await shell.tell({ type: 'fresh-page', page });
      expect(shell.seen()).toEqual([next]);
      vi.advanceTimersByTime(SPARE_AFTER_MS);
      expect(shell.open()).toHaveLength(2);
      await shell.pageSays(shell.open()[1], READY);
    }
    expect(shell.reports()).toEqual([]);
  });
});

describe('where there is no spare', () => {
  it('yet, a window is made when the page is lost', async () => {
    shell = await runningShell();
    const [first] = shell.open();
    await shell.pageSays(first, READY);
    first?.webContents.emit('render-process-gone');
    expect(shell.seen()).toHaveLength(1);
    expect(shell.seen()[0]).not.toBe(first);
  });

  it.each<[string, boolean, (o: { front: ScriptedWindow; spare: ScriptedWindow }) => unknown]>([
    ['crashed', true, ({ spare }) => spare.webContents.emit('render-process-gone')],
    ['could not be loaded', false, ({ spare }) => spare.webContents.emit('did-fail-load')],
    ['never came', false, ({ front }) => later(front, LOADING_LIMIT_MS)],
  ])('because it %s, nobody is disturbed, and another is made later', async (_why, spareListens, lose) => {
    const { front, spare } = await withSpare({ spareListens });
    await lose({ front, spare });
    expect(spare.destroyed).toBe(true);
    expect(shell.open()).toEqual([front]);
    expect(shell.heard.slice(1).filter((line) => !isBeat(line))).toEqual([{ type: 'report', code: 'spare-lost' }]);
    await later(front, SPARE_AGAIN_AFTER_MS);
    expect(shell.open()).toHaveLength(2);
  });

  it('because it is lost again and again, the shell does not end for it', async () => {
    const { front } = await withSpare({ spareListens: true });
    for (let losses = 0; losses < 10; losses += 1) {
      shell.open()[1]?.webContents.emit('render-process-gone');
      expect(shell.open()).toEqual([front]);
      await later(front, SPARE_AGAIN_AFTER_MS);
      expect(shell.open()).toHaveLength(2);
    }
    expect(shell.app.exits).toEqual([]);
    expect(shell.heard).not.toContainEqual({ type: 'page-lost', page: 1 });
  });
});

it('each display has a spare of its own, at its own place, and moves with it', async () => {
  shell = await runningShell({
    displays: { resident: { label: 'HDMI-1' }, operator: { label: 'DP-2' } },
    prepare: ({ displays }) => void displays.push(LANDSCAPE),
  });
  for (const window of shell.open()) await shell.pageSays(window, READY);
  vi.advanceTimersByTime(SPARE_AFTER_MS);
  const spares = shell.open().filter(({ shown }) => !shown);
  expect(spares.map(({ options }) => [options.x, options.webPreferences.partition])).toEqual([
    [0, 'kiosk-resident-1'],
    [1080, 'kiosk-operator-1'],
  ]);
  shell.displays[1] = { ...LANDSCAPE, bounds: { ...LANDSCAPE.bounds, x: 500 } };
  shell.screen.emit('display-metrics-changed');
  expect(spares[1]?.bounds.x).toBe(500);
  shell.displays.pop();
  shell.screen.emit('display-removed');
  expect(shell.open().map(({ options }) => options.webPreferences.partition)).toEqual([
    'kiosk-resident-0',
    'kiosk-resident-1',
  ]);
});
