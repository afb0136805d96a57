/** Whether a number is registered is told by a refusal as well; who asks so leaves a line (V11, V14). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { searchLog } from '../operation-log/read-log.ts';
import { provisionRoutes } from '../provisions/index.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { changeIndividualNumber, changePerson, registerNewPerson } from './people.ts';
import { peopleRoutes } from './people-routes.ts';
import { AT, CHANGE, CITY, facts, OTHER_CITY, staff, syntheticNumber, within } from './register-fixtures.ts';

let filled: FilledStore;
let other: VrsStore;
beforeAll(async () => {
  filled = await filledStore();
  other = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
});
afterAll(() => filled.close());

const actor = staff({ people: 'write', numbers: 'write', provisions: 'exchange', records: 'write' });
const known = facts({ referenceNumber: '5001', individualNumber: syntheticNumber(5001) });
const routes = () => {
  const parts = { store: filled.store, log: createOperationLog({ now: () => AT }), now: () => AT };
  return [...peopleRoutes(parts), ...provisionRoutes(parts)];
};
const post = async (path: string, message: unknown, parameters: Record<string, string> = {}) => {
  const route = routes().find((one) => one.method === 'POST' && one.path === path);
  if (route === undefined) throw new Error(path);
  return await route.run(actor, { parameters, query: {}, body: Buffer.from(JSON.stringify(message)) });
};
const newest = async () => (await within(filled.store, CITY, (area) => searchLog(area, {}))).entries[0];

it('a refused registration, change and query are each a line', async () => {
  const register = (who: typeof known) =>
    within(filled.store, CITY, async (area) => (await registerNewPerson(area, who, CHANGE))._unsafeUnwrap().personId);
  await register(known);
  const personId = await register(facts({ referenceNumber: '5002', individualNumber: null }));
  const again = await post('/people', { ...known, referenceNumber: '5003' });
  expect(again._unsafeUnwrapErr()).toEqual({ kind: 'conflict', error: 'taken' });
  expect(await newest()).toMatchObject({ operation: 'person-registered', result: 'taken', referenceNumber: null });
  const change = { version: 1, reason: 'mistyped', individualNumber: known.individualNumber };
  const changed = await post('/people/:personId/number-change', change, { personId });
  expect(changed._unsafeUnwrapErr()).toEqual({ kind: 'conflict', error: 'taken' });
  expect(await newest()).toMatchObject({ operation: 'number-changed', result: 'taken', referenceNumber: '5002' });
  const asked = await post('/provisions/queries', {
    asked: OTHER_CITY,
    purpose: 'moved-in',
    movedInOn: '2026-11-01',
    individualNumber: syntheticNumber(5009),
    birthDay: '1985-04-23',
  });
  expect(asked._unsafeUnwrapErr()).toEqual({ kind: 'conflict', error: 'not-moved-in' });
  expect(await newest()).toMatchObject({ operation: 'query-asked', result: 'not-moved-in', target: OTHER_CITY });
});

it('of two nodes that give one number to two people at once, one is told that it is taken', async () => {
  const people = await within(filled.store, CITY, async (area) => {
    const ids: string[] = [];
    for (const referenceNumber of ['5011', '5012', '5013', '5014']) {
      const who = facts({ referenceNumber, individualNumber: null });
      ids.push((await registerNewPerson(area, who, CHANGE))._unsafeUnwrap().personId);
    }
    return ids;
  });
  const [one = '', two = '', three = '', four = ''] = people;
  const wanted = { version: 1, reason: 'mistyped', individualNumber: syntheticNumber(5011) } as const;
  const slowly = <T>(store: VrsStore, work: Parameters<typeof within<T>>[2]) =>
    within(store, CITY, async (area) => {
      const done = await work(area);
      // Time in which the other node finds the number still free.
      await new Promise((resolve) => setTimeout(resolve, 300));
      return done;
    });
  const numbers = await Promise.all([
    slowly(filled.store, (area) => changeIndividualNumber(area, one, wanted, CHANGE)),
    slowly(other, (area) => changeIndividualNumber(area, two, wanted, CHANGE)),
  ]);
  expect(numbers.map((done) => (done.isOk() ? 'ok' : done.error.kind)).toSorted()).toEqual(['ok', 'taken']);
  const { individualNumber: _, ...rest } = facts({ referenceNumber: '5019' });
  const change = { version: 1, reason: 'mistyped', facts: rest } as const;
  const references = await Promise.all([
    slowly(filled.store, (area) => changePerson(area, three, change, CHANGE)),
    slowly(other, (area) => changePerson(area, four, change, CHANGE)),
  ]);
  expect(references.map((done) => (done.isOk() ? 'ok' : done.error.kind)).toSorted()).toEqual(['ok', 'taken']);
});
