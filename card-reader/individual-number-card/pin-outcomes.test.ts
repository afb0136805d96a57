import { describe, expect, it } from 'vitest';
import { triesInAnswer, verifyOutcome } from './pin-outcome.ts';

describe('what the answer to a VERIFY means', () => {
  it.each([
    [0x9000, { kind: 'right' }],
    [0x63c2, { kind: 'wrong', triesLeft: 2 }],
    [0x63c1, { kind: 'wrong', triesLeft: 1 }],
    [0x63c0, { kind: 'locked' }],
    [0x6984, { kind: 'locked' }],
    [0x6983, { kind: 'locked' }],
    [0x6300, { kind: 'wrong-without-count' }],
    [0x6700, { kind: 'not-processed' }],
    [0x6982, { kind: 'not-processed' }],
    [0x6a88, { kind: 'not-processed' }],
    [0x6f00, { kind: 'unclear' }],
    [0x6581, { kind: 'unclear' }],
    [0x6110, { kind: 'unclear' }],
    [0x6c04, { kind: 'unclear' }],
    [0x9001, { kind: 'unclear' }],
  ])('%i', (statusWord, outcome) => {
    expect(verifyOutcome(statusWord)).toEqual(outcome);
  });
});

describe('tries left by the answer to a query', () => {
  it.each([
    [0x63c3, 3],
    [0x63c0, 0],
    [0x6984, 0],
    [0x6983, 0],
    [0x9000, 3],
    [0x6a88, undefined],
    [0x6300, undefined],
    [0x6f00, undefined],
  ])('%i', (statusWord, tries) => {
    expect(triesInAnswer(statusWord)).toBe(tries);
  });
});
