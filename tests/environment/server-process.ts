/**
 * Starts one of the server processes and waits until it says on stdout that it listens; ends it by its own process id.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as v from 'valibot';

const SETPRIV = '/usr/bin/setpriv';
const START_LIMIT_MS = 60_000;
const END_LIMIT_MS = 12_000;
const ANSWER_LIMIT_MS = 5_000;

export type ServerProcess<T> = {
  readonly said: T;
  readonly pid: number;
  /** Resolves with the exit code; for a supervisor that must notice a death. */
  readonly exited: Promise<number | null>;
  /** Writes a line to its stdin and waits for an answer of this form on its stdout. */
  ask<A extends v.GenericSchema>(line: string, answer: A): Promise<v.InferOutput<A>>;
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
};

export async function startServerProcess<S extends v.GenericSchema>(o: {
  name: string;
  entry: string;
  args: readonly string[];
  says: S;
  environment?: Readonly<Record<string, string>>;
}): Promise<ServerProcess<v.InferOutput<S>>> {
  const command = [process.execPath, '--no-warnings', o.entry, ...o.args];
  // Even a parent that dies without a word takes its children along (util-linux; without it they would stay).
  const [program = '', ...args] = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'TERM', ...command] : command;
  const child: ChildProcess = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Own process group: Ctrl+C reaches the parent alone, which ends its children in order.
    detached: true,
    env: { ...process.env, ...o.environment },
  });
  const exited = once(child, 'exit').then(([code]): number | null => (typeof code === 'number' ? code : null));
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString('utf8')}`.slice(-2_000);
  });
  const { stdin, stdout, pid } = child;
  if (stdin === null || stdout === null || pid === undefined) throw new Error(`${o.name} could not be started.`);
  // A process that has gone cannot be asked; its exit says so.
  stdin.on('error', () => {});
  const lines = createInterface({ input: stdout });
  const said = new Promise<v.InferOutput<S>>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${o.name} did not start in time. ${complaint}`)), START_LIMIT_MS);
    lines.on('line', (line) => {
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), o.says), line);
      if (!parsed.success) return;
      clearTimeout(timer);
      resolve(parsed.output);
    });
    void exited.then((code) => {
      clearTimeout(timer);
      reject(new Error(`${o.name} ended with ${String(code)}: ${complaint.trim()}`));
    });
  });
  return {
    said: await said,
    pid,
    exited,
    async ask(line, answer) {
      stdin.write(`${line}\n`);
      for await (const [text] of on(lines, 'line', { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) })) {
        const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), answer), text);
        if (parsed.success) return parsed.output;
      }
      throw new Error(`${o.name} did not answer.`);
    },
    kill: (signal) => void child.kill(signal),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
