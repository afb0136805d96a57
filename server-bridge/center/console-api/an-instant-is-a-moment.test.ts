import * as v from 'valibot';
import { expect, test } from 'vitest';
import { InstantSchema } from '../../protocol/index.ts';
import { NewChangeSchema } from './changes.ts';

test.each([
  // Understood by no part that compares instants: a price from then on would never hold, a life until then never end.
  '2026-04-01T00:00:00+09',
  '2026-04-01T00:00:00-03',
  // Days that are not: they would be taken for others.
  '2026-02-29T00:00:00.000Z',
  '2026-02-31T00:00:00.000Z',
  '2026-04-31T00:00:00.000+09:00',
])('%s is refused', (text) => {
  expect(v.is(InstantSchema, text)).toBe(false);
  expect(v.is(NewChangeSchema.entries.effectiveAt, text)).toBe(false);
});

test.each([
  '2026-04-01T00:00:00.000Z',
  '2026-04-01T00:00:00Z',
  '2026-04-01T00:00:00.000+09:00',
  '2028-02-29T23:59:59.999Z',
  '2026-12-31T23:59:59.999-12:00',
])('%s is taken', (text) => {
  expect(v.is(InstantSchema, text)).toBe(true);
  expect(v.is(NewChangeSchema.entries.effectiveAt, text)).toBe(true);
});
