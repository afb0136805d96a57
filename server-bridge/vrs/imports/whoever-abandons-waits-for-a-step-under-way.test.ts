/** On PostgreSQL, which alone lets two transactions of one import meet. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type PrivatePostgres, startPrivatePostgres } from '../../../tests/fleet/private-postgres.ts';
import { type OpenDatabase, openDatabase } from '../store/open-store.ts';
import { registerAreas } from '../store/register-area.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../synthetic-data/municipalities.ts';
import { AREA, inArea, staffOf, type TestDesk, testDesk } from './import-fixtures.ts';

let postgres: PrivatePostgres;
let open: OpenDatabase;
let store: VrsStore;
let test: TestDesk;
let importId: string;
beforeAll(async () => {
  postgres = await startPrivatePostgres({ hasty: true });
  open = (await openDatabase({ kind: 'postgres', url: postgres.url }))._unsafeUnwrap();
  const masterKey = randomBytes(32);
  await registerAreas(open.database, masterKey, SYNTHETIC_MUNICIPALITIES);
  store = createVrsStore({ ...open, masterKey });
  test = await testDesk(store);
}, 120_000);
afterAll(async () => {
  await test?.close();
  await open?.close();
  await postgres?.stop();
});
beforeEach(async () => {
  const begun = await test.desk.begin(staffOf(AREA), { kind: 'people', encoding: 'detect', bytes: 10 });
  importId = begun._unsafeUnwrap().importId;
});

afterEach(() => test.desk.endOverdue({ all: true }));

const abandon = () => test.desk.abandon(staffOf(AREA), importId);
const setState = (state: 'checking' | 'applying') =>
  inArea(store, ({ database }) =>
    database.updateTable('imports').set({ state }).where('import_id', '=', importId).execute(),
  );

/** Holds the import's row, as each of its steps does, until `until` has come about. */
const holding = (until: () => Promise<void>) =>
  inArea(store, async ({ database }) => {
    await database.selectFrom('imports').select('state').where('import_id', '=', importId).forUpdate().execute();
    await until();
  });

async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await sql`select from pg_locks where not granted`.execute(open.database);
    if (rows.length > 0) return;
    await delay(10);
  }
}

it('while the file is only checked', async () => {
  await setState('checking');
  let abandoned: ReturnType<typeof abandon> | undefined;
  await holding(async () => {
    abandoned = abandon();
    await Promise.race([somebodyWaits(), abandoned]);
  });
  expect(await abandoned).toMatchObject({ value: undefined });
  expect((await test.desk.state(AREA, importId))._unsafeUnwrap()).toMatchObject({ state: 'abandoned' });
}, 60_000);

it('but is told at once that it becomes visible at this moment', async () => {
  await setState('applying');
  await holding(async () => {
    expect((await abandon())._unsafeUnwrapErr()).toEqual({ kind: 'being-applied' });
  });
  // Between two tries to make it visible nobody holds it.
  expect((await abandon()).isOk()).toBe(true);
}, 60_000);
