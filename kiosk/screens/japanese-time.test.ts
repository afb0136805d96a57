import { expect, it } from 'vitest';
import { japaneseTime } from './japanese-time.ts';

it.each([
  ['2026-11-21T11:47:00.000Z', '2026-11-21 20:47'],
  ['2026-12-31T15:00:00Z', '2027-01-01 00:00'],
  ['2026-11-21T20:47:00+09:00', '2026-11-21 20:47'],
  ['not a time', 'not a time'],
])('%s is %s in Japan', (instant, shown) => {
  expect(japaneseTime(instant)).toBe(shown);
});
