/** Rights by task (V10): who may find people does not learn from the list who of them is vaccinated. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { registerDose } from './doses.ts';
import { registerNewPerson } from './people.ts';
import { peopleRoutes } from './people-routes.ts';
import { AT, CHANGE, CITY, dose, facts, recordingLog, staff, syntheticNumber, within } from './register-fixtures.ts';

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
  await within(filled.store, CITY, async (area) => {
    const who = facts({ referenceNumber: '5101', individualNumber: syntheticNumber(5101) });
    const { personId } = (await registerNewPerson(area, who, CHANGE))._unsafeUnwrap();
    await registerDose(area, personId, dose({ lot: 'bad' }), { source: 'staff', ticketId: null }, CHANGE);
  });
});
afterAll(() => filled.close());

const search = async (rights: Parameters<typeof staff>[0]) => {
  const routes = peopleRoutes({ store: filled.store, log: recordingLog(), now: () => AT });
  const route = routes.find(({ path }) => path === '/people/search');
  const body = Buffer.from(JSON.stringify({ referenceNumber: '5101' }));
  return (await route?.run(staff(rights), { parameters: {}, query: {}, body }))?._unsafeUnwrap();
};

it('without it, neither how many doses nor whether one is doubtful is said, and not “0 doses” either (P10)', async () => {
  expect(await search({ people: 'read' })).toMatchObject({ value: { people: [{ doses: null, doubtful: null }] } });
  expect(await search({ people: 'read', records: 'read' })).toMatchObject({
    value: { people: [{ doses: 1, doubtful: true }] },
  });
});
