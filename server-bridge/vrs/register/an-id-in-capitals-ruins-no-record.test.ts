/** An id is the same id in capitals; what is encrypted for its row must open afterwards, whoever wrote the id how. */
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CorrectDoseSchema, DoseParametersSchema, PersonParametersSchema } from '../console-api/people.ts';
import { ProvisionParametersSchema, TakeOverSchema } from '../console-api/provisions.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { correctDose, registerDose } from './doses.ts';
import { changeIndividualNumber, changePerson, registerNewPerson, showIndividualNumber } from './people.ts';
import { readDoses } from './read-doses.ts';
import { readPerson } from './read-person.ts';
import { CHANGE, CITY, dose, facts, syntheticNumber, within } from './register-fixtures.ts';

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());

const { individualNumber: _, ...wanted } = facts({ referenceNumber: '4401', name: '架空　大子' });

it('corrects a person and a number under an id in capitals, and both can be read afterwards', async () => {
  const who = facts({ referenceNumber: '4401', individualNumber: syntheticNumber(4401) });
  await within(filled.store, CITY, async (area) => {
    const { personId } = (await registerNewPerson(area, who, CHANGE))._unsafeUnwrap();
    const capitals = personId.toUpperCase();
    const changed = await changePerson(area, capitals, { version: 1, reason: 'mistyped', facts: wanted }, CHANGE);
    expect(changed.isOk()).toBe(true);
    expect((await readPerson(area, personId))?.name).toBe('架空　大子');
    const individualNumber = syntheticNumber(4402);
    const number = { version: 2, reason: 'mistyped', individualNumber } as const;
    expect((await changeIndividualNumber(area, capitals, number, CHANGE)).isOk()).toBe(true);
    expect((await showIndividualNumber(area, personId))._unsafeUnwrap()).toBe(individualNumber);
    expect((await showIndividualNumber(area, capitals))._unsafeUnwrap()).toBe(individualNumber);
  });
});

it('corrects a dose under an id in capitals, and site and doctor can be read afterwards', async () => {
  const who = facts({ referenceNumber: '4403', individualNumber: syntheticNumber(4403) });
  await within(filled.store, CITY, async (area) => {
    const { personId } = (await registerNewPerson(area, who, CHANGE))._unsafeUnwrap();
    const origin = { source: 'staff', ticketId: null } as const;
    const { doseId } = (await registerDose(area, personId, dose(), origin, CHANGE))._unsafeUnwrap();
    const order = { version: 1, reason: 'mistyped', dose: dose({ site: '架空第二会場' }) } as const;
    expect((await correctDose(area, doseId.toUpperCase(), order, CHANGE)).isOk()).toBe(true);
    expect((await readDoses(area, personId))[0]?.facts.site).toBe('架空第二会場');
  });
});

it('reads ids as the store writes them', () => {
  const capitals = '0F8FAD5B-D9CB-469F-A165-70867728950E';
  const id = capitals.toLowerCase();
  expect(v.parse(PersonParametersSchema, { personId: capitals })).toEqual({ personId: id });
  expect(v.parse(DoseParametersSchema, { doseId: capitals })).toEqual({ doseId: id });
  expect(v.parse(ProvisionParametersSchema, { provisionId: capitals })).toEqual({ provisionId: id });
  expect(v.parse(TakeOverSchema, { personId: capitals })).toEqual({ personId: id });
  expect(v.safeParse(CorrectDoseSchema, {}).success).toBe(false);
});
