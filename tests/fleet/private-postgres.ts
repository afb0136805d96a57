/**
 * A PostgreSQL of our own: new folder, loopback and a unix socket only, a random password, never as root. For tests and the
 * development cluster; what it keeps is gone with its folder.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort, startPrivateServer } from './private-server.ts';
import { handOver, withoutRights } from './unprivileged.ts';

const SUPERUSER = 'kofu';
const VERSIONS_FOLDER = '/usr/lib/postgresql';

export type PrivatePostgres = {
  /** Of a superuser, over loopback. */
  readonly url: string;
  readonly socketDirectory: string;
  pid(): number;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** The newest installed server. @throws the package to install */
function programs(): string {
  const versions = existsSync(VERSIONS_FOLDER) ? readdirSync(VERSIONS_FOLDER) : [];
  const newest = versions
    .filter((version) => existsSync(join(VERSIONS_FOLDER, version, 'bin', 'initdb')))
    .sort((one, other) => Number(other) - Number(one))[0];
  if (newest === undefined) {
    throw new Error('PostgreSQL is missing. Install the Debian package: sudo apt-get install postgresql-15');
  }
  return join(VERSIONS_FOLDER, newest, 'bin');
}

function initialise(bin: string, data: string, folder: string, password: string): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  handOver(passwordFile);
  const { program, args } = withoutRights([
    join(bin, 'initdb'),
    ...['-D', data, '-U', SUPERUSER, '--pwfile', passwordFile, '-E', 'UTF8', '--no-locale', '--no-sync'],
    ...['--auth-host=scram-sha-256', '--auth-local=scram-sha-256'],
  ]);
  const done = spawnSync(program, args, { encoding: 'utf8', cwd: '/' });
  if (done.status !== 0) throw new Error(`initdb failed. ${done.stderr.trim()}`);
}

const canAsk = async (url: string): Promise<boolean> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

/**
 * @param o.directory keeps the data there and uses it again; without it everything is in a temporary folder, removed by `stop`
 * @param o.hasty leaves out waiting for the disk: enough for a process that is killed, not for power that fails
 */
export async function startPrivatePostgres(
  o: { readonly directory?: string; readonly hasty?: boolean; readonly connections?: number } = {},
): Promise<PrivatePostgres> {
  const bin = programs();
  const own = mkdtempSync(join(tmpdir(), 'kofu-postgres-'));
  handOver(own);
  try {
    const kept = o.directory ?? own;
    if (o.directory !== undefined) {
      await mkdir(kept, { recursive: true, mode: 0o700 });
      handOver(kept);
    }
    const data = join(kept, 'data');
    if (!existsSync(join(data, 'PG_VERSION'))) initialise(bin, data, kept, randomBytes(24).toString('hex'));
    const password = (await readFile(join(kept, 'password'), 'utf8')).trim();
    const port = await freePort();
    const url = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: own,
      unix_socket_permissions: '0700',
      max_connections: String(o.connections ?? 60),
      timezone: 'UTC',
      // What a statement was refused for, its sender is told.
      log_min_messages: 'fatal',
      log_checkpoints: 'off',
      ...(o.hasty === true ? { fsync: 'off', full_page_writes: 'off' } : {}),
    };
    const server = await startPrivateServer({
      name: 'PostgreSQL',
      port,
      command: [
        join(bin, 'postgres'),
        '-D',
        data,
        ...Object.entries(settings).flatMap(([k, s]) => ['-c', `${k}=${s}`]),
      ],
      // Fast shutdown: connections are ended, everything is written.
      endSignal: 'SIGINT',
      ready: () => canAsk(url),
    });
    return {
      url,
      socketDirectory: own,
      pid: server.pid,
      kill: server.kill,
      restart: server.restart,
      async stop() {
        await server.stop();
        rmSync(own, { recursive: true, force: true });
      },
    };
  } catch (cause) {
    rmSync(own, { recursive: true, force: true });
    throw cause;
  }
}
