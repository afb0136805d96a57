import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { actorId, StaffIdSchema, type VrsActor } from '../staff/rights.ts';
import {
  AREA,
  importFile,
  inArea,
  PEOPLE_HEADING,
  personLine,
  piecesOf,
  staffOf,
  type TestDesk,
  testDesk,
  utf8,
} from './import-fixtures.ts';

let filled: FilledStore;
let test: TestDesk;
beforeAll(async () => {
  filled = await filledStore();
  test = await testDesk(filled.store);
});
afterAll(async () => {
  await test.close();
  await filled.close();
});

/** A colleague of whoever begins. */
function colleague(): VrsActor {
  const staff = staffOf(AREA);
  if (staff.kind !== 'person') throw new Error('staff are people');
  return { ...staff, staffId: v.parse(StaffIdSchema, 'mihon.sender') };
}

it('rows and versions name whoever sent the file, not whoever announced it', async () => {
  expect(await importFile(test, 'people', utf8(PEOPLE_HEADING, personLine(1)))).toMatchObject({ added: 1 });
  const file = utf8(PEOPLE_HEADING, personLine(1, { name: '見本　改子' }), personLine(2));
  const announced = { kind: 'people', encoding: 'detect', bytes: file.length } as const;
  const begun = await test.desk.begin(staffOf(AREA), announced);
  const { importId } = begun._unsafeUnwrap();
  (await test.desk.receive(colleague(), importId, piecesOf(file), { withNumbers: true }))._unsafeUnwrap();
  await test.desk.settled();
  const done = (await test.desk.state(AREA, importId))._unsafeUnwrap();
  expect(done).toMatchObject({ state: 'done', added: 1, changed: 1, begunBy: actorId(staffOf(AREA)) });
  const { people, versions } = await inArea(filled.store, async ({ database }) => ({
    people: await database
      .selectFrom('people')
      .select(['registered_by', 'changed_by'])
      .where('changed_by', 'like', 'mihon.%')
      .orderBy('registered_by')
      .execute(),
    versions: await database
      .selectFrom('person_versions')
      .select('changed_by')
      .where('changed_by', 'like', 'mihon.%')
      .execute(),
  }));
  expect(people).toEqual([
    { registered_by: 'mihon.sender', changed_by: 'mihon.sender' },
    { registered_by: 'mihon.staff', changed_by: 'mihon.sender' },
  ]);
  expect(versions).toEqual([{ changed_by: 'mihon.sender' }]);
});
