/** Fault: staff could name an instant that is none (31 February, an offset without minutes): it was compared as another one, or as never. */
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ComparisonSchema } from './alarms.ts';
import { HistoryQuerySchema } from './fleet.ts';

const comparison = (comparedAt: string) => ({ finding: 'same-person', comparedBy: 'Synthetic Clerk', comparedAt });
const history = (from: string) => ({ from, to: '2026-04-02T00:00:00.000Z', stepMinutes: '60' });

test.each(['2026-02-31T00:00:00.000Z', '2026-02-29T00:00:00.000Z', '2026-04-01T00:00:00+09'])('%s is refused', (at) => {
  expect(v.is(ComparisonSchema, comparison(at))).toBe(false);
  expect(v.is(HistoryQuerySchema, history(at))).toBe(false);
});

test('a moment is taken', () => {
  expect(v.is(ComparisonSchema, comparison('2026-04-01T00:00:00.000Z'))).toBe(true);
  expect(v.is(HistoryQuerySchema, history('2026-04-01T00:00:00.000+09:00'))).toBe(true);
});
