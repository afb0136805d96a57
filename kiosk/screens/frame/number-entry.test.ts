/** Every choice can be reached by typing its number, and no number means two. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { typeNumber } from './number-entry.ts';

it('takes a digit at once when no longer number begins with it', () => {
  expect(typeNumber('', 2, 3)).toEqual({ pending: '', number: 2, decided: true });
  expect(typeNumber('', 5, 47)).toEqual({ pending: '', number: 5, decided: true });
});

it('waits where a longer number may follow', () => {
  expect(typeNumber('', 4, 47)).toEqual({ pending: '4', number: 4, decided: false });
  expect(typeNumber('4', 7, 47)).toEqual({ pending: '', number: 47, decided: true });
  expect(typeNumber('1', 0, 10)).toEqual({ pending: '', number: 10, decided: true });
});

it('begins anew with a digit that cannot follow', () => {
  expect(typeNumber('4', 9, 47)).toEqual({ pending: '', number: 9, decided: true });
});

it.each([
  ['', 0, 9],
  ['', 4, 3],
  ['', 1, 0],
])('means nothing: %j then %i of %i', (pending, digit, count) => {
  expect(typeNumber(pending, digit, count)).toEqual({ pending: '', number: null, decided: false });
});

it('reaches every choice by its own digits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }), (count, wanted) => {
      fc.pre(wanted <= count);
      let entry = { pending: '', number: null as number | null, decided: false };
      for (const digit of String(wanted)) {
        expect(entry.decided).toBe(false);
        entry = typeNumber(entry.pending, Number(digit), count);
      }
      expect(entry.number).toBe(wanted);
    }),
  );
});
