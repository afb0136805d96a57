import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import type { AreaWork, VrsStore } from '../store/vrs-store.ts';
import { AREA, NOW, OTHER_AREA, staffOf, type TestDesk, testDesk } from './import-fixtures.ts';

const APPLY_MS = 1_234_567;
const WANTED = { kind: 'people', encoding: 'detect', bytes: 10 } as const;

let filled: FilledStore;
/** What each transaction said that erased staged lines. */
let erasing: (AreaWork | undefined)[];
/** Of a node that came later: what was begun before has no time left. */
let later: TestDesk;
let before: TestDesk;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());
beforeEach(async () => {
  erasing = [];
  before = await testDesk(filled.store);
  const now = () => new Date(NOW.getTime() + 3_600_000);
  later = await testDesk(watched(filled.store), { now, limits: { applyMs: APPLY_MS } });
});
afterEach(async () => {
  await before.desk.endOverdue({ all: true });
  await before.close();
  await later.close();
});

/** Whoever erases staged lines holds a lock on their table until the transaction's end. */
const watched = (store: VrsStore): VrsStore => ({
  ...store,
  inArea: (code, work, how) =>
    store.inArea(
      code,
      async (transaction) => {
        const done = await work(transaction);
        const { rows } = await sql`
          select from pg_locks join pg_class on pg_class.oid = relation
          where pid = pg_backend_pid() and relname = 'import_people' and mode = 'RowExclusiveLock'`.execute(
          transaction.database,
        );
        if (rows.length > 0) erasing.push(how);
        return done;
      },
      how,
    ),
});

const begin = async (area = AREA) => (await before.desk.begin(staffOf(area), WANTED))._unsafeUnwrap().importId;
const stateOf = async (area: typeof AREA, importId: string) =>
  (await before.desk.state(area, importId))._unsafeUnwrap().state;

it('when staff abandon it', async () => {
  const importId = await begin();
  expect((await later.desk.abandon(staffOf(AREA), importId)).isOk()).toBe(true);
  expect(erasing).toEqual([{ statementLimitMs: APPLY_MS }]);
});

it('when the next is begun', async () => {
  const importId = await begin();
  (await later.desk.begin(staffOf(AREA), WANTED))._unsafeUnwrap();
  expect(await stateOf(AREA, importId)).toBe('abandoned');
  expect(erasing).toEqual([{ statementLimitMs: APPLY_MS }]);
});

it('when a node looks for what others left', async () => {
  const importId = await begin();
  await later.desk.endOverdue();
  expect(await stateOf(AREA, importId)).toBe('abandoned');
  expect(erasing).toEqual([{ statementLimitMs: APPLY_MS }]);
});

it('an area whose imports cannot be ended keeps those of no other', async () => {
  const broken = await begin(AREA);
  const other = await begin(OTHER_AREA);
  const failing: VrsStore = {
    ...filled.store,
    areas: async () => [AREA, OTHER_AREA],
    inArea: (code, work, how) =>
      code === AREA ? Promise.reject(new Error('keys are missing')) : filled.store.inArea(code, work, how),
  };
  const now = () => new Date(NOW.getTime() + 3_600_000);
  const node = await testDesk(failing, { now });
  await expect(node.desk.endOverdue()).rejects.toThrow('keys are missing');
  expect(await stateOf(OTHER_AREA, other)).toBe('abandoned');
  expect(await stateOf(AREA, broken)).toBe('waiting');
  await node.close();
});
