/**
 * Starts, speaks to and ends visit processes. One serves the resident, one waits warm. A visit process that does not end by
 * itself is ended by force: the kernel takes its memory back either way (invariant F).
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { type HostToVisit, type VisitToHost, VisitToHostSchema } from '../visit/index.ts';
import type { TerminalConfiguration } from './configuration.ts';

const ENTRY = fileURLToPath(new URL('../visit/process/main.ts', import.meta.url));

/** No file writes, no children, no workers, no inspector; fonts, wasm and the PC/SC library may be read and loaded. */
const PERMISSIONS = ['--permission', '--allow-addons', '--allow-fs-read=*', '--disable-sigusr1', '--no-warnings'];

/** How long a spare may take from fork to warm. */
const READY_LIMIT_MS = 60_000;
/** How long a process may take to end after it was asked to. */
const END_LIMIT_MS = 4_000;
/** How long the channel may go on after the process has ended. */
const LAST_WORDS_LIMIT_MS = 1_000;

export type VisitProcess = {
  readonly pid: number | undefined;
  /** Resolves true once warm, false when it never will be. */
  readonly ready: Promise<boolean>;
  /** Resolves with the exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  send(message: HostToVisit): void;
  on(listener: (message: VisitToHost) => void): void;
  /** Asks the process to end and makes sure that it does within the limit. */
  end(limitMs?: number): Promise<void>;
};

export function startVisitProcess(o: {
  initialise: Extract<HostToVisit, { type: 'initialise' }>;
  onRefused: () => void;
}): VisitProcess {
  const child: ChildProcess = fork(ENTRY, [], {
    execArgv: PERMISSIONS,
    serialization: 'advanced',
    // Nothing it might print goes anywhere; a crash leaves no text behind.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: environmentOf(process.env),
  });
  const listeners = new Set<(message: VisitToHost) => void>();
  let announceReady: (ready: boolean) => void = () => {};
  const ready = new Promise<boolean>((resolve) => {
    announceReady = resolve;
  });
  const readyTimer = setTimeout(() => announceReady(false), READY_LIMIT_MS);

  child.on('message', (raw: unknown) => {
    const parsed = v.safeParse(VisitToHostSchema, raw);
    if (!parsed.success) {
      o.onRefused();
      return;
    }
    if (parsed.output.type === 'ready') {
      clearTimeout(readyTimer);
      announceReady(true);
      return;
    }
    for (const listener of [...listeners]) listener(parsed.output);
  });
  const exited = new Promise<number | null>((resolve) => {
    const gone = (code: number | null): void => {
      clearTimeout(readyTimer);
      announceReady(false);
      resolve(code);
    };
    child.once('exit', (code) => {
      // The last words may still be on their way: the channel says when there are no more.
      if (!child.connected) return gone(code);
      const limit = setTimeout(() => gone(code), LAST_WORDS_LIMIT_MS);
      child.once('disconnect', () => {
        clearTimeout(limit);
        gone(code);
      });
    });
    child.on('error', () => {
      announceReady(false);
      // A process that could not even be started never exits.
      if (child.pid === undefined) gone(null);
    });
  });

  const send = (message: HostToVisit): void => {
    if (child.connected) child.send(message, () => {});
  };
  send(o.initialise);

  return {
    pid: child.pid,
    ready,
    exited,
    send,
    on: (listener) => listeners.add(listener),
    async end(limitMs = END_LIMIT_MS) {
      send({ type: 'abort' });
      const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
      try {
        await exited;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Only what the child needs: no variable of the host's environment can change how it runs or where it writes. */
function environmentOf(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = ['PATH', 'TZ', 'LANG', 'PCSCLITE_CSOCK_NAME'];
  return Object.fromEntries(
    kept.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}

/** The first message to every visit process: what it is part of, and the devices that are its own. */
export function initialisationOf({
  terminalId,
  devices: { reader, pagePrinter, passportScanner },
  certificateGround,
}: TerminalConfiguration): Extract<HostToVisit, { type: 'initialise' }> {
  return { type: 'initialise', terminalId, devices: { reader, pagePrinter, passportScanner }, certificateGround };
}
