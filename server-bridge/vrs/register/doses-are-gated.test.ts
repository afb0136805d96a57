import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { gateRecord } from '../issuing/record-gate.ts';
import { findPerson } from '../store/records.ts';
import { confirmDose, correctDose, deleteDose, flagDose, registerDose } from './doses.ts';
import { doubtsOf } from './doubts.ts';
import { readHistory } from './history.ts';
import { registerNewPerson } from './people.ts';
import { readDoses } from './read-doses.ts';
import { CHANGE, CITY, dose, facts, OTHER_CITY, syntheticNumber, within } from './register-fixtures.ts';

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());

const inCity = <T>(work: Parameters<typeof within<T>>[2]) => within(filled.store, CITY, work);
const staffOrigin = { source: 'staff', ticketId: null } as const;
let people = 100;
async function somebody(over: Parameters<typeof facts>[0] = {}) {
  people += 1;
  const who = facts({ referenceNumber: String(people), individualNumber: syntheticNumber(people), ...over });
  const made = await inCity((area) => registerNewPerson(area, who, CHANGE));
  return { personId: made._unsafeUnwrap().personId, number: syntheticNumber(people) };
}
const register = (personId: string, over: Parameters<typeof dose>[0]) =>
  inCity((area) => registerDose(area, personId, dose(over), staffOrigin, CHANGE)).then((made) => made._unsafeUnwrap());
const gate = (number: string) =>
  inCity(async (area) => {
    const found = await findPerson(area, number);
    if (found.kind !== 'found') throw new Error('registered');
    return gateRecord(found.record, '2026-11-20').match(
      () => 'certificate',
      (refusal) => refusal,
    );
  });
const as = (version: number) => ({ version, reason: 'mistyped' }) as const;

describe('a dose', () => {
  it('against a rule is registered, flagged with its reason, and gates issuing until it is corrected', async () => {
    const { personId, number } = await somebody();
    expect(await register(personId, { lot: '3002336' })).toMatchObject({ doubt: 'lot-pattern' });
    expect(await gate(number)).toBe('NEEDS_CONFIRMATION');
    const [registered] = await inCity((area) => readDoses(area, personId));
    const doseId = registered?.doseId ?? '';
    const confirmed = await inCity((area) => confirmDose(area, doseId, as(1), CHANGE));
    expect(confirmed._unsafeUnwrapErr()).toEqual({ kind: 'still-doubtful' });
    const corrected = await inCity((area) => correctDose(area, doseId, { ...as(1), dose: dose() }, CHANGE));
    expect(corrected._unsafeUnwrap()).toMatchObject({ version: 2, doubt: null });
    expect(await gate(number)).toBe('certificate');
    const history = await inCity((area) => readHistory(area, personId));
    expect(history).toMatchObject([{ change: 'corrected', before: { lot: '3002336', doubt: 'lot-pattern' } }]);
  });

  it('that two of a person contradict are both doubtful; deleting the wrong one clears the other', async () => {
    const { personId, number } = await somebody();
    await register(personId, { number: 1, day: '2021-07-31' });
    const second = await register(personId, { number: 2, day: '2021-07-10' });
    expect((await inCity((area) => readDoses(area, personId))).map(({ doubt }) => doubt)).toEqual([
      'order-of-days',
      'order-of-days',
    ]);
    await inCity((area) => deleteDose(area, second.doseId, as(1), CHANGE));
    expect((await inCity((area) => readDoses(area, personId))).map(({ doubt }) => doubt)).toEqual([null]);
    expect(await gate(number)).toBe('certificate');
  });

  it('that somebody doubts gates issuing until somebody confirms it', async () => {
    const { personId, number } = await somebody();
    const { doseId } = await register(personId, {});
    await inCity((area) => flagDose(area, doseId, as(1), CHANGE));
    expect(await gate(number)).toBe('NEEDS_CONFIRMATION');
    await register(personId, { number: 2, day: '2021-08-01' });
    expect(await gate(number)).toBe('NEEDS_CONFIRMATION');
    const confirmed = await inCity((area) => confirmDose(area, doseId, as(2), CHANGE));
    expect(confirmed.isOk()).toBe(true);
    expect(await gate(number)).toBe('certificate');
  });

  it('is changed from the version that was read, and by its own municipality alone (V8, V16)', async () => {
    const { personId } = await somebody();
    const { doseId } = await register(personId, {});
    for (const work of [confirmDose, flagDose, deleteDose]) {
      const meanwhile = await inCity((area) => work(area, doseId, as(7), CHANGE));
      expect(meanwhile._unsafeUnwrapErr()).toEqual({ kind: 'changed-meanwhile' });
      const elsewhere = await within(filled.store, OTHER_CITY, (area) => work(area, doseId, as(1), CHANGE));
      expect(elsewhere._unsafeUnwrapErr()).toEqual({ kind: 'unknown-dose' });
    }
    expect(await inCity((area) => readDoses(area, personId))).toHaveLength(1);
  });

  it('in any sequence of acts is flagged exactly where a rule or a person doubts it, and the gate says the same', async () => {
    const step = fc.oneof(
      fc.record({
        act: fc.constant('register' as const),
        number: fc.integer({ min: 1, max: 4 }),
        day: fc.constantFrom('2021-07-10', '2021-07-31', '2021-09-01', '2030-01-01'),
        lot: fc.constantFrom('ZZ0001', 'bad'),
      }),
      fc.record({ act: fc.constantFrom('delete' as const, 'flag' as const, 'confirm' as const), which: fc.nat(5) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const { personId, number } = await somebody();
        for (const one of steps) {
          if (one.act === 'register') {
            await register(personId, { number: one.number, day: one.day, lot: one.lot });
            continue;
          }
          const doses = await inCity((area) => readDoses(area, personId));
          const target = doses[one.which % Math.max(1, doses.length)];
          if (target === undefined) continue;
          const work = { delete: deleteDose, flag: flagDose, confirm: confirmDose }[one.act];
          await inCity((area) => work(area, target.doseId, as(target.version), CHANGE));
        }
        const doses = await inCity((area) => readDoses(area, personId));
        const rules = doubtsOf(
          facts(),
          doses.map(({ facts: one }) => one),
          '2026-11-20',
        );
        for (const [index, { doubt }] of doses.entries()) {
          expect(doubt === 'said-by-staff' || doubt === rules[index]).toBe(true);
        }
        const expected = doses.length === 0 ? 'NO_RECORD_ASK_CITY' : 'NEEDS_CONFIRMATION';
        const clean = doses.length > 0 && doses.every(({ doubt }) => doubt === null);
        expect(await gate(number)).toBe(clean ? 'certificate' : expected);
      }),
      { numRuns: 15 },
    );
  });
});
