/** Held for the whole time it tells once; anything less tells nothing. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { holdGesture } from './hold-gesture.ts';

const HELD_MS = 3_000;
let held: number;

beforeEach(() => {
  vi.useFakeTimers();
  held = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

const open = () => holdGesture(HELD_MS, () => (held += 1));

it('tells after the whole time, not a millisecond before, and only once', () => {
  const gesture = open();
  gesture.down(1);
  vi.advanceTimersByTime(HELD_MS - 1);
  expect(held).toBe(0);
  vi.advanceTimersByTime(1);
  expect(held).toBe(1);
  vi.advanceTimersByTime(10 * HELD_MS);
  gesture.up(1);
  expect(held).toBe(1);
});

it('tells nothing when released earlier, however often', () => {
  const gesture = open();
  for (const _ of [1, 2, 3]) {
    gesture.down(1);
    vi.advanceTimersByTime(HELD_MS - 1);
    gesture.up(1);
  }
  vi.advanceTimersByTime(10 * HELD_MS);
  expect(held).toBe(0);
});

it('is ended by a second finger, and not by the release of one that never held', () => {
  const gesture = open();
  gesture.down(1);
  gesture.up(2);
  vi.advanceTimersByTime(HELD_MS);
  expect(held).toBe(1);
  gesture.down(1);
  gesture.down(2);
  vi.advanceTimersByTime(10 * HELD_MS);
  expect(held).toBe(1);
});

it('tells nothing once its place is gone', () => {
  const gesture = open();
  gesture.down(1);
  gesture.stop();
  vi.advanceTimersByTime(10 * HELD_MS);
  expect(held).toBe(0);
});

it('tells as often as one finger alone stayed long enough', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 2 * HELD_MS }), { maxLength: 20 }), (stays) => {
      held = 0;
      const gesture = open();
      for (const stayMs of stays) {
        gesture.down(1);
        vi.advanceTimersByTime(stayMs);
        gesture.up(1);
      }
      expect(held).toBe(stays.filter((stayMs) => stayMs >= HELD_MS).length);
    }),
  );
});
