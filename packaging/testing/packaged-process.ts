/** A program run from an unpacked package, by the package's own Node and with nothing of this checkout in its environment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';

const START_LIMIT_MS = 60_000;
const END_LIMIT_MS = 15_000;

export type PackagedProcess = {
  readonly pid: number;
  readonly exited: Promise<number | null>;
  /** Text on stderr so far. */
  complaint(): string;
  /** The first line on stdout of this form; rejects when the process ends without it. */
  says<S extends v.GenericSchema>(schema: S): Promise<v.InferOutput<S>>;
  stop(): Promise<number | null>;
};

/** `home` is the package's folder (`…/usr/lib/kofu-terminal`); `entry` is relative to its `app`. */
export function startPackaged(
  home: string,
  entry: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): PackagedProcess {
  const child: ChildProcess = spawn(join(home, 'bin/node'), ['--no-warnings', join(home, 'app', entry), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: '/',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/nonexistent', ...environment },
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString('utf8')}`.slice(-4_000);
  });
  const lines: string[] = [];
  const heard = new Set<(line: string) => void>();
  const { stdout, pid } = child;
  if (stdout === null || pid === undefined) throw new Error(`${entry} could not be started.`);
  createInterface({ input: stdout }).on('line', (line) => {
    lines.push(line);
    for (const hear of heard) hear(line);
  });
  const exited = once(child, 'exit').then(([code]): number | null => (typeof code === 'number' ? code : null));
  return {
    pid,
    exited,
    complaint: () => complaint,
    says(schema) {
      return new Promise((resolve, reject) => {
        const look = (line: string): void => {
          const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), line);
          if (!parsed.success) return;
          clearTimeout(timer);
          heard.delete(look);
          resolve(parsed.output);
        };
        const timer = setTimeout(() => reject(new Error(`${entry} did not say it. ${complaint}`)), START_LIMIT_MS);
        heard.add(look);
        for (const line of lines) look(line);
        void exited.then((code) => {
          clearTimeout(timer);
          reject(new Error(`${entry} ended with ${String(code)}: ${complaint}`));
        });
      });
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
      try {
        return await exited;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
