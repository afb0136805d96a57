/**
 * A fresh store with everybody in it, for tests: PGlite in memory, or a database of its own on the server named by
 * KOFU_TEST_POSTGRES_URL, so that the same suite runs on both.
 */
import { randomBytes } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import { syntheticPeople } from '../../card-reader/virtual/index.ts';
import { type OpenDatabase, openDatabase, openPglite } from './store/open-store.ts';
import { registerAreas } from './store/register-area.ts';
import { createVrsStore, type VrsStore } from './store/vrs-store.ts';
import { loadSyntheticData } from './synthetic-data/load-synthetic-data.ts';
import { SYNTHETIC_MUNICIPALITIES } from './synthetic-data/municipalities.ts';

export type FilledStore = {
  readonly open: OpenDatabase;
  readonly store: VrsStore;
  readonly masterKey: Buffer;
  /** A second way to the same database, as another node has it. */
  readonly another: () => Promise<OpenDatabase>;
  readonly close: () => Promise<void>;
};

/** Makes the store. */
export async function filledStore(): Promise<FilledStore> {
  const url = process.env['KOFU_TEST_POSTGRES_URL'];
  const { another, close } = url === undefined ? inMemory() : await onServer(url);
  const open = await another();
  const masterKey = randomBytes(32);
  await registerAreas(open.database, masterKey, SYNTHETIC_MUNICIPALITIES);
  const store = createVrsStore({ ...open, masterKey });
  await loadSyntheticData(store, syntheticPeople());
  return { open, store, masterKey, another, close };
}

type Source = Pick<FilledStore, 'another' | 'close'>;

function inMemory(): Source {
  const pglite = new PGlite();
  return {
    another: async () => (await openPglite(pglite))._unsafeUnwrap(),
    close: () => pglite.close(),
  };
}

async function onServer(server: string): Promise<Source> {
  const name = `kofu_test_${randomBytes(8).toString('hex')}`;
  const run = async (statement: string) => {
    const client = new Client({ connectionString: server });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const opened: OpenDatabase[] = [];
  return {
    another: async () => {
      const one = (await openDatabase({ kind: 'postgres', url: url.href }))._unsafeUnwrap();
      opened.push(one);
      return one;
    },
    close: async () => {
      for (const one of opened) await one.close();
      await run(`drop database ${name}`);
    },
  };
}
