/** Electron's own checklist, item by item, as electron-shell §7 settles it for this kiosk. Each on a scripted Electron. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REFUSED_SWITCHES } from './policy/refused-arguments.ts';
import { mayRequest, RESPONSE_HEADERS, screenResponse } from './policy/screen-responses.ts';
import { maySend } from './policy/senders.ts';
import { ATTRACT, FILES, READY, type RunningShell, runningShell } from './testing/running-shell.ts';
import { ScriptedContents, ScriptedSession } from './testing/scripted-electron.ts';

let shell: RunningShell;
beforeEach(async () => {
  shell = await runningShell();
});
afterEach(() => shell.end());

const firstWindow = () => {
  const [window] = shell.open();
  if (window === undefined) throw new Error('The shell has opened no window.');
  return window;
};
const session = () => {
  const [first] = shell.sessions;
  if (first === undefined) throw new Error('The shell has made no session.');
  return first;
};
/** Emits an event as Electron would, and says whether it was prevented. */
function prevented(on: { emit(name: string, ...args: unknown[]): boolean }, name: string, ...more: unknown[]): boolean {
  let stopped = false;
  on.emit(name, { preventDefault: () => (stopped = true) }, ...more);
  return stopped;
}

it('item 1: nothing but the screens is ever requested', () => {
  const answers: unknown[] = [];
  for (const url of [
    'https://example.com/',
    'http://127.0.0.1:8089/',
    'file:///etc/passwd',
    'ws://127.0.0.1/',
    'data:text/html,x',
    'devtools://devtools/',
  ])
    session().beforeRequest?.({ url }, (answer) => answers.push(answer.cancel));
  session().beforeRequest?.({ url: 'kiosk://screens/index.html' }, (answer) => answers.push(answer.cancel));
  expect(answers).toEqual([true, true, true, true, true, true, false]);
});

it.each([
  'kiosk://elsewhere/',
  'kiosk://screens@evil/',
  'kiosk://a:b@screens/',
  'kiosk://screens/?q=1',
  'kiosk:screens',
  '',
  'kiosk://screens:80/x',
])('item 1: %s is not the screens', (url) => {
  expect(mayRequest(url)).toBe(false);
});

it('item 2: no Node in a page, a worker or a frame', () => {
  expect(firstWindow().options.webPreferences).toMatchObject({
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
  });
});

it('item 3: the context of the preload is isolated', () => {
  expect(firstWindow().options.webPreferences.contextIsolation).toBe(true);
});

it('item 4: the sandbox is on for the window and for the whole application, before it is ready', () => {
  expect(firstWindow().options.webPreferences.sandbox).toBe(true);
  expect(shell.app.asked.indexOf('sandbox')).toBeLessThan(shell.app.asked.indexOf('ready'));
  expect(shell.app.asked).toContain('sandbox');
});

it('item 5: every permission is refused, asked or checked', () => {
  const answers: unknown[] = [];
  session().permissionRequest?.(null, 'media', (granted) => answers.push(granted));
  session().displayMedia?.({}, (streams) => answers.push(streams));
  expect(answers).toEqual([false, {}]);
  expect(session().permissionCheck?.()).toBe(false);
  expect(session().devicePermission?.()).toBe(false);
  for (const choice of ['select-hid-device', 'select-serial-port', 'select-usb-device'])
    expect(prevented(session(), choice), choice).toBe(true);
  expect(prevented(firstWindow().webContents, 'select-bluetooth-device')).toBe(true);
});

it('item 5: nothing is downloaded', () => {
  expect(prevented(session(), 'will-download')).toBe(true);
});

it('item 5: the page itself is denied the features that crash the main process', () => {
  const policy = RESPONSE_HEADERS['Permissions-Policy'];
  for (const feature of ['usb', 'hid', 'serial', 'bluetooth', 'camera', 'microphone', 'geolocation', 'midi'])
    expect(policy).toContain(`${feature}=()`);
});

it('item 5: a session the engine makes for itself is guarded as well', () => {
  const other = new ScriptedSession('', { cache: true });
  shell.app.emit('session-created', other);
  const answers: unknown[] = [];
  other.beforeRequest?.({ url: 'https://example.com/' }, (answer) => answers.push(answer.cancel));
  expect([answers, other.permissionCheck?.(), other.spellChecker]).toEqual([[true], false, false]);
  expect(other.handler).toBeNull();
});

it('items 6, 8, 9, 10: web security is on, and nothing insecure or experimental is named', () => {
  const preferences = firstWindow().options.webPreferences;
  expect(preferences.webSecurity).toBe(true);
  for (const name of ['allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures'])
    expect(preferences).not.toHaveProperty(name);
});

describe('item 7: the policy of every answer', () => {
  it('allows the screens and nothing else, with Trusted Types', () => {
    const response = session().handler?.({ method: 'GET', url: 'kiosk://screens/index.html' });
    const policy = response?.headers.get('content-security-policy') ?? '';
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'none'",
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ])
      expect(policy).toContain(rule);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(response?.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response?.headers.get('cache-control')).toBe('no-store');
  });
  it('stands on refusals too', () => {
    const response = session().handler?.({ method: 'GET', url: 'kiosk://screens/nothing' });
    expect(response?.status).toBe(404);
    expect(response?.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

it('items 11, 12: no webview', () => {
  expect(firstWindow().options.webPreferences.webviewTag).toBe(false);
  expect(prevented(firstWindow().webContents, 'will-attach-webview')).toBe(true);
});

it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('item 13: %s is prevented', (event) => {
  expect(prevented(firstWindow().webContents, event)).toBe(true);
  // The report is on the pipe; what counts is that the page stays.
  expect(firstWindow().loaded).toEqual(['kiosk://screens/index.html']);
});

it('items 14, 15: no window is opened from a page', () => {
  expect(firstWindow().webContents.openHandler?.()).toEqual({ action: 'deny' });
});

it('item 14: contents the shell has not made are closed, whatever they are', () => {
  const foreign = ['window', 'webview', 'backgroundPage', 'offscreen'].map((type, index) => {
    const contents = new ScriptedContents(100 + index, type);
    shell.app.emit('web-contents-created', {}, contents);
    return contents;
  });
  for (const contents of foreign) expect(contents.asked).toContain('close');
  expect(firstWindow().webContents.asked).not.toContain('close');
});

describe('item 17: a message counts only from the top frame of the window that is shown', () => {
  it('and then reaches the host', async () => {
    await shell.pageSays(firstWindow(), READY);
    expect(shell.heard).toContainEqual({ type: 'ready', page: 1 });
  });
  it.each([
    ['no frame', null],
    ['a frame inside', { url: 'kiosk://screens/index.html', parent: {} }],
    ['another origin', { url: 'https://example.com/', parent: null }],
    ['a look-alike origin', { url: 'kiosk://screens.example/', parent: null }],
    ['an equal frame that is not ours', { url: 'kiosk://screens/index.html', parent: null }],
  ])('not from %s', async (_name, frame) => {
    await shell.pageSays(firstWindow(), READY, frame);
    expect(shell.reports()).toEqual(['message-refused']);
    expect(maySend(frame, firstWindow().webContents.mainFrame)).toBe(false);
  });
  it('not from another window', async () => {
    const frame = firstWindow().webContents.mainFrame;
    shell.ipcMain.emit('kiosk:up', { sender: { id: 99 }, senderFrame: frame }, READY);
    await shell.pageSays(undefined, READY);
    expect(shell.reports()).toEqual(['message-refused', 'message-refused']);
  });
  it.each([
    42,
    null,
    {},
    '',
    '{',
    '{"type":"ready","more":1}',
    '{"type":"event"}',
    `{"type":"event","event":{"x":"${'y'.repeat(5000)}"}}`,
  ])('and only in a known shape, not %j', async (text) => {
    await shell.pageSays(firstWindow(), text);
    expect(shell.reports()).toEqual(['message-refused']);
    expect(shell.heard).toHaveLength(1);
  });
});

describe('item 18: files come from our scheme, never from the disk', () => {
  it('which is standard and secure and has no right to fetch', () => {
    expect(shell.state.scheme).toEqual([
      { scheme: 'kiosk', privileges: { standard: true, secure: true, stream: true } },
    ]);
  });
  it.each(['/../main.cjs', '/%2e%2e/main.cjs', '/index.html/', '//index.html', '/screens.json', '/', '/index.html%00'])(
    '%s is nothing',
    (path) => {
      expect(screenResponse(FILES, { method: 'GET', url: `kiosk://screens${path}` }).status).toBe(404);
    },
  );
  it.each(['POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', (method) => {
    expect(screenResponse(FILES, { method, url: 'kiosk://screens/index.html' }).status).toBe(405);
  });
  it('the page is loaded from it, on the session of the window', () => {
    expect(firstWindow().loaded).toEqual(['kiosk://screens/index.html']);
    expect(shell.sessions.map(({ partition, handler }) => [partition, handler !== null])).toEqual([
      ['kiosk-resident-0', true],
      ['kiosk-resident-1', true],
      ['kiosk-operator-0', true],
      ['kiosk-operator-1', true],
    ]);
  });
});

describe('the command line', () => {
  it.each(REFUSED_SWITCHES)('--%s ends the shell before anything else', async (name) => {
    const refused = await runningShell({ switches: [name] });
    expect(refused.app.exits).toEqual([64]);
    expect(refused.app.asked).toEqual([]);
    expect(refused.windows).toEqual([]);
    await refused.end();
  });
  it.each([[['--anything']], [['/app', '--inspect=0']], [['/app', '/other']], [['-r', 'x']]])(
    '%j is refused',
    async (args) => {
      const refused = await runningShell({ args });
      expect(refused.app.exits).toEqual([64]);
      await refused.end();
    },
  );
  it('its own folder is taken', async () => {
    const started = await runningShell({ args: ['/app'] });
    expect(started.app.exits).toEqual([]);
    await started.end();
  });
  it('the administrator is refused: there would be no sandbox', async () => {
    const refused = await runningShell({ isAdministrator: true });
    expect(refused.app.exits).toEqual([77]);
    await refused.end();
  });
});

it('certificates: none is trusted, none is chosen, nobody is asked for a password', () => {
  const trusted: unknown[] = [];
  let stopped = false;
  shell.app.emit(
    'certificate-error',
    { preventDefault: () => (stopped = true) },
    null,
    '',
    '',
    null,
    (answer: boolean) => trusted.push(answer),
  );
  session().certificateVerify?.({}, (result) => trusted.push(result));
  expect([stopped, trusted]).toEqual([true, [false, -2]]);
  expect(prevented(shell.app, 'select-client-certificate')).toBe(true);
  expect(prevented(shell.app, 'login')).toBe(true);
});

it('addresses of the machine do not leak through WebRTC', () => {
  expect(firstWindow().webContents.asked).toContain('webrtc disable_non_proxied_udp');
});

it('a frame passes through to the page that listens, as the text it came as', async () => {
  await shell.pageSays(firstWindow(), READY);
  await shell.tell(ATTRACT);
  expect(firstWindow().webContents.sent).toEqual([['kiosk:down', JSON.stringify(ATTRACT)]]);
});
