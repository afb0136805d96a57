/** V16: between finding who has served the time and erasing them, somebody of the staff may have come. Two connections where the database has them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { searchLog } from '../operation-log/read-log.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { changePerson, registerNewPerson } from './people.ts';
import { readPerson } from './read-person.ts';
import { CHANGE, CITY, facts, staff, syntheticNumber, within } from './register-fixtures.ts';
import { eraseExpired, retentionEnd } from './retention.ts';

let filled: FilledStore;
let other: VrsStore;
beforeAll(async () => {
  filled = await filledStore();
  other = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
});
afterAll(() => filled.close());

const OLD = { by: 'system', at: new Date('2019-01-01T00:00:00.000Z') };
const end = retentionEnd(new Date('2026-11-20T00:00:00.000Z'), 5);
const register = (index: number) =>
  within(filled.store, CITY, async (area) => {
    const who = facts({ referenceNumber: String(index), individualNumber: syntheticNumber(index) });
    return (await registerNewPerson(area, who, OLD))._unsafeUnwrap().personId;
  });

it('a person whom staff correct at this moment stays', async () => {
  const personId = await register(4601);
  const { individualNumber: _, ...wanted } = facts({ referenceNumber: '4601', name: '架空　正子' });
  let tellChanged = () => {};
  const hasChanged = new Promise<void>((resolve) => {
    tellChanged = resolve;
  });
  const correcting = within(other, CITY, async (area) => {
    const changed = await changePerson(area, personId, { version: 1, reason: 'mistyped', facts: wanted }, CHANGE);
    tellChanged();
    // Time in which erasing finds the person as it was before.
    await new Promise((resolve) => setTimeout(resolve, 400));
    return changed;
  });
  await hasChanged;
  await eraseExpired(filled.store, CITY, end).catch(() => 0);
  expect((await correcting).isOk()).toBe(true);
  await eraseExpired(filled.store, CITY, end);
  expect((await within(filled.store, CITY, (area) => readPerson(area, personId)))?.name).toBe('架空　正子');
});

it('of whoever is erased the operation log names nobody any more, and says that erasing was done', async () => {
  const log = createOperationLog({ now: () => CHANGE.at });
  const [gone, kept] = [await register(4602), await register(4603)];
  await within(filled.store, CITY, async (area) => {
    for (const personId of [gone, kept]) {
      const event = { operation: 'person-shown', personId, target: '-', result: 'done' } as const;
      await log.append(area, { ...event, actor: staff({ people: 'read' }) });
    }
    await area.database.updateTable('people').set({ changed_at: CHANGE.at }).where('person_id', '=', kept).execute();
  });
  expect(await eraseExpired(filled.store, CITY, end)).toBe(1);
  const { entries } = await within(filled.store, CITY, (area) => searchLog(area, { operation: 'person-shown' }));
  expect(entries.map(({ referenceNumber }) => referenceNumber)).toEqual(['4603', null]);
  const found = await within(filled.store, CITY, (area) => searchLog(area, { referenceNumber: '4602' }));
  expect(found.entries).toEqual([]);
  const erased = await within(filled.store, CITY, (area) => searchLog(area, { operation: 'expired-erased' }));
  expect(erased.entries).toMatchObject([{ staffId: 'system', result: '1' }]);
});

it('nor under a reference number of earlier, unless that has become somebody else’s', async () => {
  const log = createOperationLog({ now: () => CHANGE.at });
  const show = (personId: string) =>
    within(filled.store, CITY, (area) => {
      const event = { operation: 'person-shown', personId, target: '-', result: 'done' } as const;
      return log.append(area, { ...event, actor: staff({ people: 'read' }) });
    });
  const rename = (personId: string, version: number, referenceNumber: string) =>
    within(filled.store, CITY, async (area) => {
      const { individualNumber: _, ...wanted } = facts({ referenceNumber });
      const change = { version, reason: 'mistyped', facts: wanted } as const;
      (await changePerson(area, personId, change, OLD))._unsafeUnwrap();
    });
  const found = async (referenceNumber: string) =>
    (await within(filled.store, CITY, (area) => searchLog(area, { referenceNumber }))).entries.length;

  const gone = await register(4611);
  await show(gone);
  await rename(gone, 1, '4612');
  await show(gone);
  await rename(gone, 2, '4613');
  await show(gone);
  const kept = await within(filled.store, CITY, async (area) => {
    const who = facts({ referenceNumber: '4612', individualNumber: syntheticNumber(4612) });
    return (await registerNewPerson(area, who, CHANGE))._unsafeUnwrap().personId;
  });
  await show(kept);
  expect(await Promise.all(['4611', '4612', '4613'].map(found))).toEqual([1, 2, 1]);
  expect(await eraseExpired(filled.store, CITY, end)).toBe(1);
  expect(await Promise.all(['4611', '4612', '4613'].map(found))).toEqual([0, 2, 0]);
});
