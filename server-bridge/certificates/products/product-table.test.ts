import { describe, expect, it } from 'vitest';
import { cvxOn } from './product.ts';
import { PRODUCTS, productOf } from './product-table.ts';

describe('the product table', () => {
  it('names every product once, and every product of today by a code of its own (P13)', () => {
    const codes = PRODUCTS.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    const cvx = PRODUCTS.map((product) => cvxOn(product, '2026-11-20'));
    expect(cvx).not.toContain(undefined);
    expect(new Set(cvx).size).toBe(cvx.length);
    // 213 and 500 mean “unspecified”: never used silently.
    expect(cvx).not.toContain('213');
    expect(cvx).not.toContain('500');
  });

  it.each([
    ['comirnaty', '2021-12-20', '208'],
    ['comirnaty', '2021-12-19', undefined],
    ['comirnaty-ba1', '2023-02-06', undefined],
    ['comirnaty-ba1', '2023-02-07', '520'],
    ['spikevax-ba1', '2023-02-06', undefined],
    ['spikevax-ba1', '2023-02-07', '519'],
    ['spikevax-ba45', '2022-11-27', undefined],
    ['spikevax-ba45', '2022-11-28', '229'],
    ['spikevax', '2023-01-01', '207'],
  ])('%s issued on %s has the code %s, never another product’s', (code, day, expected) => {
    const product = productOf(code);
    if (product === undefined) throw new Error('known product');
    expect(cvxOn(product, day)).toBe(expected);
  });

  it('knows no product by guess', () => {
    for (const code of ['', 'Comirnaty', 'comirnaty ', 'unknown', '__proto__']) expect(productOf(code)).toBeUndefined();
  });

  it('lists its versions in order of days, and patterns that take whole lots only', () => {
    for (const { cvxFrom, lotPattern } of PRODUCTS) {
      const days = cvxFrom.map(({ day }) => day);
      expect(days).toEqual(days.toSorted());
      expect(lotPattern.source.startsWith('^') && lotPattern.source.endsWith('$')).toBe(true);
    }
  });
});
