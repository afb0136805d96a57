/** A nats-server of our own with JetStream: loopback, a random token or users and TLS, its folder gone with it. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

export type PrivateNatsOptions = {
  /** TLS alone; whoever connects shows a certificate of that authority. */
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string; readonly clientCaFile: string };
  /** Instead of the token. */
  readonly users?: readonly ({ readonly user: string; readonly password: string } | { readonly nkey: string })[];
};

/** The TLS section, on copies that the server's user may read. */
function tlsSection(folder: string, tls: NonNullable<PrivateNatsOptions['tls']>): string {
  const own = (name: string, from: string): string => {
    const file = join(folder, name);
    copyFileSync(from, file);
    handOver(file);
    return file;
  };
  const certificate = own('server.pem', tls.certificateFile);
  const key = own('server.key.pem', tls.keyFile);
  const authority = own('client-ca.pem', tls.clientCaFile);
  return `tls { cert_file: "${certificate}", key_file: "${key}", ca_file: "${authority}", verify: true, timeout: 5 }`;
}

const userWords = (user: NonNullable<PrivateNatsOptions['users']>[number]): string =>
  'nkey' in user ? `{ nkey: "${user.nkey}" }` : `{ user: "${user.user}", password: "${user.password}" }`;

export async function startPrivateNats(o: PrivateNatsOptions = {}): Promise<PrivateNats> {
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
      o.users === undefined
        ? `authorization { token: "${token}" }`
        : `authorization { users: [ ${o.users.map(userWords).join(', ')} ] }`,
      ...(o.tls === undefined ? [] : [tlsSection(folder, o.tls)]),
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
