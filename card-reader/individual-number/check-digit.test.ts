import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigitOf, isIndividualNumber } from './individual-number.ts';

const VECTORS = [
  '123456789018',
  '987654321093',
  '271828182840',
  '135792468015',
  '112233445560',
  '314159265352',
  '555555555557',
];

describe('check digit of the individual number (総務省令第85号 第5条)', () => {
  it.each(VECTORS)('%s', (number) => {
    expect(checkDigitOf(number.slice(0, 11))).toBe(Number(number[11]));
    expect(isIndividualNumber(number)).toBe(true);
  });

  it.each(['000000000000', '12345678901', '1234567890188', '１２３４５６７８９０１８', '12345678901x', ''])(
    'refuses "%s"',
    (text) => {
      expect(isIndividualNumber(text)).toBe(false);
    },
  );

  it('accepts exactly one last digit for any eleven others', () => {
    const eleven = fc.integer({ min: 1, max: 99_999_999_999 }).map((value) => String(value).padStart(11, '0'));
    fc.assert(
      fc.property(eleven, (digits) => {
        const accepted = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((last) => isIndividualNumber(`${digits}${last}`));
        expect(accepted).toEqual([checkDigitOf(digits)]);
      }),
      { seed: 85, numRuns: 500 },
    );
  });

  it('notices every wrong digit, but for the residues 0 and 1 that share the check digit 0', () => {
    for (const number of VECTORS.filter((vector) => !vector.endsWith('0')))
      for (let index = 0; index < 12; index++)
        for (let digit = 0; digit <= 9; digit++) {
          const changed = `${number.slice(0, index)}${digit}${number.slice(index + 1)}`;
          expect(isIndividualNumber(changed)).toBe(changed === number);
        }
  });
});
