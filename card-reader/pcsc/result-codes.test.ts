import { describe, expect, it } from 'vitest';
import { InsertionCounter, isReaderGone, statusOf } from './card-state.ts';
import { errorOf } from './result-codes.ts';

describe('PC/SC result codes', () => {
  it.each([
    [0x80100069, 'card-removed'],
    [0x80100068, 'card-reset'],
    [0x80100066, 'card-mute'],
    [0x80100016, 'card-removed'],
    [0x8010000c, 'no-card'],
    [0x8010000b, 'in-use'],
    [0x8010000f, 'protocol-mismatch'],
    [0x8010002e, 'no-reader'],
    [0x80100009, 'no-reader'],
    [0x80100017, 'no-reader'],
    [0x80100011, 'no-reader'],
    [0x8010001d, 'no-service'],
    [0x8010001e, 'no-service'],
    [0x80100013, 'no-service'],
    [0x8010000a, 'card-silent'],
    [0x80100008, 'answer-malformed'],
    [0x80100001, 'unknown'],
    [0x12345678, 'unknown'],
  ])('%i', (code, kind) => {
    expect(errorOf(code)).toEqual({ kind, code });
  });
});

describe('states of a PC/SC reader', () => {
  it.each([
    [0x0012, false, { kind: 'empty' }],
    [0x0022, false, { kind: 'card-present', insertion: 1 }],
    [0x0422, false, { kind: 'card-present', insertion: 1 }],
    [0x0122, false, { kind: 'in-use' }],
    [0x01a2, false, { kind: 'in-use' }],
    [0x01a2, true, { kind: 'card-present', insertion: 1 }],
    [0x0222, false, { kind: 'card-mute', insertion: 1 }],
    [0x0002, false, { kind: 'unknown', code: 0x0002 }],
  ])('%i, held by us: %s', (state, heldByUs, status) => {
    expect(statusOf(state, 1, heldByUs)).toEqual(status);
  });

  it('a reader the service forgot is gone', () => {
    expect([0x0004, 0x0008, 0x000e, 0x0022].map(isReaderGone)).toEqual([true, true, true, false]);
  });

  it('a card pulled and put back between two looks is another insertion', () => {
    const insertions = new InsertionCounter();
    const numbers = [0x0001_0022, 0x0001_0122, 0x0003_0022, 0x0004_0012, 0x0005_0022].map((state) => {
      insertions.observe(state);
      return insertions.current;
    });
    expect(numbers).toEqual([1, 1, 2, undefined, 3]);
    insertions.lose();
    insertions.observe(0x0005_0022);
    expect(insertions.current).toBe(4);
  });
});
