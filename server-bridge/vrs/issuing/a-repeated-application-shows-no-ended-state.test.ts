/** P5 for an answer that is asked for again: what was decided before a committed correction is no answer after it. */

import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeSyntheticPerson } from '../../../card-reader/virtual/index.ts';
import type { VrsKeys } from '../../certificates/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { confirmDose, correctDose, deleteDose, flagDose, registerDose } from '../register/doses.ts';
import { changeIndividualNumber, changePerson, registerNewPerson } from '../register/people.ts';
import { IndividualNumberSchema } from '../register/person-facts.ts';
import { CHANGE, CITY, dose, facts, syntheticNumber, within } from '../register/register-fixtures.ts';
import { makeChallenge } from '../store/challenges.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { apply, issuingParts, newVisitId, readAnswer, START, standingClock } from '../vrs-fixtures.ts';
import { answerApplication } from './answer-application.ts';
import type { IssuingParts } from './issuing-parts.ts';

let filled: FilledStore;
let parts: IssuingParts;
let vrsKeys: VrsKeys;
beforeAll(async () => {
  filled = await filledStore();
  ({ parts, vrsKeys } = await issuingParts(filled.store, standingClock().now));
});
afterAll(() => filled.close());

type Made = {
  readonly personId: string;
  readonly doseId: string;
  readonly wanted: Omit<ReturnType<typeof facts>, 'individualNumber'>;
};
const as = (version: number) => ({ version, reason: 'mistyped' }) as const;
let seed = 7_700;

/** The outcome of an application and of the same one again, with acts of staff in between. */
async function twice(act: (area: AreaTransaction, made: Made) => Promise<unknown>): Promise<string[]> {
  seed += 1;
  const who = makeSyntheticPerson(seed);
  const { individualNumber, ...wanted } = facts({
    referenceNumber: String(seed),
    individualNumber: v.parse(IndividualNumberSchema, who.individualNumber),
    birthDay: `${who.birthDate.slice(0, 4)}-${who.birthDate.slice(4, 6)}-${who.birthDate.slice(6)}`,
  });
  const made = await within(filled.store, CITY, async (area) => {
    const { personId } = (await registerNewPerson(area, { ...wanted, individualNumber }, CHANGE))._unsafeUnwrap();
    const origin = { source: 'staff', ticketId: null } as const;
    const { doseId } = (await registerDose(area, personId, dose(), origin, CHANGE))._unsafeUnwrap();
    return { personId, doseId, wanted };
  });
  const visitId = newVisitId();
  const challenge = await makeChallenge(filled.store, visitId, new Date(START.getTime() + 60_000));
  const sent = await apply(vrsKeys, who, challenge, { visitId });
  const outcome = async () => {
    const answer = await answerApplication(
      { header: sent.header, sealed: sent.sealed, stillWanted: () => true },
      parts,
    );
    const { result } = await readAnswer(vrsKeys, sent, answer._unsafeUnwrap(), START);
    return result.type === 'issued' ? `issued ${result.facts.certificateId}` : result.refusal;
  };
  const first = await outcome();
  await within(filled.store, CITY, (area) => act(area, made));
  return [first, await outcome()];
}

it.each<[string, (area: AreaTransaction, made: Made) => Promise<unknown>]>([
  [
    'a dose is corrected',
    (area, { doseId }) => correctDose(area, doseId, { ...as(1), dose: dose({ lot: 'ZZ0002' }) }, CHANGE),
  ],
  ['a dose is deleted', (area, { doseId }) => deleteDose(area, doseId, as(1), CHANGE)],
  ['a dose is flagged', (area, { doseId }) => flagDose(area, doseId, as(1), CHANGE)],
  [
    'a dose is added',
    (area, { personId }) =>
      registerDose(area, personId, dose({ number: 2, day: '2021-08-01' }), { source: 'staff', ticketId: null }, CHANGE),
  ],
  [
    'a protective measure is set',
    (area, { personId, wanted }) =>
      changePerson(area, personId, { ...as(1), facts: { ...wanted, protected: true } }, CHANGE),
  ],
  [
    'the person is deceased',
    (area, { personId, wanted }) =>
      changePerson(area, personId, { ...as(1), facts: { ...wanted, deceasedOn: '2026-11-19' } }, CHANGE),
  ],
  [
    'the birth day is corrected',
    (area, { personId, wanted }) =>
      changePerson(area, personId, { ...as(1), facts: { ...wanted, birthDay: '1950-01-01' } }, CHANGE),
  ],
  [
    'the number was somebody else’s',
    (area, { personId }) =>
      changeIndividualNumber(area, personId, { ...as(1), individualNumber: syntheticNumber(seed) }, CHANGE),
  ],
])('is refused once %s', async (_, act) => {
  const [first, second] = await twice(act);
  expect(first).toMatch(/^issued /);
  expect(second).toBe('CHALLENGE_EXPIRED');
});

it('is the same certificate where the record stands as it did', async () => {
  const [first, second] = await twice(async (area, { personId, doseId, wanted }) => {
    await changePerson(area, personId, { ...as(1), facts: { ...wanted, name: '架空　改名' } }, CHANGE);
    await flagDose(area, doseId, as(1), CHANGE);
    await confirmDose(area, doseId, as(2), CHANGE);
  });
  expect(first).toMatch(/^issued /);
  expect(second).toBe(first);
});
