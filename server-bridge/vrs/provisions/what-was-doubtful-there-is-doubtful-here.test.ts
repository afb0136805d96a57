/** P9 across municipalities: a dose that is here already is doubtful once the other side says that it is. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { flagDose, registerDose } from '../register/doses.ts';
import { registerNewPerson } from '../register/people.ts';
import { readDoses } from '../register/read-doses.ts';
import {
  AT,
  CHANGE,
  CITY,
  dose,
  facts,
  OTHER_CITY,
  recordingLog,
  staff,
  syntheticNumber,
  within,
} from '../register/register-fixtures.ts';
import { askMunicipality } from './ask-municipality.ts';
import { takeOver } from './take-over.ts';

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());

const origin = { source: 'staff', ticketId: null } as const;
const register = (area: typeof CITY) =>
  within(filled.store, area, async (transaction) => {
    const who = facts({ referenceNumber: '6601', individualNumber: syntheticNumber(6601) });
    const { personId } = (await registerNewPerson(transaction, who, CHANGE))._unsafeUnwrap();
    const made = (await registerDose(transaction, personId, dose(), origin, CHANGE))._unsafeUnwrap();
    return { personId, doseId: made.doseId };
  });

it('a doubt is not lost because the same dose is registered here', async () => {
  const here = await register(CITY);
  const there = await register(OTHER_CITY);
  await within(filled.store, OTHER_CITY, (area) =>
    flagDose(area, there.doseId, { version: 1, reason: 'wrong-person' }, CHANGE),
  );
  const actor = staff({ provisions: 'exchange', numbers: 'write', records: 'write' });
  const parts = { store: filled.store, log: recordingLog(), now: () => AT };
  const query = {
    asked: OTHER_CITY,
    movedInOn: '2026-11-01',
    individualNumber: syntheticNumber(6601),
    birthDay: '1985-04-23',
  };
  const answer = (await askMunicipality(parts, actor, query))._unsafeUnwrap();
  if (answer.kind !== 'provided') throw new Error('provided');
  const taken = await within(filled.store, CITY, (area) => takeOver(area, answer.provisionId, here.personId, CHANGE));
  expect(taken._unsafeUnwrap()).toEqual({ doses: 0 });
  const doses = await within(filled.store, CITY, (area) => readDoses(area, here.personId));
  expect(doses.map(({ doseId, doubt, version }) => [doseId, doubt, version])).toEqual([
    [here.doseId, 'said-by-source', 2],
  ]);
});
