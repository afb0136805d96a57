import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { freshStore, STORE_ENGINES } from '../test-support/fresh-store.ts';

test.each(STORE_ENGINES)(
  'on %s a name has one holder, until it is released',
  async (engine) => {
    const store = await freshStore(engine);
    try {
      const first = await store.claim('synthetic');
      expect(first?.held()).toBe(true);
      expect(await store.claim('synthetic')).toBeNull();
      const other = await store.claim('another');
      expect(other?.held()).toBe(true);
      await other?.release();
      await first?.release();
      await first?.release();
      expect(first?.held()).toBe(false);
      const second = await store.claim('synthetic');
      expect(second?.held()).toBe(true);
      await second?.release();
    } finally {
      await store.close();
    }
  },
  60_000,
);

test.runIf(STORE_ENGINES.includes('postgres'))(
  'a holder whose connection is cut knows that it holds nothing',
  async () => {
    const store = await freshStore('postgres');
    try {
      const claim = await store.claim('synthetic');
      await sql`
      select pg_terminate_backend(pid) from pg_locks
      where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
      `.execute(store.database);
      await eventually(() => expect(claim?.held()).toBe(false));
      const next = await store.claim('synthetic');
      expect(next?.held()).toBe(true);
      await next?.release();
      await claim?.release();
    } finally {
      await store.close();
    }
  },
  60_000,
);
