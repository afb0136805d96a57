/** What must not stand in the sources of the shell, whoever writes them (electron-shell §6), and who may know Electron. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const KIOSK = fileURLToPath(new URL('../..', import.meta.url));

/** Sources below a folder, without tests and what only tests use: path → text without comments. */
function sources(directory: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || /node_modules|\.test\.|\.bench\.|\/testing\//.test(path))
      continue;
    found.set(relative(directory, path), withoutComments(readFileSync(path, 'utf8')));
  }
  return found;
}
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

const shell = sources(HERE);

const FORBIDDEN: readonly (readonly [why: string, pattern: RegExp])[] = [
  ['Node in a page', /nodeIntegration\w*: true/],
  ['no isolation', /contextIsolation: false/],
  ['no sandbox', /sandbox: false|appendSwitch\('no-sandbox'/],
  ['no web security', /webSecurity: false|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures/],
  ['a webview', /webviewTag: true|<webview/],
  ['the remote module', /@electron\/remote|enableRemoteModule|\bremote\./],
  ['something opened outside', /openExternal|openPath|\bshell\.open/],
  ['script from text', /\beval\(|new Function\(|executeJavaScript|insertCSS|\.innerHTML|document\.write/],
  ['a file address', /file:\/\/|loadFile\(/],
  ['a remote page', /\.loadURL\((?!SCREENS_PAGE\))/],
  ['developer tools', /openDevTools|devTools: true/],
  ['a kept session', /persist:/],
  ['a crash report', /crashReporter/],
  ['a print dialog', /webContents\.print|printToPDF/],
  ['a loose policy', /unsafe-inline|unsafe-eval|'\*'/],
  ['a child of the main process', /utilityProcess|ELECTRON_RUN_AS_NODE/],
  ['an IPC that answers', /ipcMain\.handle|ipcRenderer\.(?:invoke|sendSync)/],
];

describe('the sources of the shell', () => {
  it('are found', () =>
    expect([...shell.keys()]).toEqual(expect.arrayContaining(['main.ts', 'preload.ts', 'shell-side/run-shell.ts'])));
  it.each(FORBIDDEN)('hold nothing that means %s', (_why, pattern) => {
    expect([...shell].filter(([, text]) => pattern.test(text)).map(([path]) => path)).toEqual([]);
  });
  it.each([
    'nodeIntegration: true',
    'sandbox: false',
    'shell.openExternal(url)',
    'element.innerHTML = x',
    'window.loadURL(url)',
    "partition: 'persist:x'",
  ])('and %s would be found', (text) => expect(FORBIDDEN.some(([, pattern]) => pattern.test(text))).toBe(true));
  it('start nothing but through the one launcher', () => {
    expect([...shell].filter(([, text]) => text.includes('node:child_process')).map(([path]) => path)).toEqual([
      'host-side/launch-electron.ts',
    ]);
  });
  it('keep main and preload small', () => {
    for (const name of ['main.ts', 'preload.ts']) expect(shell.get(name)?.split('\n').length ?? 999).toBeLessThan(60);
  });
});

describe('Electron itself', () => {
  it('is imported by main and preload alone, in the whole kiosk', () => {
    const importers = [...sources(KIOSK)]
      .filter(([, text]) => /from 'electron'|require\('electron|import\('electron/.test(text))
      .map(([path]) => path);
    expect(importers.toSorted()).toEqual(['shell/electron/main.ts', 'shell/electron/preload.ts']);
  });
});

describe('the page', () => {
  it('loads nothing from elsewhere and holds no script of its own', () => {
    const html = readFileSync(join(KIOSK, 'screens', 'index.html'), 'utf8');
    expect(html).not.toMatch(/https?:|<script>|\son\w+=|<iframe|<webview/);
  });
  it('makes no script or markup from text', () => {
    const loose =
      /\.innerHTML|\.outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|\beval\(|new Function\(|document\.write/;
    expect([...sources(join(KIOSK, 'screens'))].filter(([, text]) => loose.test(text)).map(([path]) => path)).toEqual(
      [],
    );
  });
});
