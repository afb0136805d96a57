import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { CardAnchorSchema } from '../index.ts';
import { syntheticCardAnchors } from '../virtual/synthetic-cards.ts';

const [synthetic] = syntheticCardAnchors();
const accepts = (anchor: unknown): boolean => v.safeParse(CardAnchorSchema, anchor).success;

describe('configured anchors', () => {
  it('the synthetic one is an anchor of its own environment only', () => {
    expect(accepts(synthetic)).toBe(true);
    expect(accepts({ ...synthetic, environment: 'production' })).toBe(false);
    expect(accepts({ ...synthetic, environment: 'jpki-test' })).toBe(false);
  });

  it('a key id that begins with 5 is production, and nothing else', () => {
    const production = { ...synthetic, keyId: '35303030303333080530303100000000', environment: 'production' };
    expect(accepts(production)).toBe(true);
    expect(accepts({ ...production, environment: 'synthetic' })).toBe(false);
  });

  it.each([
    ['a short modulus', { modulus: 'AB' }],
    ['a key id that is no hex', { keyId: 'Z'.repeat(32) }],
    ['another exponent', { exponent: 3 }],
    ['something more', { source: 'found somewhere' }],
  ])('%s is refused', (_name, change) => {
    expect(accepts({ ...synthetic, ...change })).toBe(false);
  });
});
