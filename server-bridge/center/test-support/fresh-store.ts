/**
 * A fresh store for tests: PGlite in memory or, when KOFU_TEST_POSTGRES_URL names a server, a database of its own there, so
 * that the same suites run on both.
 */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { type OpenStore, openStore } from '../index.ts';

export type StoreEngine = 'pglite' | 'postgres';

const serverUrl = process.env['KOFU_TEST_POSTGRES_URL'];

/** What a suite of the store runs on here. */
export const STORE_ENGINES: readonly StoreEngine[] = serverUrl === undefined ? ['pglite'] : ['pglite', 'postgres'];

/** Opens an empty store; closing it leaves nothing behind. Without a choice: the server, where there is one. */
export async function freshStore(engine: StoreEngine = STORE_ENGINES.at(-1) ?? 'pglite'): Promise<OpenStore> {
  if (engine === 'postgres') return await onServer();
  return (await openStore({ kind: 'pglite', directory: null }))._unsafeUnwrap();
}

async function onServer(): Promise<OpenStore> {
  if (serverUrl === undefined) throw new Error('KOFU_TEST_POSTGRES_URL is not set');
  const name = `kofu_center_test_${randomBytes(8).toString('hex')}`;
  const run = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: serverUrl });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await run(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const { database, claim, close } = (await openStore({ kind: 'postgres', url: url.href }))._unsafeUnwrap();
  return {
    database,
    claim,
    async close() {
      await close();
      await run(`drop database ${name}`);
    },
  };
}
