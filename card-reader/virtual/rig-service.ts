import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { err, ok, type Result } from 'neverthrow';
import { withDeadline } from '../deadline.ts';

export type RigServiceOptions = {
  readonly directory: string;
  readonly route: 'namespaces' | 'socket-activation';
  readonly port: number;
};

const START_TIMEOUT_MS = 15_000;
const STOP_TIMEOUT_MS = 5_000;
const SUPERVISOR = join(import.meta.dirname, 'rig-supervisor.ts');

/**
 * Inside its own user, mount and network namespaces, the supervisor is what is left after these steps. The local routes
 * get `quickack`: vpcd writes length and payload separately, and delayed acknowledgements would cost 44 ms per APDU.
 */
const ENTER_NAMESPACES = `
set -e
ip link set lo up
for range in 127.0.0.0/8 127.0.0.1; do
  ip route replace local $range dev lo table local proto kernel scope host src 127.0.0.1 quickack 1
done
mount -t tmpfs none /run
mkdir /run/pcscd
mount --bind "$1" /run/pcscd
shift
exec "$@"
`;

/** The supervisor process of one rig, seen from outside. It ends with our end of its standard input. */
export class RigService {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: Interface;
  #waiting: ((line: string) => void) | undefined;

  /** Starts the supervisor and waits until its pcscd is ready. The error is what it printed last. */
  static async start(options: RigServiceOptions): Promise<Result<RigService, string>> {
    const service = new RigService(options);
    let complaint = '';
    service.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = `${complaint}${text}`.slice(-500);
    });
    const end = await withDeadline(service.#next(), { timeoutMs: START_TIMEOUT_MS });
    if (end.kind === 'done' && end.value === 'ready') return ok(service);
    await service.end();
    return err(complaint.trim() === '' ? 'the service was not ready in time' : complaint.trim());
  }

  private constructor(options: RigServiceOptions) {
    const { directory, route, port } = options;
    const supervisor = [process.execPath, SUPERVISOR, directory, route, String(port)];
    const [program = '', ...args] =
      route === 'namespaces'
        ? ['unshare', '--user', '--map-root-user', '--mount', '--net', 'sh', '-c', ENTER_NAMESPACES, 'sh']
            .concat(join(directory, 'ipc'))
            .concat(supervisor)
        : supervisor;
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#lines.on('line', (line) => this.#waiting?.(line));
    // Whatever happens to the supervisor, nobody waits for its answer for ever.
    this.#child.once('exit', () => this.#waiting?.('exited'));
    this.#child.once('error', () => this.#waiting?.('exited'));
    this.#child.stdin.on('error', () => undefined);
  }

  /** Stops or starts the pcscd below the supervisor, and waits until that is done. */
  async command(command: 'start' | 'stop'): Promise<void> {
    const expected = command === 'start' ? 'ready' : 'stopped';
    const answer = this.#next();
    this.#child.stdin.write(`${command}\n`);
    const end = await withDeadline(answer, { timeoutMs: START_TIMEOUT_MS });
    if (end.kind !== 'done' || end.value !== expected) throw new Error(`the rig did not ${command} its service`);
  }

  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined) {
      const exited = once(this.#child, 'exit');
      this.#child.stdin.end();
      const end = await withDeadline(exited, { timeoutMs: STOP_TIMEOUT_MS });
      if (end.kind !== 'done') {
        this.#child.kill('SIGKILL');
        await exited;
      }
    }
    this.#lines.close();
  }

  #next(): Promise<string> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }
}
