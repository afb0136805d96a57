/** P5: between a committed correction and a certificate there is no way past the person's row. Two connections where the database has them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { findPerson } from '../store/records.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { changePerson, registerNewPerson } from './people.ts';
import { CHANGE, CITY, facts, syntheticNumber, within } from './register-fixtures.ts';

let filled: FilledStore;
let other: VrsStore;
beforeAll(async () => {
  filled = await filledStore();
  other = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
});
afterAll(() => filled.close());

const order: string[] = [];
const number = syntheticNumber(301);
const { individualNumber: _, ...moved } = facts({ referenceNumber: '301', movedOn: '2026-11-01' });

it('a correction waits for an issue that has read the person, and the next issue sees it', async () => {
  const who = facts({ referenceNumber: '301', individualNumber: number });
  const made = await within(filled.store, CITY, (area) => registerNewPerson(area, who, CHANGE));
  const { personId } = made._unsafeUnwrap();
  let tellRead = () => {};
  const hasRead = new Promise<void>((resolve) => {
    tellRead = resolve;
  });
  const issuing = within(filled.store, CITY, async (area) => {
    const found = await findPerson(area, number);
    tellRead();
    // Time in which the correction is at the row, where nothing but the lock holds it.
    await new Promise((resolve) => setTimeout(resolve, 300));
    order.push('issued');
    return found;
  });
  await hasRead;
  const correcting = within(other, CITY, async (area) => {
    const changed = await changePerson(area, personId, { version: 1, reason: 'mistyped', facts: moved }, CHANGE);
    order.push('corrected');
    return changed;
  });
  const [found, changed] = await Promise.all([issuing, correcting]);
  expect(order).toEqual(['issued', 'corrected']);
  expect(found).toMatchObject({ kind: 'found', record: { movedOn: null } });
  expect(changed.isOk()).toBe(true);
  const next = await within(filled.store, CITY, (area) => findPerson(area, number));
  expect(next).toMatchObject({ kind: 'found', record: { movedOn: '2026-11-01' } });
});
