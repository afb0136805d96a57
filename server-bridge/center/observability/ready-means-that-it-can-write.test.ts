import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenStore } from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { createHealth } from './health.ts';

let store: OpenStore;
beforeAll(async () => {
  store = await freshStore('pglite');
}, 180_000);
afterAll(() => store.close());

test('a store that answers and takes nothing, such as a standby, makes no center ready', async () => {
  const { database } = store;
  const health = createHealth({ database, hasDirective: () => true });
  expect(await health.readiness()).toMatchObject({ ready: true, store: true });
  await sql`set session characteristics as transaction read only`.execute(database);
  expect(await health.readiness()).toMatchObject({ ready: false, store: false });
  await sql`set session characteristics as transaction read write`.execute(database);
  expect(await health.readiness()).toMatchObject({ ready: true, store: true });
});
