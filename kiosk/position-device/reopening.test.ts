import { expect, test } from 'vitest';
import { POSITION_DELAYS } from './index.ts';
import { Reopening } from './reopening.ts';

test('a device that stays away is looked for in longer and longer steps, and in short ones once it was heard', () => {
  const reopening = new Reopening(POSITION_DELAYS);
  const waits = (): number[] => Array.from({ length: 6 }, () => reopening.waitMs());
  expect(waits()).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  reopening.heard();
  expect(waits().slice(0, 2)).toEqual([500, 1_000]);
});
