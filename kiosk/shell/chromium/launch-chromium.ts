/**
 * Starts chromium on the screens. Everything it writes goes into one private folder that is removed when it ends: put that on
 * a tmpfs. The launch key stands in a file only its owner can read, never in the arguments, which every process can see.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { chromiumArguments } from './chromium-arguments.ts';

const EXECUTABLE = '/usr/bin/chromium';
/** From the polite request to end until the kernel's. */
const STOP_LIMIT_MS = 3_000;

export interface LaunchOptions {
  startUrl: string;
  /** Parent of the browser's private folder; a tmpfs in production. Made when missing. */
  profileDirectory: string;
  /** Without a window, for tests. */
  headless?: boolean;
  /** Size of the window in pixels. */
  window: { width: number; height: number };
  executable?: string;
}

export interface ChromiumProcess {
  readonly pid: number;
  /** Ends the browser and all its processes, and removes what it wrote. */
  stop(): Promise<void>;
  /** Its exit code; `null` when a signal ended it. Its folder has been removed by then. */
  readonly exited: Promise<number | null>;
}

export interface LaunchFailure {
  kind: 'profile-not-writable' | 'browser-not-started';
  cause: unknown;
}

export async function launchChromium(options: LaunchOptions): Promise<Result<ChromiumProcess, LaunchFailure>> {
  const { startUrl, profileDirectory, headless = false, window, executable = EXECUTABLE } = options;
  let home: string;
  let bootFile: string;
  try {
    await mkdir(profileDirectory, { recursive: true, mode: 0o700 });
    home = await mkdtemp(join(profileDirectory, 'chromium-'));
    bootFile = join(home, 'boot.html');
    await writeFile(bootFile, bootPage(startUrl), { mode: 0o600 });
  } catch (cause) {
    return err({ kind: 'profile-not-writable', cause });
  }

  const userDataDirectory = join(home, 'profile');
  const asRoot = process.getuid?.() === 0;
  const browser = spawn(executable, chromiumArguments({ bootFile, userDataDirectory, headless, window, asRoot }), {
    // A group of its own, so that its renderers end with it.
    detached: true,
    stdio: 'ignore',
    env: privateEnvironment(home),
  });
  const exited = exitOf(browser).then(async (code) => {
    endGroup(browser, 'SIGKILL');
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    return code;
  });
  const started = await startOf(browser);
  if (started.isErr()) {
    await exited;
    return err({ kind: 'browser-not-started', cause: started.error });
  }

  return ok({
    pid: started.value,
    exited,
    async stop() {
      endGroup(browser, 'SIGTERM');
      const late = setTimeout(() => endGroup(browser, 'SIGKILL'), STOP_LIMIT_MS);
      try {
        await exited;
      } finally {
        clearTimeout(late);
      }
    },
  });
}

function bootPage(startUrl: string): string {
  const url = startUrl.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html><title>証明書交付サービス</title><meta http-equiv="refresh" content="0;url=${url}">`;
}

/** Chromium writes caches and crash settings beside its profile unless told to live in the folder that will be removed. */
function privateEnvironment(home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // The display's key is found through the home folder unless it is named.
    XAUTHORITY: process.env['XAUTHORITY'] ?? join(homedir(), '.Xauthority'),
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    TMPDIR: home,
  };
}

function startOf(browser: ChildProcess): Promise<Result<number, unknown>> {
  return new Promise((resolve) => {
    browser.once('spawn', () => resolve(browser.pid === undefined ? err('no process id') : ok(browser.pid)));
    browser.once('error', (error) => resolve(err(error)));
  });
}

function exitOf(browser: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    browser.once('exit', (code) => resolve(code));
    browser.once('error', () => resolve(null));
  });
}

/** Sends a signal to every process of the browser; there may be none left. */
function endGroup(browser: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (browser.pid === undefined) return;
  try {
    process.kill(-browser.pid, signal);
  } catch {
    // The group has ended already, which is what was wanted.
  }
}
