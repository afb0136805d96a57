/**
 * `ippeveprinter`, the reference printer of the IPP working group, as a test device: an independent peer that our own
 * virtual printer is held against. It wants a system bus for DNS-SD, so it is given a private one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import * as net from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from 'neverthrow';

/** One step of what the print engine does with a document. */
export type EngineStep =
  | { readonly verb: 'print'; readonly secondsPerPage?: number }
  /** Raises (`+`) or clears (`-`) a printer-state reason; it stays when the job is over. */
  | { readonly verb: 'state'; readonly change: `${'+' | '-'}${string}` }
  /** Keeps the document; read it with `printed`. */
  | { readonly verb: 'keep' }
  /** Stands still until `release`. */
  | { readonly verb: 'wait' }
  /** The engine dies: the job is aborted. */
  | { readonly verb: 'fail' };

export type IppEveError =
  | { readonly kind: 'program-missing'; readonly program: string }
  | { readonly kind: 'not-started'; readonly program: string };

export interface IppEvePrinter {
  readonly uri: string;
  /** The same printer by TLS, with the certificate it made for itself. */
  readonly secureUri: string;
  certificatePem(): Promise<string>;
  setScenario(steps: readonly EngineStep[]): Promise<void>;
  /** Ends a `wait` of the engine. */
  release(): Promise<void>;
  /** Puts A4 into the main tray and nothing into the others; 0 sheets is an empty tray. */
  loadA4(sheets?: number): Promise<void>;
  /** The tray holds US Letter, as it does after a start. */
  loadLetter(): Promise<void>;
  printed(jobId: number): Promise<Uint8Array>;
  /** Stops answering without closing its connections, and goes on. */
  hang(): void;
  resume(): void;
  stop(): Promise<void>;
}

const PROGRAMS = ['/usr/bin/dbus-daemon', '/usr/sbin/ippeveprinter', '/usr/bin/pdfinfo'];
const START_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 2_000;
const LOOK_MS = 20;

/** @param options.directory an empty directory of the caller's, who also removes it. */
export async function startIppEvePrinter(options: { directory: string }): Promise<Result<IppEvePrinter, IppEveError>> {
  const missing = PROGRAMS.find((program) => !existsSync(program));
  if (missing !== undefined) return err({ kind: 'program-missing', program: missing });
  const { directory } = options;
  for (const part of ['spool', 'ssl']) await mkdir(join(directory, part), { recursive: true });
  await writeFile(join(directory, 'scenario'), 'print\n');
  const rig = new Rig(directory, await freePort());
  const started = await rig.start();
  if (started.isErr()) await rig.stop();
  return started.map(() => rig);
}

class Rig implements IppEvePrinter {
  readonly #directory: string;
  readonly #port: number;
  readonly #children: ChildProcess[] = [];

  constructor(directory: string, port: number) {
    this.#directory = directory;
    this.#port = port;
  }

  get uri(): string {
    return `ipp://localhost:${this.#port}/ipp/print`;
  }

  get secureUri(): string {
    return `ipps://localhost:${this.#port}/ipp/print`;
  }

  async start(): Promise<Result<void, IppEveError>> {
    const bus = join(this.#directory, 'bus');
    this.#spawn('/usr/bin/dbus-daemon', ['--session', '--nofork', '--nopidfile', `--address=unix:path=${bus}`]);
    if (!(await until(() => existsSync(bus)))) return err({ kind: 'not-started', program: 'dbus-daemon' });
    const engine = fileURLToPath(new URL('./engine.sh', import.meta.url));
    const { directory } = this;
    this.#spawn('/usr/sbin/ippeveprinter', [
      ...['-r', 'off', '-n', 'localhost', '-p', String(this.#port), '-f', 'application/pdf', '-s', '20'],
      ...['-d', join(directory, 'spool'), '-K', join(directory, 'ssl'), '-c', engine],
      ...['-M', 'Synthetic', '-m', 'A4', 'Kiosk Printer'],
    ]);
    return (await until(() => accepts(this.#port))) ? ok() : err({ kind: 'not-started', program: 'ippeveprinter' });
  }

  /** The printer makes its certificate at the first handshake, so it is taken from one, as an installer would. */
  certificatePem(): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = tls.connect({ port: this.#port, host: 'localhost', rejectUnauthorized: false });
      socket.setTimeout(START_LIMIT_MS, () => socket.destroy(new Error('no handshake')));
      socket.once('error', reject);
      socket.once('secureConnect', () => {
        const certificate = socket.getPeerX509Certificate();
        socket.destroy();
        if (certificate === undefined) reject(new Error('no certificate'));
        else resolve(certificate.toString());
      });
    });
  }

  setScenario(steps: readonly EngineStep[]): Promise<void> {
    return writeFile(join(this.#directory, 'scenario'), steps.map(scenarioLine).join(''));
  }

  release(): Promise<void> {
    return writeFile(join(this.#directory, 'go'), '');
  }

  loadA4(sheets = 250): Promise<void> {
    return this.#load('iso_a4_210x297mm', sheets);
  }

  loadLetter(): Promise<void> {
    return this.#load('na_letter_8.5x11in', 250);
  }

  async printed(jobId: number): Promise<Uint8Array> {
    return await readFile(join(this.#directory, `printed-${jobId}.pdf`));
  }

  hang(): void {
    this.#children.at(-1)?.kill('SIGSTOP');
  }

  resume(): void {
    this.#children.at(-1)?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    for (const child of this.#children.splice(0).reverse()) await end(child);
  }

  get directory(): string {
    return this.#directory;
  }

  /** The printer's own little web page is its front panel; level −2 is "nobody knows". */
  async #load(media: string, sheets: number): Promise<void> {
    const panel = new URL(`http://localhost:${this.#port}/media`);
    const tray = { size1: media, type1: 'stationery', level1: String(sheets), size3: '', type3: '', level3: '-2' };
    panel.search = new URLSearchParams(tray).toString();
    const answer = await fetch(panel, { signal: AbortSignal.timeout(STOP_LIMIT_MS) });
    await answer.arrayBuffer();
  }

  #spawn(program: string, parameters: readonly string[]): void {
    const env = {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: this.#directory,
      ENGINE_DIRECTORY: this.#directory,
      DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${join(this.#directory, 'bus')}`,
    };
    const child = spawn(program, parameters, { env, stdio: 'ignore', cwd: this.#directory });
    child.on('error', () => {});
    // A test run that dies must not leave a printer behind.
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => process.off('exit', kill));
    this.#children.push(child);
  }
}

function scenarioLine(step: EngineStep): string {
  switch (step.verb) {
    case 'print':
      return `print ${step.secondsPerPage ?? 0.05}\n`;
    case 'state':
      return `state ${step.change}\n`;
    case 'keep':
    case 'wait':
    case 'fail':
      return `${step.verb}\n`;
    default: {
      const never: never = step;
      throw new Error(`unknown engine step ${String(never)}`);
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await exited;
  clearTimeout(timer);
}

async function until(condition: () => boolean | Promise<boolean>): Promise<boolean> {
  const limit = performance.now() + START_LIMIT_MS;
  while (performance.now() < limit) {
    if (await condition()) return true;
    await delay(LOOK_MS);
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: 'localhost' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port of the loopback interface');
  return address.port;
}
