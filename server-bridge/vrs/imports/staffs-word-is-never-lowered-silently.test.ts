import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { DOUBTS } from '../register/dose-facts.ts';
import { isSaid } from '../register/refresh-doubts.ts';
import { type DoseLine, mergeDoses, type PresentDose } from './dose-merge.ts';

const PERSON = { birthDay: '1970-01-02', movedOn: null, deceasedOn: null };
const municipality = v.parse(MunicipalityCodeSchema, '900010');
const facts = fc.record({
  number: fc.integer({ min: 1, max: 3 }),
  day: fc.constantFrom('2021-07-10', '2021-07-31', '2022-03-05'),
  product: fc.constantFrom('comirnaty', 'nobody-knows'),
  lot: fc.constantFrom('ZZ0001', 'ZZ0002', 'zz'),
  vaccinatedIn: fc.constantFrom(municipality, null),
  site: fc.constantFrom('見本会場', null),
  doctor: fc.constant(null),
});
const present = fc
  .array(fc.record({ facts, doubt: fc.constantFrom(null, ...DOUBTS), isStaffsWord: fc.boolean() }), { maxLength: 4 })
  .map((doses) => doses.map((dose, index): PresentDose => ({ doseId: `dose-${index}`, ...dose })));
const lines = fc
  .array(fc.record({ done: fc.boolean(), facts, saidDoubtful: fc.boolean() }), { maxLength: 4 })
  .map((given) =>
    given.map(
      (one, index): DoseLine =>
        one.done
          ? { line: index + 2, done: true, facts: one.facts, saidDoubtful: one.saidDoubtful }
          : { line: index + 2, done: false, number: one.facts.number },
    ),
  );

describe('doses that a file speaks of', () => {
  it('every line is answered once, and no dose is changed twice', () => {
    fc.assert(
      fc.property(present, lines, (doses, said) => {
        const merge = mergeDoses(PERSON, doses, said, '2026-11-20');
        expect(merge.lines.map(({ line }) => line).sort()).toEqual(said.map(({ line }) => line).sort());
        const touched = merge.lines.flatMap((line) => ('present' in line ? [line.present.doseId] : []));
        const all = [...touched, ...merge.flags.map(({ doseId }) => doseId)];
        expect(new Set(all).size).toBe(all.length);
      }),
      { seed: 8, numRuns: 2_000 },
    );
  });

  it('a change of what staff have looked at is doubtful; what staff doubt stays so; nobody’s word goes by itself', () => {
    fc.assert(
      fc.property(present, lines, (doses, said) => {
        const { lines: merged, flags } = mergeDoses(PERSON, doses, said, '2026-11-20');
        for (const line of merged) {
          if (line.action !== 'change') continue;
          if (line.present.isStaffsWord) expect(line.doubt).not.toBeNull();
          if (line.present.doubt === 'said-by-staff') expect(line.doubt).toBe('said-by-staff');
        }
        for (const flag of flags) {
          const dose = doses.find(({ doseId }) => doseId === flag.doseId);
          if (dose !== undefined && isSaid(dose.doubt)) expect(flag.doubt).toBe(dose.doubt);
        }
      }),
      { seed: 8, numRuns: 2_000 },
    );
  });

  it('a dose the source denies is doubtful, or was so by staff', () => {
    fc.assert(
      fc.property(present, lines, (doses, said) => {
        const merge = mergeDoses(PERSON, doses, said, '2026-11-20');
        const after = new Map(doses.map((dose) => [dose.doseId, { number: dose.facts.number, doubt: dose.doubt }]));
        for (const { doseId, doubt } of merge.flags)
          after.set(doseId, { number: after.get(doseId)?.number ?? 0, doubt });
        for (const line of merge.lines) {
          if ('present' in line) after.set(line.present.doseId, { number: line.facts.number, doubt: line.doubt });
          else if (line.action === 'add')
            after.set(`new-${line.line}`, { number: line.facts.number, doubt: line.doubt });
        }
        for (const line of said) {
          if (line.done) continue;
          for (const dose of after.values()) if (dose.number === line.number) expect(isSaid(dose.doubt)).toBe(true);
        }
      }),
      { seed: 8, numRuns: 2_000 },
    );
  });
});
