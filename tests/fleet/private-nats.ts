/** A nats-server of our own with JetStream: loopback, a random token, its folder gone with it. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPrivateServer } from './private-server.ts';
import { handOver } from './unprivileged.ts';

const PLACES = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'];

export type PrivateNats = {
  readonly servers: readonly string[];
  readonly token: string;
  pid(): number;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export async function startPrivateNats(): Promise<PrivateNats> {
  const program = PLACES.find((place) => existsSync(place));
  if (program === undefined) {
    throw new Error('nats-server is missing. Install the Debian package: sudo apt-get install nats-server');
  }
  const folder = mkdtempSync(join(tmpdir(), 'kofu-nats-'));
  try {
    const port = await freePort();
    const token = randomBytes(24).toString('hex');
    const store = join(folder, 'jetstream');
    mkdirSync(store, { mode: 0o700 });
    const configuration = join(folder, 'nats.conf');
    const lines = [
      `listen: "127.0.0.1:${port}"`,
      `authorization { token: "${token}" }`,
      `jetstream { store_dir: "${store}", max_memory_store: 16MB, max_file_store: 64MB }`,
    ];
    writeFileSync(configuration, lines.join('\n'), { mode: 0o600 });
    for (const path of [folder, store, configuration]) handOver(path);
    const server = await startPrivateServer({
      name: 'nats-server',
      port,
      command: [program, '-c', configuration],
      endSignal: 'SIGTERM',
    });
    return {
      servers: [`nats://127.0.0.1:${port}`],
      token,
      pid: server.pid,
      kill: server.kill,
      restart: server.restart,
      async stop() {
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
}
