/**
 * Runs one program of ours as a systemd service: says `READY` when the program says that it listens, feeds the watchdog only while
 * the program's event loop turns, passes the request to end on, and ends as the program ended. The program stays what it is in
 * tests and by hand: it knows nothing of systemd.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { ServiceManager } from './service-manager.ts';

const BEAT = fileURLToPath(new URL('./beat.ts', import.meta.url));
/** EX_SOFTWARE of sysexits.h: the program ended by a signal, or could not be started. */
const EXIT_BROKEN = 70;

const SaysSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({ event: v.string(), startUrl: v.optional(v.string()) }),
);

export type RunningProgram = {
  readonly pid: number | undefined;
  /** The code the service is to end with. */
  readonly exited: Promise<number>;
  /** Asks by a line on its stdin; the next launch address it says, or null before it is ready, after the limit and after its end. */
  newStartUrl(): Promise<string | null>;
  /** Asks it to end. */
  end(): void;
};

const START_URL_LIMIT_MS = 5_000;

/**
 * @param entry the program's file; `ready` the event that says it listens. Lines that carry a launch address are not passed on:
 * what a service writes is kept in the journal.
 */
export function runProgram(o: {
  entry: string;
  arguments: readonly string[];
  ready: string;
  manager: ServiceManager;
  print: (line: string) => void;
}): RunningProgram {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-sigusr1', '--no-warnings', '--import', BEAT, o.entry, ...o.arguments],
    { stdio: ['pipe', 'pipe', 'inherit', 'ipc'], env: environmentOf(process.env) },
  );
  // Answers come in the order of the questions; a newer address voids the older, so a late answer must not pass for the next one.
  const waiting: ((url: string | null) => void)[] = [];
  let isReady = false;
  child.on('message', (message) => {
    // The first beat winds the watchdog up, even of a service that is still starting: a store that takes long to open would be
    // killed for it. Until it listens, the unit's `TimeoutStartSec` is the limit.
    if (message === 'alive' && isReady) o.manager.alive();
  });
  child.stdin?.on('error', () => {});
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = v.safeParse(SaysSchema, line);
      if (said.success && said.output.event === o.ready) {
        isReady = true;
        o.manager.ready();
      }
      if (!said.success || said.output.startUrl === undefined) o.print(line);
      else if (said.output.event === 'START_URL') waiting.shift()?.(said.output.startUrl);
    });
  }
  const exited = new Promise<number>((resolve) => {
    child.once('error', () => resolve(EXIT_BROKEN));
    child.once('exit', (code) => {
      isReady = false;
      for (const hear of waiting.splice(0)) hear(null);
      resolve(code ?? EXIT_BROKEN);
    });
  });
  return {
    pid: child.pid,
    exited,
    newStartUrl() {
      // A question that waits in the pipe until the program listens would be answered after its asker has gone.
      if (!isReady) return Promise.resolve(null);
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(null), START_URL_LIMIT_MS);
        waiting.push((url) => {
          clearTimeout(timer);
          resolve(url);
        });
        child.stdin?.write('start-url\n');
      });
    },
    end() {
      o.manager.stopping();
      child.kill('SIGTERM');
    },
  };
}

/** The program cannot speak for the service: only its starter has the manager's socket. */
function environmentOf(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID, ...kept } = environment;
  return kept;
}
