import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { searchPeople } from '../register/search-people.ts';
import { findPerson } from '../store/records.ts';
import { newImportId } from './import-desk.ts';
import {
  AREA,
  importFile,
  inArea,
  PEOPLE_HEADING,
  personLine,
  sjis,
  spooled,
  syntheticNumber,
  type TestDesk,
  testDesk,
  utf8,
} from './import-fixtures.ts';

let filled: FilledStore;
let test: TestDesk;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());
beforeEach(async () => {
  test = await testDesk(filled.store);
});
afterEach(() => test.close());

const found = async (referenceNumber: string) => {
  const { people } = await inArea(filled.store, (transaction) => searchPeople(transaction, { referenceNumber }));
  return people[0] ?? null;
};

it('an import has an id that the operation log takes: no ten digits in a row', () => {
  const ids = [
    '12345678-9012-4000-8000-000000000000',
    'abcd1234-5678-4abc-aabc-1234567890ab',
    'a1b2c3d4-0000-4000-8000-00000000000a',
  ];
  let made = 0;
  expect(newImportId(() => ids[made++] ?? 'deadbeef-aaaa-4aaa-8aaa-aaaaaaaaaaaa')).toBe(
    'deadbeef-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
  );
});

describe('a file of people', () => {
  it('registers everybody in it, found by reference number, name and individual number', async () => {
    const done = await importFile(test, 'people', utf8(PEOPLE_HEADING, personLine(1), personLine(2)));
    expect(done).toMatchObject({ state: 'done', added: 2, changed: 0, unchanged: 0, encoding: 'utf-8', fault: null });
    expect(await found('100001')).toMatchObject({ name: '見本　試子1', birthDay: '1970-01-02', sex: 'female' });
    const byName = await inArea(filled.store, (transaction) => searchPeople(transaction, { name: '試子2' }));
    expect(byName.people.map(({ referenceNumber }) => referenceNumber)).toEqual(['100002']);
    const byNumber = await inArea(filled.store, (transaction) => findPerson(transaction, syntheticNumber(1)));
    expect(byNumber.kind).toBe('found');
    expect(test.events.map(({ operation }) => operation)).toEqual(['import-begun', 'import-done']);
  });

  it('reads Shift_JIS with half-width readings, old-style days and the columns in another order', async () => {
    const heading = '氏名,カナ氏名,宛名番号,市区町村コード,生年月日,性別,転出・死亡フラグ,転出年月日,死亡年月日';
    const done = await importFile(
      test,
      'people',
      sjis(heading, `髙﨑　①子,ﾀｶｻｷ ﾏﾙｺ,200001,${AREA},19991231,1,1,2021/07/20,`),
    );
    expect(done).toMatchObject({ state: 'done', added: 1, encoding: 'shift_jis' });
    expect(await found('200001')).toMatchObject({
      name: '髙﨑　①子',
      kana: 'タカサキ マルコ',
      birthDay: '1999-12-31',
      sex: 'male',
      movedOn: '2021-07-20',
    });
  });

  it('keeps the row as it was when a later file corrects, and counts what is the same', async () => {
    await importFile(test, 'people', utf8(PEOPLE_HEADING, personLine(11), personLine(12), personLine(13)));
    const done = await importFile(
      test,
      'people',
      utf8(
        PEOPLE_HEADING,
        personLine(11, { name: '新　名前' }),
        personLine(12, { flag: '2', deceasedOn: '2022-01-01', number: '' }),
        personLine(13),
      ),
    );
    expect(done).toMatchObject({ state: 'done', added: 0, changed: 2, unchanged: 1 });
    const versions = await inArea(filled.store, ({ database }) =>
      sql<{ change: string; reason: string; version: number }>`
        select change, reason, version from person_versions order by change`.execute(database),
    );
    expect(versions.rows).toEqual([
      { change: 'corrected', reason: 'source-corrected', version: 1 },
      { change: 'flagged', reason: 'source-corrected', version: 1 },
    ]);
    expect(await found('100011')).toMatchObject({ name: '新　名前' });
    expect(await found('100012')).toMatchObject({ deceasedOn: '2022-01-01' });
    const number = await inArea(filled.store, (transaction) => findPerson(transaction, syntheticNumber(12)));
    expect(number.kind).toBe('found');
    const oldName = await inArea(filled.store, (transaction) => searchPeople(transaction, { name: '見本　試子11' }));
    expect(oldName.people).toEqual([]);
  });

  it('leaves nothing in the staging tables and nothing on the disk', async () => {
    await importFile(test, 'people', utf8(PEOPLE_HEADING, personLine(21)));
    await importFile(test, 'people', utf8(PEOPLE_HEADING, personLine(22), 'broken'));
    const { rows } = await inArea(filled.store, ({ database }) =>
      sql<{ n: number }>`select count(*)::int as n from import_people`.execute(database),
    );
    expect(rows).toEqual([{ n: 0 }]);
    expect(await spooled(test.folder)).toEqual([]);
    expect(await found('100022')).toBeNull();
  });
});
