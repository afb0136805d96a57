/** Counts without persons: what two questions leave between them must not be one person (V9, statistics without persons). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { insertDose } from './doses.ts';
import { registerNewPerson } from './people.ts';
import { CHANGE, CITY, dose, facts, syntheticNumber, within } from './register-fixtures.ts';
import { readStatistics } from './statistics.ts';

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
  await within(filled.store, CITY, async (area) => {
    const origin = { source: 'staff', ticketId: null } as const;
    for (let index = 0; index < 24; index += 1) {
      const who = facts({ referenceNumber: `47${index}`, individualNumber: syntheticNumber(4700 + index) });
      const { personId } = (await registerNewPerson(area, who, CHANGE))._unsafeUnwrap();
      // One alone on the last day of a month in which nobody else of the store was vaccinated.
      const day = index === 0 ? '2019-03-31' : '2019-03-10';
      await insertDose(area, personId, dose({ day, product: index === 1 ? 'spikevax' : 'comirnaty' }), origin, CHANGE);
    }
  });
});
afterAll(() => filled.close());

const ask = (from: string, to: string) => within(filled.store, CITY, (area) => readStatistics(area, { from, to }));

it('asking for one day less tells nothing of that day', async () => {
  const whole = await ask('2019-03-01', '2019-03-31');
  const less = await ask('2019-03-01', '2019-03-30');
  expect(less.dosesByMonth).toEqual(whole.dosesByMonth);
  expect(less.dosesByProduct).toEqual(whole.dosesByProduct);
});

it('what is not told does not follow from what is told beside it', async () => {
  const { dosesByMonth, dosesByProduct } = await ask('2019-03-01', '2019-03-31');
  expect(dosesByProduct).toEqual(
    expect.arrayContaining([
      { product: 'comirnaty', doses: 20 },
      { product: 'spikevax', doses: null },
    ]),
  );
  expect(dosesByMonth).toEqual([{ month: '2019-03', number: 1, doses: 20 }]);
});
