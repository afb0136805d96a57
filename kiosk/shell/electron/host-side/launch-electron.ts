/**
 * Starts one shell: Electron with a pipe of its own as the only way in, no argument but its folder, an environment of chosen
 * names, and one private folder for everything it writes, removed when it ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { err, ok, type Result } from 'neverthrow';

/** From the polite request to end until the kernel's. */
const STOP_LIMIT_MS = 3_000;
const PIPE_DESCRIPTOR = 3;
/**
 * The engine has nothing to reach (K7), so it gets a network with nothing in it, not even this machine (unshare(1), util-linux). This
 * needs the same right as its own sandbox does: user namespaces.
 */
export const WITHOUT_NETWORK = ['/usr/bin/unshare', '--user', '--map-current-user', '--net', '--'] as const;
/** What a window needs to find its display and its language; nothing else of the host's environment is handed on. */
const HANDED_ON = ['PATH', 'LANG', 'TZ', 'DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'XDG_SESSION_TYPE'] as const;

export interface LaunchElectronOptions {
  executable: string;
  /** What `buildElectronShell` wrote; `null` where it is packaged with the runtime. */
  appDirectory: string | null;
  /** Parent of the shell's private folder; a tmpfs in production. Made when missing. */
  profileDirectory: string;
}

export interface ElectronProcess {
  readonly pid: number;
  readonly pipe: Duplex;
  /** Ends it and all its processes at once. */
  kill(): void;
  /** Asks it to end, and ends it when it does not; what it wrote is gone when this resolves. */
  stop(): Promise<void>;
  /** Its exit code; `null` when a signal ended it. Its folder has been removed by then. */
  readonly exited: Promise<number | null>;
}

export interface LaunchElectronFailure {
  kind: 'profile-not-writable' | 'runtime-not-started';
  cause: unknown;
}

export async function launchElectron(
  options: LaunchElectronOptions,
): Promise<Result<ElectronProcess, LaunchElectronFailure>> {
  const { executable, appDirectory, profileDirectory } = options;
  let home: string;
  try {
    await mkdir(profileDirectory, { recursive: true, mode: 0o700 });
    home = await mkdtemp(join(profileDirectory, 'electron-'));
  } catch (cause) {
    return err({ kind: 'profile-not-writable', cause });
  }
  const [program, ...args] = commandOf(executable, appDirectory, process.getuid?.() === 0);
  const shell = spawn(program, args, {
    cwd: home,
    // A group of its own, so that its renderers end with it.
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env: privateEnvironment(home),
  });
  const exited = exitOf(shell).then(async (code) => {
    endGroup(shell, 'SIGKILL');
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    return code;
  });
  const started = await startOf(shell);
  const pipe = shell.stdio[PIPE_DESCRIPTOR];
  if (started.isErr() || !(pipe instanceof Duplex)) {
    await exited;
    return err({ kind: 'runtime-not-started', cause: started.isErr() ? started.error : 'no pipe' });
  }
  pipe.on('error', () => pipe.destroy());

  return ok({
    pid: started.value,
    pipe,
    exited,
    kill: () => endGroup(shell, 'SIGKILL'),
    async stop() {
      endGroup(shell, 'SIGTERM');
      const late = setTimeout(() => endGroup(shell, 'SIGKILL'), STOP_LIMIT_MS);
      try {
        await exited;
      } finally {
        clearTimeout(late);
      }
    },
  });
}

/** As the administrator a program like this is not run, and tests have ways of their own. */
export function commandOf(
  executable: string,
  appDirectory: string | null,
  isAdministrator: boolean,
): [program: string, ...args: string[]] {
  const command: [string, ...string[]] = appDirectory === null ? [executable] : [executable, appDirectory];
  return isAdministrator || process.platform !== 'linux' ? command : [...WITHOUT_NETWORK, ...command];
}

/** Chromium writes caches and settings beside its profile unless told to live in the folder that will be removed. */
function privateEnvironment(home: string): NodeJS.ProcessEnv {
  const handedOn = HANDED_ON.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(handedOn),
    // The display's key is found through the home folder unless it is named.
    XAUTHORITY: process.env['XAUTHORITY'] ?? join(homedir(), '.Xauthority'),
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_DATA_HOME: join(home, 'data'),
    TMPDIR: home,
  };
}

function startOf(shell: ChildProcess): Promise<Result<number, unknown>> {
  return new Promise((resolve) => {
    shell.once('spawn', () => resolve(shell.pid === undefined ? err('no process id') : ok(shell.pid)));
    shell.once('error', (error) => resolve(err(error)));
  });
}

function exitOf(shell: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    shell.once('exit', (code) => resolve(code));
    shell.once('error', () => resolve(null));
  });
}

/** Sends a signal to every process of the shell; there may be none left. */
function endGroup(shell: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (shell.pid === undefined) return;
  try {
    process.kill(-shell.pid, signal);
  } catch {
    // The group has ended already, which is what was wanted.
  }
}
