/** Records as municipalities have them: most of them right, some with one or two faults in them, over the whole product table. */
import fc from 'fast-check';
import { KNOWN_PRODUCTS, type OracleDose, type OraclePerson } from './record-oracle.ts';

export const BIRTH_DAY = '1985-04-23';
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

const fromDigits = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length }).map((all) => all.join(''));
const fromLetters = (length: number) =>
  fc.array(fc.constantFrom(...LETTERS), { minLength: length, maxLength: length }).map((all) => all.join(''));

const rightLots = {
  pfizer: fc.tuple(fromLetters(2), fromDigits(4)).map((parts) => parts.join('')),
  moderna: fc.oneof(
    fromDigits(7),
    fc.tuple(fromDigits(6), fromLetters(1)).map((parts) => parts.join('')),
  ),
  other: fc
    .array(fc.constantFrom(...`0123456789${LETTERS}`), { minLength: 4, maxLength: 10 })
    .map((all) => all.join('')),
};

/** A known product with a lot as its maker writes them. */
export const productAndLot = fc
  .constantFrom(...KNOWN_PRODUCTS)
  .chain(([product, maker]) => rightLots[maker].map((lot) => ({ product, lot })));

/** `YYYY-MM-DD`, so many days after the first of the programme. */
export const dayAfter = (days: number): string =>
  new Date(Date.UTC(2021, 1, 17) + days * 86_400_000).toISOString().slice(0, 10);

const steps = fc.record({
  numbers: fc.constantFrom(1, 1, 1, 2),
  days: fc.integer({ min: 1, max: 200 }),
  kind: productAndLot,
});

/** Doses without a fault: numbers and days rise. */
export const rightDoses = (maxLength: number): fc.Arbitrary<OracleDose[]> =>
  fc.array(steps, { maxLength }).map((all) => {
    let number = 0;
    let days = 0;
    return all.map((step) => {
      number += step.numbers;
      days += step.days;
      return { number, day: dayAfter(days), ...step.kind, said: false };
    });
  });

/** One thing changed in one dose. Not every change is a fault: what it makes of the record is the oracle's to say. */
const doseChange: fc.Arbitrary<Partial<OracleDose>> = fc.oneof(
  fc.record({ number: fc.constantFrom(-1, 0, 1, 2, 3, 99, 100, 1.5) }),
  fc.record({ day: fc.integer({ min: 0, max: 1400 }).map(dayAfter) }),
  fc.record({
    day: fc.constantFrom(
      '2021-02-29',
      '2021-13-01',
      '2022-04-31',
      '2024-02-29',
      '1985-04-22',
      '1985-04-23',
      '1900-02-29',
    ),
  }),
  fc.record({ day: fc.constantFrom('2026-11-20', '2026-11-21', '9999-12-31') }),
  fc.record({ product: fc.constantFrom('unknown', 'Comirnaty', 'comirnaty-', 'sinovac', 'toString', '__proto__') }),
  fc.record({ product: fc.constantFrom(...KNOWN_PRODUCTS.keys()) }),
  fc.record({
    lot: fc.constantFrom(
      '',
      'ZZ000O',
      'zz0001',
      'ZZ00011',
      '900000',
      '9000006',
      '900000z',
      'ABC',
      'ZZ0001\n',
      'ＺＺ0001',
    ),
  }),
  fc.record({ said: fc.constant(true) }),
  productAndLot,
);

const personChange: fc.Arbitrary<Partial<OraclePerson>> = fc.oneof(
  fc.record({ movedOn: fc.integer({ min: 0, max: 1400 }).map(dayAfter) }),
  fc.record({ deceasedOn: fc.integer({ min: 0, max: 1400 }).map(dayAfter) }),
);

/** People with up to seven doses and up to two changes. */
export const people: fc.Arbitrary<OraclePerson> = fc
  .record({
    doses: rightDoses(7),
    changes: fc.array(fc.tuple(fc.nat(), doseChange), { maxLength: 2 }),
    exchanged: fc.option(fc.tuple(fc.nat(), fc.nat()), { freq: 6 }),
    person: fc.option(personChange, { freq: 4 }),
  })
  .map(({ doses: right, changes, exchanged, person }) => {
    const doses = [...right];
    for (const [place, change] of changes) {
      const dose = doses[place % Math.max(1, doses.length)];
      if (dose !== undefined) doses[place % doses.length] = { ...dose, ...change };
    }
    if (exchanged !== null && doses.length > 1) {
      const [one, other] = exchanged.map((place) => place % doses.length);
      const [first, second] = [doses[one ?? 0], doses[other ?? 0]];
      if (first !== undefined && second !== undefined) [doses[one ?? 0], doses[other ?? 0]] = [second, first];
    }
    return { birthDay: BIRTH_DAY, protected: false, movedOn: null, deceasedOn: null, ...person, doses };
  });
