/** Opening the database of VRS: PGlite in this process, or PostgreSQL. One SQL text for both. */
import { createHash } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import { Pool } from 'pg';
import { boundedPool } from '../../bounded-pool/index.ts';
import type { StoreConfiguration } from '../configuration.ts';
import { migrate } from './migrations.ts';
import { STORE_ROLES } from './roles.ts';
import type { VrsTables } from './tables.ts';
import { IDLE_LIMIT_MS } from './vrs-store.ts';

export type StoreError =
  | { readonly kind: 'store-in-use' }
  | { readonly kind: 'store-unavailable'; readonly cause: unknown }
  /** The application role could look past row-level security: areas would not be apart (V8). */
  | { readonly kind: 'role-too-strong' };

export type OpenDatabase = { readonly database: Kysely<VrsTables>; readonly close: () => Promise<void> };

const CONNECTIONS = 8;
const CONNECT_LIMIT_MS = 5_000;
/** A connection on which nothing is said is looked after by the kernel from then on. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/** Opens the database, brings its schema up to date and checks the role. */
export async function openDatabase(store: StoreConfiguration): Promise<Result<OpenDatabase, StoreError>> {
  try {
    switch (store.kind) {
      case 'pglite':
        return await openEmbedded(store.directory);
      case 'postgres':
        return await openServer(store.url);
      default: {
        const never: never = store;
        throw new Error(`unknown store ${String(never)}`);
      }
    }
  } catch (cause) {
    return err({ kind: 'store-unavailable', cause });
  }
}

/** The same around a PGlite that somebody else has opened (tests make many stores from one template). */
export function openPglite(pglite: PGlite, close = () => pglite.close()): Promise<Result<OpenDatabase, StoreError>> {
  return prepared({ database: new Kysely<VrsTables>({ dialect: new PGliteDialect({ pglite }) }), close });
}

async function openEmbedded(directory: string | null): Promise<Result<OpenDatabase, StoreError>> {
  if (directory === null) return await openPglite(new PGlite());
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(await realpath(directory));
  if (lock === null) return err({ kind: 'store-in-use' });
  const pglite = new PGlite(directory);
  const opened = await openPglite(pglite, async () => {
    await pglite.close();
    lock.close();
  });
  if (opened.isErr()) lock.close();
  return opened;
}

async function openServer(url: string): Promise<Result<OpenDatabase, StoreError>> {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    idle_in_transaction_session_timeout: IDLE_LIMIT_MS,
  });
  // An idle connection that breaks is replaced by the pool; without a listener the process would end.
  pool.on('error', () => undefined);
  // So does one that is lent out and breaks between two statements: whoever has it learns of it by the next one's failure.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const database = new Kysely<VrsTables>({ dialect: new PostgresDialect({ pool: boundedPool(pool, null) }) });
  return await prepared({ database, close: () => database.destroy() });
}

async function prepared(open: OpenDatabase): Promise<Result<OpenDatabase, StoreError>> {
  try {
    await migrate(open.database);
    const strong = await sql<{ strong: boolean }>`
      select rolsuper or rolbypassrls as strong from pg_roles where rolname in (${sql.join(STORE_ROLES)})`.execute(
      open.database,
    );
    if (strong.rows.length > 0 && strong.rows.every((role) => !role.strong)) return ok(open);
    await open.close();
    return err({ kind: 'role-too-strong' });
  } catch (cause) {
    await open.close();
    return err({ kind: 'store-unavailable', cause });
  }
}

/**
 * PGlite does not notice a second process in its folder. The lock is an abstract socket, which the kernel frees however its
 * holder ends.
 */
function lockFolder(folder: string): Promise<Server | null> {
  const name = `\0kofu-vrs-${createHash('sha256').update(folder).digest('hex')}`;
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(null));
    server.listen(name, () => resolve(server.unref()));
  });
}
