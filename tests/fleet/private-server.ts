/** A server of our own for a while: started on a free port of this machine, killed and started again by its process id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { withoutRights } from './unprivileged.ts';

const START_LIMIT_MS = 30_000;
const END_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 20;

export type PrivateServer = {
  readonly port: number;
  pid(): number;
  /** `kill -9` of the server and of every process it has started. */
  kill(): Promise<void>;
  /** Starts it again on its port, after `kill`. */
  restart(): Promise<void>;
  /** Asks it to end, and insists after ten seconds. */
  stop(): Promise<void>;
};

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return address.port;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const pause = (durationMs: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });

/** Processes this one has started; none when it is gone. */
function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

const isAlive = (pid: number): boolean => {
  try {
    // A zombie is nobody any more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

const killNow = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
};

/**
 * Starts `command` and waits until its port answers.
 * @param ready a further question that must succeed before it counts as started
 * @throws with what it wrote last, when it does not come up
 */
export async function startPrivateServer(o: {
  readonly name: string;
  readonly port: number;
  readonly command: readonly string[];
  readonly endSignal: 'SIGINT' | 'SIGTERM';
  readonly ready?: () => Promise<boolean>;
}): Promise<PrivateServer> {
  let child: ChildProcess;
  let complaint = '';

  const start = async (): Promise<void> => {
    const { program, args } = withoutRights(o.command, o.endSignal === 'SIGINT' ? 'INT' : 'TERM');
    complaint = '';
    const started = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, cwd: '/' });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        complaint = `${complaint}${chunk.toString('utf8')}`.slice(-2_000);
      });
    }
    started.on('error', (cause) => {
      complaint = cause.message;
    });
    const endMs = performance.now() + START_LIMIT_MS;
    for (;;) {
      if (started.exitCode !== null || started.signalCode !== null || started.pid === undefined) break;
      if ((await answers(o.port)) && (await (o.ready?.() ?? true))) return;
      if (performance.now() > endMs) break;
      await pause(LOOK_EVERY_MS);
    }
    if (started.pid !== undefined) killNow(started.pid);
    throw new Error(`${o.name} did not start. ${complaint.trim()}`);
  };

  const gone = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };

  await start();
  return {
    port: o.port,
    pid: () => child.pid ?? 0,
    async kill() {
      const pid = child.pid ?? 0;
      const children = childrenOf(pid);
      killNow(pid);
      for (const one of children) killNow(one);
      await gone();
      const endMs = performance.now() + END_LIMIT_MS;
      while (children.some(isAlive)) {
        if (performance.now() > endMs) throw new Error(`A process of ${o.name} does not end.`);
        await pause(LOOK_EVERY_MS);
      }
    },
    restart: start,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(o.endSignal);
      const insist = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
      await gone();
      clearTimeout(insist);
    },
  };
}
