/** P9 by an oracle of its own: the gate against the requirement's words, over generated records and the whole product table. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PRODUCTS } from '../../certificates/products/product-table.ts';
import type { PersonRecord } from '../store/records.ts';
import { gateRecord } from './record-gate.ts';
import { people } from './testing/record-arbitraries.ts';
import { KNOWN_PRODUCTS, type OraclePerson, verdictOf } from './testing/record-oracle.ts';

const TODAY = '2026-11-20';

const recordOf = (person: OraclePerson): PersonRecord => ({
  personId: 'synthetic',
  birthDay: person.birthDay,
  protected: person.protected,
  movedOn: person.movedOn,
  deceasedOn: person.deceasedOn,
  passport: null,
  doses: person.doses.map(({ said, ...dose }) => ({ ...dose, doubtful: said })),
});

it('the oracle knows the products of the table, no more and no fewer', () => {
  expect(PRODUCTS.map(({ code }) => code).toSorted()).toEqual([...KNOWN_PRODUCTS.keys()].toSorted());
});

it('a record passes exactly where nothing speaks against it, and every refusal has its class', () => {
  const verdicts: Record<string, number> = {};
  const certified = new Set<string>();
  fc.assert(
    fc.property(people, (person) => {
      const wanted = verdictOf(person, person.birthDay, TODAY);
      verdicts[wanted] = (verdicts[wanted] ?? 0) + 1;
      const gated = gateRecord(recordOf(person), TODAY);
      if (gated.isErr()) {
        expect(gated.error).toBe(wanted);
        return;
      }
      expect('issued').toBe(wanted);
      // All of it, in its order, and nothing else: no dose is left out to make a record pass.
      expect(gated.value.map(({ number, day, lot }) => ({ number, day, lot }))).toEqual(
        person.doses.map(({ number, day, lot }) => ({ number, day, lot })),
      );
      for (const { product } of person.doses) certified.add(product);
    }),
    { numRuns: 6_000, seed: 8 },
  );
  // The generator has been everywhere, or the property says nothing.
  expect(verdicts['issued']).toBeGreaterThan(400);
  expect(verdicts['NEEDS_CONFIRMATION']).toBeGreaterThan(1_000);
  expect(verdicts['NO_RECORD_ASK_CITY']).toBeGreaterThan(100);
  expect(certified.size).toBe(KNOWN_PRODUCTS.size);
});

it('one doubt is enough, wherever it is among many doses', () => {
  fc.assert(
    fc.property(people, fc.nat(), (person, place) => {
      if (verdictOf(person, person.birthDay, TODAY) !== 'issued') return;
      const doubted = place % person.doses.length;
      const doses = person.doses.map((dose, index) => (index === doubted ? { ...dose, said: true } : dose));
      expect(gateRecord(recordOf({ ...person, doses }), TODAY)._unsafeUnwrapErr()).toBe('NEEDS_CONFIRMATION');
      const dead = { ...person, deceasedOn: '2026-01-01' };
      expect(gateRecord(recordOf(dead), TODAY)._unsafeUnwrapErr()).toBe('NEEDS_CONFIRMATION');
    }),
    { numRuns: 1_000, seed: 9 },
  );
});
