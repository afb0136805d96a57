import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priceAt } from './price-table.ts';

const TABLE = [
  { effectiveFrom: '2026-01-01T00:00:00.000Z', copyYen: 120 },
  // Midnight in Japan on the first of October.
  { effectiveFrom: '2026-09-30T15:00:00.000Z', copyYen: 150 },
];

test.each([
  ['2026-09-30T14:59:59.999Z', 120],
  ['2026-09-30T15:00:00.000Z', 150],
  ['2030-01-01T00:00:00.000Z', 150],
])('at %s a copy costs %d yen', (at, yen) => {
  expect(priceAt(TABLE, new Date(at))._unsafeUnwrap()).toBe(yen);
});

test.each([
  ['before the first entry', TABLE, '2025-12-31T23:59:59.999Z', 'no-price'],
  ['with an empty table', [], '2026-01-01T00:00:00.000Z', 'no-price'],
  ['at no time', TABLE, 'not a time', 'invalid-price-table'],
  [
    'with half a yen',
    [{ effectiveFrom: '2026-01-01T00:00:00.000Z', copyYen: 120.5 }],
    '2026-02-01',
    'invalid-price-table',
  ],
  [
    'with a negative price',
    [{ effectiveFrom: '2026-01-01T00:00:00.000Z', copyYen: -1 }],
    '2026-02-01',
    'invalid-price-table',
  ],
  ['with a day for an instant', [{ effectiveFrom: '2026-01-01', copyYen: 120 }], '2026-02-01', 'invalid-price-table'],
])('%s there is no price', (_name, table, at, kind) => {
  expect(priceAt(table, new Date(at))._unsafeUnwrapErr().kind).toBe(kind);
});

test('two prices from the same instant on are refused, the same price twice is not', () => {
  const [first] = TABLE;
  if (first === undefined) throw new Error('empty table');
  const at = new Date('2026-02-01T00:00:00.000Z');
  expect(priceAt([first, { ...first, copyYen: 130 }], at)._unsafeUnwrapErr().kind).toBe('ambiguous-price');
  expect(priceAt([first, first], at)._unsafeUnwrap()).toBe(120);
});

const instant = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
const anyTable = fc.uniqueArray(fc.record({ from: instant, copyYen: fc.nat(100_000) }), {
  selector: ({ from }) => from.getTime(),
  minLength: 1,
  maxLength: 8,
});

test('P18: one integer price at any time, whatever the order of the table, and never one of the future', () => {
  fc.assert(
    fc.property(anyTable, instant, fc.infiniteStream(fc.nat()), (entries, at, shuffle) => {
      const table = entries.map(({ from, copyYen }) => ({ effectiveFrom: from.toISOString(), copyYen }));
      const shuffled = table
        .map((entry) => ({ entry, key: shuffle.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ entry }) => entry);
      const price = priceAt(table, at);
      expect(priceAt(shuffled, at)).toEqual(price);
      // The oracle: walk through time, and remember the last price that began.
      let expected: number | undefined;
      for (const { from, copyYen } of [...entries].sort((a, b) => a.from.getTime() - b.from.getTime())) {
        if (from.getTime() <= at.getTime()) expected = copyYen;
      }
      expect(price.isOk() ? price.value : undefined).toBe(expected);
    }),
  );
});
