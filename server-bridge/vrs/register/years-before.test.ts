import fc from 'fast-check';
import { expect, it } from 'vitest';
import { yearsBefore } from './years-before.ts';

it.each([
  ['2026-11-20T01:02:03.456Z', 5, '2021-11-20T01:02:03.456Z'],
  ['2028-02-29T12:00:00.000Z', 5, '2023-02-28T12:00:00.000Z'],
  ['2028-02-29T12:00:00.000Z', 7, '2021-02-28T12:00:00.000Z'],
  ['2028-02-29T12:00:00.000Z', 8, '2020-02-29T12:00:00.000Z'],
  ['2028-03-01T00:00:00.000Z', 5, '2023-03-01T00:00:00.000Z'],
  ['2027-02-28T23:59:59.999Z', 7, '2020-02-28T23:59:59.999Z'],
  ['2104-02-29T00:00:00.000Z', 4, '2100-02-28T00:00:00.000Z'],
])('%s, %i years before, is %s', (now, years, before) => {
  expect(yearsBefore(new Date(now), years).toISOString()).toBe(before);
});

it('stays in the month it began in, and goes no later than the same day', () => {
  const instants = fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 100 }), (now, years) => {
      const before = yearsBefore(now, years);
      expect(before.getUTCFullYear()).toBe(now.getUTCFullYear() - years);
      expect(before.getUTCMonth()).toBe(now.getUTCMonth());
      expect(before.getUTCDate()).toBeLessThanOrEqual(now.getUTCDate());
      expect(before.toISOString().slice(10)).toBe(now.toISOString().slice(10));
    }),
  );
});
