/** The shell's own code on a scripted Electron and one end of a pipe; the test holds the other end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duplexPair } from 'node:stream';
import type { DisplayWishes } from '../pipe/down-line.ts';
import { runShell } from '../shell-side/run-shell.ts';
import { UP_CHANNEL } from '../shell-side/screen-window.ts';
import { type ScriptedWindow, scriptedElectron } from './scripted-electron.ts';

const encoder = new TextEncoder();
export const FILES = new Map([
  [
    '/index.html',
    { contentType: 'text/html; charset=utf-8', bytes: encoder.encode('<!doctype html><title>page</title>') },
  ],
]);

export interface RunningShellOptions {
  switches?: readonly string[];
  args?: readonly string[];
  isAdministrator?: boolean;
  displays?: DisplayWishes;
  /** Before the shell starts. */
  prepare?: (electron: ReturnType<typeof scriptedElectron>) => void;
}

export async function runningShell(options: RunningShellOptions = {}) {
  const electron = scriptedElectron(options.switches);
  options.prepare?.(electron);
  const [host, shell] = duplexPair();
  const heard: unknown[] = [];
  let rest = '';
  host.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) heard.push(JSON.parse(line));
  });
  host.on('error', () => {});
  const home = await mkdtemp(join(tmpdir(), 'kofu-shell-'));
  let nowMs = 0;
  await runShell(electron.door, {
    args: options.args ?? [],
    isAdministrator: options.isAdministrator ?? false,
    home,
    preloadFile: '/app/preload.cjs',
    readScreens: () => FILES,
    openPipe: () => shell,
    now: () => nowMs,
  });
  const tell = async (line: unknown): Promise<void> => {
    host.write(typeof line === 'string' ? line : `${JSON.stringify(line)}\n`);
    await settled();
  };
  const started = electron.app.exits.length === 0;
  if (started) await tell({ type: 'open', page: 1, displays: options.displays ?? { resident: {} } });

  return {
    ...electron,
    home,
    host,
    heard,
    tell,
    /** What a page sends through the preload. */
    async pageSays(window: ScriptedWindow | undefined, text: unknown, frame = window?.webContents.mainFrame ?? null) {
      electron.ipcMain.emit(UP_CHANNEL, { sender: { id: window?.webContents.id ?? 0 }, senderFrame: frame }, text);
      await settled();
    },
    /** Windows that have not been thrown away. */
    open: () => electron.windows.filter((window) => !window.destroyed),
    /** Of these, the ones that somebody sees; the others are spares. */
    seen: () => electron.windows.filter((window) => !window.destroyed && window.shown),
    reports: () => heard.flatMap((line) => codeOf(line)),
    later(ms: number) {
      nowMs += ms;
    },
    async end() {
      host.destroy();
      for (const window of electron.windows) window.destroy();
      await rm(home, { recursive: true, force: true });
    },
  };
}
export type RunningShell = Awaited<ReturnType<typeof runningShell>>;

function codeOf(line: unknown): unknown[] {
  return typeof line === 'object' && line !== null && 'code' in line ? [line.code] : [];
}

/** Lets what is on the pipe arrive. Not by a timer: some tests hold the clock. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise<void>((resolve) => process.nextTick(resolve));
}

export const READY = '{"type":"ready"}';
export const ATTRACT = { type: 'snapshot', snapshot: { v: 1, screenSeq: 1, screen: { name: 'attract' } } };
export const OPERATOR = { type: 'snapshot', snapshot: { v: 1, screenSeq: 2, screen: { name: 'operator-home' } } };
