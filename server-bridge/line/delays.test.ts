import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LINE_DELAYS, pauseMs } from './delays.ts';

test('pauses double up to the longest, and are spread', () => {
  const longest = [1, 2, 3, 7, 8, 100, 10_000].map((failures) => pauseMs(LINE_DELAYS, failures, () => 1));
  expect(longest).toEqual([250, 500, 1_000, 16_000, 30_000, 30_000, 30_000]);
  expect(pauseMs(LINE_DELAYS, 8, () => 0)).toBe(3_000);
});

test('a pause is never nothing and never beyond the limit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, drawn) => {
        const pause = pauseMs(LINE_DELAYS, failures, () => drawn);
        return pause > 0 && pause <= LINE_DELAYS.longestPauseMs;
      },
    ),
  );
});

test('a fleet that lost its center at one moment comes back spread over nearly the whole pause', () => {
  const terminals = 5_600;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (failures) => {
      const ceiling = pauseMs(LINE_DELAYS, failures, () => 1);
      // Chance that is spread evenly, as a good source's is.
      const pauses = Array.from({ length: terminals }, (_, index) =>
        pauseMs(LINE_DELAYS, failures, () => index / terminals),
      );
      const tenths = Array.from({ length: 10 }, () => 0);
      for (const pause of pauses) {
        const tenth = Math.min(9, Math.floor((pause / ceiling) * 10));
        tenths[tenth] = (tenths[tenth] ?? 0) + 1;
      }
      // The first tenth is empty: nobody comes back at once. The rest take an equal part each.
      const [first = 0, ...rest] = tenths;
      return first < terminals / 50 && rest.every((count) => Math.abs(count - terminals / 9) < terminals / 25);
    }),
  );
});
