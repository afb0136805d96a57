/** Opening the center's database: PGlite in this process, or PostgreSQL. One SQL text for both. */
import { createHash } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import { Pool } from 'pg';
import { boundedPool } from '../../bounded-pool/index.ts';
import type { StoreConfiguration } from '../configuration.ts';
import { type ClaimName, claimsOfOneProcess, claimsOnServer } from './claims.ts';
import { migrate } from './migrations.ts';
import type { CenterTables } from './tables.ts';

export type CenterDatabase = Kysely<CenterTables>;

export type OpenStore = {
  readonly database: CenterDatabase;
  /** Takes a name that only one process among all on this store may hold; null where it is taken. */
  readonly claim: ClaimName;
  close(): Promise<void>;
};

export type StoreError =
  | { readonly kind: 'store-in-use' }
  | { readonly kind: 'store-unavailable'; readonly cause: unknown };

const CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** A server that ends a statement at its limit has so long to say it; then the connection is taken for silent. */
const ANSWER_MARGIN_MS = 5_000;
/** Longest silence of a node that has a transaction open: one without power or network holds nothing for longer. */
const IDLE_LIMIT_MS = 30_000;
const KEEP_ALIVE_AFTER_MS = 10_000;

/**
 * PGlite does not notice a second process in its folder. The lock is an abstract socket, which the kernel frees however
 * its holder ends.
 */
function lockFolder(folder: string): Promise<Server | null> {
  const name = `\0kofu-center-${createHash('sha256').update(folder).digest('hex')}`;
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(null));
    server.listen(name, () => resolve(server.unref()));
  });
}

async function openEmbedded(directory: string | null): Promise<Result<OpenStore, StoreError>> {
  let lock: Server | null = null;
  if (directory !== null) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    lock = await lockFolder(await realpath(directory));
    if (lock === null) return err({ kind: 'store-in-use' });
  }
  try {
    const database = new Kysely<CenterTables>({
      dialect: new PGliteDialect({ pglite: directory === null ? new PGlite() : new PGlite(directory) }),
    });
    await migrate(database);
    return ok({
      database,
      claim: claimsOfOneProcess(),
      async close() {
        await database.destroy();
        lock?.close();
      },
    });
  } catch (cause) {
    lock?.close();
    return err({ kind: 'store-unavailable', cause });
  }
}

async function openServer(url: string): Promise<Result<OpenStore, StoreError>> {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_LIMIT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  });
  // An idle connection that breaks is replaced by the pool; without a listener the process would end.
  pool.on('error', () => undefined);
  // So does one that is lent out and breaks between two statements: whoever has it learns of it by the next one's failure.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const database = new Kysely<CenterTables>({
    dialect: new PostgresDialect({ pool: boundedPool(pool, STATEMENT_TIMEOUT_MS + ANSWER_MARGIN_MS) }),
  });
  try {
    await migrate(database);
    return ok({ database, claim: claimsOnServer(url), close: () => database.destroy() });
  } catch (cause) {
    await database.destroy();
    return err({ kind: 'store-unavailable', cause });
  }
}

/** Opens the store and brings its schema up to date. */
export async function openStore(configuration: StoreConfiguration): Promise<Result<OpenStore, StoreError>> {
  try {
    switch (configuration.kind) {
      case 'pglite':
        return await openEmbedded(configuration.directory);
      case 'postgres':
        return await openServer(configuration.url);
      default: {
        const never: never = configuration;
        throw new Error(`unknown store ${String(never)}`);
      }
    }
  } catch (cause) {
    return err({ kind: 'store-unavailable', cause });
  }
}
