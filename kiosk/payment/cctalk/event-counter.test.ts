import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventsSince, newsOf } from './event-counter.ts';

const NONE = { a: 0, b: 0 };
const buffer = (eventCounter: number, ...events: { a: number; b: number }[]) => ({
  eventCounter,
  events: [...events, NONE, NONE, NONE, NONE, NONE].slice(0, 5),
});

test.each([
  [0, 0, 0],
  [0, 3, 3],
  [7, 7, 0],
  [254, 255, 1],
  [255, 1, 1],
  [250, 4, 9],
  [9, 0, 'reset'],
] as const)('from %d to %d: %s', (last, now, expected) => {
  expect(eventsSince(last, now)).toBe(expected);
});

test('coins and errors come oldest first, and only the new ones', () => {
  const read = buffer(1, { a: 3, b: 1 }, { a: 0, b: 14 }, { a: 4, b: 1 }, { a: 1, b: 1 });
  expect(newsOf(253, read)).toEqual({ positions: [4, 3], errors: [14], lost: 0, reset: false });
});

test('what fell out of the buffer is said to be lost, and is never money', () => {
  const coin = { a: 2, b: 1 };
  expect(newsOf(10, buffer(18, coin, coin, coin, coin, coin))).toEqual({
    positions: [2, 2, 2, 2, 2],
    errors: [],
    lost: 3,
    reset: false,
  });
});

test('after a reset nothing of the past counts', () => {
  expect(newsOf(200, buffer(0))).toEqual({ positions: [], errors: [], lost: 0, reset: true });
});

test('however an acceptor is read: coins seen and events lost are all there were', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(8), { maxLength: 200 }), fc.integer({ min: 0, max: 255 }), (bursts, first) => {
      let counter = first;
      let events: { a: number; b: number }[] = [];
      let [coins, seen, lost, last] = [0, 0, 0, first];
      for (const burst of bursts) {
        for (let event = 0; event < burst; event += 1) {
          counter = counter === 255 ? 1 : counter + 1;
          events = [{ a: 1, b: 1 }, ...events].slice(0, 5);
          coins += 1;
        }
        const news = newsOf(last, buffer(counter, ...events));
        seen += news.positions.length;
        lost += news.lost;
        last = counter;
      }
      expect(seen + lost).toBe(coins);
      expect(lost === 0).toBe(bursts.every((burst) => burst <= 5));
    }),
  );
});
