import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { registerDose } from './doses.ts';
import { registerNewPerson } from './people.ts';
import { readPerson } from './read-person.ts';
import { CHANGE, CITY, dose, facts, OTHER_CITY, syntheticNumber, within } from './register-fixtures.ts';
import { eraseExpired, retentionEnd } from './retention.ts';

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());

const OLD = { by: 'system', at: new Date('2019-01-01T00:00:00.000Z') };
const now = new Date('2026-11-20T00:00:00.000Z');
const register = (area: typeof CITY, index: number, change = OLD) =>
  within(filled.store, area, async (transaction) => {
    const who = facts({ referenceNumber: String(index), individualNumber: syntheticNumber(index) });
    const { personId } = (await registerNewPerson(transaction, who, change))._unsafeUnwrap();
    return personId;
  });
const isThere = async (area: typeof CITY, personId: string) =>
  (await within(filled.store, area, (transaction) => readPerson(transaction, personId))) !== null;

describe('retention (V16)', () => {
  it('is five years at the least', () => {
    expect(() => retentionEnd(now, 4)).toThrow(RangeError);
    expect(retentionEnd(now, 5).toISOString()).toBe('2021-11-20T00:00:00.000Z');
    // Nobody goes a day early on the one day that most years lack.
    expect(retentionEnd(new Date('2028-02-29T12:00:00.000Z'), 5).toISOString()).toBe('2023-02-28T12:00:00.000Z');
  });

  it('erases whoever has served the time, whole, and nobody else, in no other municipality', async () => {
    const expired = await register(CITY, 501);
    const withOldDose = await register(CITY, 502);
    const withNewDose = await register(CITY, 503);
    const registeredNow = await register(CITY, 504, CHANGE);
    const elsewhere = await register(OTHER_CITY, 505);
    await within(filled.store, CITY, async (transaction) => {
      const origin = { source: 'system', ticketId: null } as const;
      await registerDose(transaction, withOldDose, dose({ day: '2018-05-05' }), origin, OLD);
      await registerDose(transaction, withNewDose, dose({ day: '2018-05-05' }), origin, CHANGE);
    });
    expect(await eraseExpired(filled.store, CITY, retentionEnd(now, 5))).toBe(2);
    expect(await eraseExpired(filled.store, CITY, retentionEnd(now, 5))).toBe(0);
    expect(await isThere(CITY, expired)).toBe(false);
    expect(await isThere(CITY, withOldDose)).toBe(false);
    expect(await isThere(CITY, withNewDose)).toBe(true);
    expect(await isThere(CITY, registeredNow)).toBe(true);
    expect(await isThere(OTHER_CITY, elsewhere)).toBe(true);
    const left = await within(filled.store, CITY, ({ database }) =>
      database.selectFrom('search_terms').select('term').where('person_id', 'in', [expired, withOldDose]).execute(),
    );
    expect(left).toEqual([]);
  });

  it('is the only way a person or a certificate goes: the application’s own role cannot delete them', async () => {
    for (const table of ['people', 'certificates', 'person_versions', 'dose_versions'] as const) {
      await expect(
        within(filled.store, CITY, ({ database }) => database.deleteFrom(table).where('area', '=', CITY).execute()),
      ).rejects.toThrow(/permission denied/);
    }
  });
});
