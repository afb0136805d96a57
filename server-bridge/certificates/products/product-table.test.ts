import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { DoseSchema } from '../../protocol/index.ts';
import { codesOn, GENERIC_CVX } from './product.ts';
import { PRODUCTS, productOf } from './product-table.ts';

const known = (code: string) => {
  const product = productOf(code);
  if (product === undefined) throw new Error('known product');
  return product;
};

describe('the product table', () => {
  it('names every product once, and every product of today by a code of its own (P13)', () => {
    const codes = PRODUCTS.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    const cvx = PRODUCTS.map((product) => codesOn(product, '2026-11-20').cvx);
    expect(new Set(cvx).size).toBe(cvx.length);
    // 213 and 500 mean “unspecified” and “unknown”.
    expect(cvx).not.toContain('213');
    expect(cvx).not.toContain('500');
  });

  it.each([
    ['comirnaty', '2021-12-20', '208'],
    ['comirnaty', '2021-12-19', GENERIC_CVX],
    ['comirnaty-ba1', '2023-02-06', GENERIC_CVX],
    ['comirnaty-ba1', '2023-02-07', '520'],
    ['spikevax-ba1', '2023-02-06', GENERIC_CVX],
    ['spikevax-ba1', '2023-02-07', '519'],
    ['spikevax-ba45', '2022-11-27', GENERIC_CVX],
    ['spikevax-ba45', '2022-11-28', '229'],
    ['spikevax', '2023-01-01', '207'],
  ])('%s issued on %s has the code %s, never another product’s', (code, day, expected) => {
    expect(codesOn(known(code), day).cvx).toBe(expected);
  });

  it('gives codes for every product on every day, a note exactly with the general one, and all fit the line', () => {
    const day = fc
      .integer({ min: Date.UTC(2020, 0, 1) / 86_400_000, max: Date.UTC(2040, 0, 1) / 86_400_000 })
      .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
    const own = new Map(PRODUCTS.map(({ code, cvxFrom }) => [code, new Set(cvxFrom.map(({ cvx }) => cvx))]));
    fc.assert(
      fc.property(fc.constantFrom(...PRODUCTS), day, (product, issuedOn) => {
        const { cvx, icd11, note } = codesOn(product, issuedOn);
        expect(note !== undefined).toBe(cvx === GENERIC_CVX);
        expect(cvx === GENERIC_CVX || own.get(product.code)?.has(cvx)).toBe(true);
        const { vaccineType, manufacturer } = product;
        const dose = { number: 1, day: issuedOn, vaccineType, manufacturer, product: product.product, lot: 'ZZ0001' };
        expect(v.is(DoseSchema, { ...dose, cvx, icd11, note, country: 'JPN' })).toBe(true);
      }),
      { seed: 13 },
    );
  });

  it('writes the ICD-11 codes of published proofs, and nothing in their place before the first day', () => {
    for (const day of ['2021-01-01', '2021-12-20', '2026-11-20']) {
      expect(codesOn(known('nuvaxovid'), day).icd11).toEqual({ vaccine: 'XM68M6', disease: 'RA01.0' });
    }
    const later = {
      ...known('comirnaty'),
      icd11From: [{ day: '2030-01-01', codes: { vaccine: 'XM8NQ0', disease: 'RA01.0' } }],
    };
    expect(codesOn(later, '2029-12-31').icd11.vaccine).toBe('XM68M6');
    expect(codesOn(later, '2030-01-01').icd11.vaccine).toBe('XM8NQ0');
  });

  it('knows no product by guess', () => {
    for (const code of ['', 'Comirnaty', 'comirnaty ', 'unknown', '__proto__']) expect(productOf(code)).toBeUndefined();
  });

  it('lists its versions in order of days, and patterns that take whole lots only', () => {
    for (const { cvxFrom, icd11From, lotPattern } of PRODUCTS) {
      for (const versions of [cvxFrom, icd11From]) {
        const days = versions.map(({ day }) => day);
        expect(days).toEqual(days.toSorted());
        expect(new Set(days).size).toBe(days.length);
      }
      expect(lotPattern.source.startsWith('^') && lotPattern.source.endsWith('$')).toBe(true);
    }
  });
});
