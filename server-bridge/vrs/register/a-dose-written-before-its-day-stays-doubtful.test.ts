/** P9: a dose that was registered before it was given was wrong when it was written; that its day passes makes it no better. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { confirmDose, registerDose } from './doses.ts';
import { registerNewPerson } from './people.ts';
import { readDoses } from './read-doses.ts';
import { CHANGE, CITY, dose, facts, syntheticNumber, within } from './register-fixtures.ts';

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());

const LATER = { by: 'hanako', at: new Date('2026-12-20T01:02:03.456Z') };
const origin = { source: 'staff', ticketId: null } as const;

it('keeps its doubt after the day and after other work, until somebody has looked', async () => {
  const who = facts({ referenceNumber: '4501', individualNumber: syntheticNumber(4501) });
  await within(filled.store, CITY, async (area) => {
    const { personId } = (await registerNewPerson(area, who, CHANGE))._unsafeUnwrap();
    const early = dose({ day: '2026-11-25' });
    const { doseId, doubt } = (await registerDose(area, personId, early, origin, CHANGE))._unsafeUnwrap();
    expect(doubt).toBe('in-the-future');
    const order = { version: 1, reason: 'checked-and-right' } as const;
    expect((await confirmDose(area, doseId, order, CHANGE))._unsafeUnwrapErr()).toEqual({ kind: 'still-doubtful' });
    await registerDose(area, personId, dose({ number: 2, day: '2026-12-19' }), origin, LATER);
    const doubts = async () => (await readDoses(area, personId)).map((one) => one.doubt);
    expect(await doubts()).toEqual(['in-the-future', null]);
    expect((await confirmDose(area, doseId, order, LATER)).isOk()).toBe(true);
    expect(await doubts()).toEqual([null, null]);
  });
});
