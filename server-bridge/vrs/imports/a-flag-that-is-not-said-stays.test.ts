/** V3: a protective measure ends where the municipal system says so, and never because a file leaves its flag out. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { changePerson } from '../register/people.ts';
import { readPerson } from '../register/read-person.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import { findByReference } from './find-people.ts';
import {
  importFile,
  inArea,
  NOW,
  PEOPLE_HEADING,
  personLine,
  type TestDesk,
  testDesk,
  utf8,
} from './import-fixtures.ts';

let filled: FilledStore;
let test: TestDesk;
let seed = 7_000;
beforeAll(async () => {
  filled = await filledStore();
  test = await testDesk(filled.store);
});
afterAll(async () => {
  await test.close();
  await filled.close();
});
beforeEach(() => {
  seed += 1;
});

const withFlag = (flag: string, more = {}) => utf8(PEOPLE_HEADING, personLine(seed, { protected: flag, ...more }));
/** The same file without the column at all. */
const withoutColumn = (more = {}) => {
  const cut = (line: string) => line.slice(0, line.lastIndexOf(','));
  return utf8(cut(PEOPLE_HEADING), cut(personLine(seed, more)));
};
const read = () =>
  inArea(filled.store, async (transaction) => {
    const reference = String(100_000 + seed);
    const people = await findByReference(transaction, [reference]);
    const person = await readPerson(transaction, people.get(reference) ?? '');
    if (person === null) throw new Error('registered by the test');
    return person;
  });
async function change(over: { readonly protected?: boolean; readonly name?: string }): Promise<void> {
  const person = await read();
  const { personId, version, name, kana, birthDay, sex, movedOn, deceasedOn } = person;
  const before = { name, kana, birthDay, sex, movedOn, deceasedOn, protected: person.protected };
  const facts = { ...before, ...over, referenceNumber: String(100_000 + seed) };
  const wanted = { version, reason: 'mistyped', facts } as const;
  const by = { by: 'mihon', at: NOW };
  await inArea(filled.store, async (transaction) => {
    (await changePerson(transaction, personId, wanted, by))._unsafeUnwrap();
  });
}

/** The store with staff at work once, between the staging of an import and its end. */
function staffAtWork(work: () => Promise<void>): VrsStore {
  let isOver = false;
  return {
    ...filled.store,
    inArea: async (code, task, how) => {
      const staged = await inArea(filled.store, ({ database }) =>
        database.selectFrom('import_people').select('line').execute(),
      );
      if (!isOver && staged.length > 0) {
        isOver = true;
        await work();
      }
      return await filled.store.inArea(code, task, how);
    },
  };
}

it.each([
  ['an empty cell', () => withFlag('')],
  ['no such column', () => withoutColumn()],
])('%s leaves a protected person protected, and is no change', async (_, file) => {
  await importFile(test, 'people', withFlag('1'));
  expect(await importFile(test, 'people', file())).toMatchObject({ state: 'done', changed: 0, unchanged: 1 });
  expect((await read()).protected).toBe(true);
});

it('stays while the file corrects something else', async () => {
  await importFile(test, 'people', withFlag('1'));
  expect(await importFile(test, 'people', withoutColumn({ name: '新　名前' }))).toMatchObject({ changed: 1 });
  expect(await read()).toMatchObject({ name: '新　名前', protected: true });
});

it('ends where the file says 0', async () => {
  await importFile(test, 'people', withFlag('1'));
  expect(await importFile(test, 'people', withFlag('0'))).toMatchObject({ state: 'done', changed: 1 });
  expect((await read()).protected).toBe(false);
});

it('nobody new is protected by a file that says nothing', async () => {
  expect(await importFile(test, 'people', withoutColumn())).toMatchObject({ state: 'done', added: 1 });
  expect((await read()).protected).toBe(false);
});

it.each([
  ['a line that changes nothing', {}],
  ['a line that changes the name', { name: '新　名前' }],
])('what staff set while a file is checked is left as it is by %s', async (_, more) => {
  await importFile(test, 'people', withFlag('0'));
  const other = await testDesk(staffAtWork(() => change({ protected: true })));
  try {
    expect(await importFile(other, 'people', withoutColumn(more))).toMatchObject({ state: 'done' });
    expect(await read()).toMatchObject({ protected: true, ...more });
  } finally {
    await other.close();
  }
});

it('what the file says is not forgotten while it is compared once more', async () => {
  await importFile(test, 'people', withFlag('1'));
  const other = await testDesk(staffAtWork(() => change({ name: '職員　訂正' })));
  try {
    expect(await importFile(other, 'people', withFlag('0'))).toMatchObject({ state: 'done', changed: 1 });
    expect((await read()).protected).toBe(false);
  } finally {
    await other.close();
  }
});
