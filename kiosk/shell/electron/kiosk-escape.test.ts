/** No key, gesture, dialog or window leads out of the screens (electron-shell §10). */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mayReachPage } from './policy/keys.ts';
import { type RunningShell, runningShell } from './testing/running-shell.ts';

let shell: RunningShell;
beforeEach(async () => {
  shell = await runningShell();
});
afterEach(() => shell.end());

const plain = { control: false, alt: false, meta: false };

it('there is no menu, so that none of its keys exist', () => {
  expect(shell.state.menu).toBeNull();
  expect(shell.windows[0]?.webContents.asked).toContain('ignore-menu-shortcuts true');
});

it('Alt+F4 does not close the window', () => {
  let stopped = false;
  shell.windows[0]?.emit('close', { preventDefault: () => (stopped = true) });
  expect(stopped).toBe(true);
});

it('the shell stays when its last window goes', () => {
  expect(shell.app.listenerCount('window-all-closed')).toBe(1);
  shell.app.emit('window-all-closed');
  expect(shell.app.exits).toEqual([]);
});

it.each([
  'F1',
  'F3',
  'F5',
  'F11',
  'F12',
  'BrowserBack',
  'BrowserHome',
  'ContextMenu',
  'PrintScreen',
  'Alt',
  'Control',
  'Meta',
  'Launch',
  'Unidentified',
  '',
])('the key %j never reaches the page', (key) => {
  let stopped = false;
  shell.windows[0]?.webContents.emit(
    'before-input-event',
    { preventDefault: () => (stopped = true) },
    { key, ...plain },
  );
  expect(stopped).toBe(true);
});

it('no chord does, whatever the key', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('control', 'alt', 'meta'), (key, modifier) => {
      expect(mayReachPage({ key, ...plain, [modifier]: true })).toBe(false);
    }),
  );
});

it.each(['Tab', 'Enter', ' ', 'ArrowDown', 'Escape', 'Home', '5', '*', '#'])(
  '%j does: keypad and switch work the screens',
  (key) => {
    expect(mayReachPage({ key, ...plain })).toBe(true);
  },
);

it('a changed zoom is taken back, and pinching changes nothing', () => {
  const contents = shell.windows[0]?.webContents;
  contents?.emit('zoom-changed', {}, 'in');
  contents?.emit('did-finish-load');
  expect(contents?.asked).toEqual(expect.arrayContaining(['zoom 0', 'visual-zoom 1 1']));
  expect([shell.app.appended.has('disable-pinch'), shell.app.appended.get('overscroll-history-navigation')]).toEqual([
    true,
    '0',
  ]);
});

it('no dialog, no developer tools, no dropped file', () => {
  expect(shell.windows[0]?.options.webPreferences).toMatchObject({
    disableDialogs: true,
    devTools: false,
    navigateOnDragDrop: false,
  });
  shell.windows[0]?.webContents.emit('devtools-opened');
  expect(shell.windows[0]?.webContents.asked).toContain('close-devtools');
});

it('a middle click opens nothing', () => {
  expect(shell.windows[0]?.options.webPreferences.disableBlinkFeatures).toBe('Auxclick');
});

it('a page that asks to stay is thrown away all the same', () => {
  let stopped = false;
  shell.windows[0]?.webContents.emit('will-prevent-unload', { preventDefault: () => (stopped = true) });
  expect(stopped).toBe(true);
});

it('the window fills its display without a frame, even where no window manager helps', () => {
  expect(shell.windows[0]?.options).toMatchObject({
    x: 0,
    y: 0,
    width: 1080,
    height: 1920,
    frame: false,
    kiosk: true,
    fullscreen: true,
    resizable: false,
    movable: false,
    minimizable: false,
  });
});

it('the display does not go to sleep', () => {
  expect(shell.state.blocker).toBe('prevent-display-sleep');
});

it('a new window stands before the old one goes, so that nothing behind them is seen', async () => {
  const order: string[] = [];
  const [old] = shell.open();
  const destroy = old?.destroy.bind(old);
  if (old !== undefined)
    old.destroy = () => {
      order.push(`old goes, ${shell.windows.length} windows made`);
      destroy?.();
    };
  await shell.tell({ type: 'fresh-page', page: 2 });
  expect(order).toEqual(['old goes, 2 windows made']);
});
