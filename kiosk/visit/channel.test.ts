import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { HostToVisitSchema, PAYMENT_FAILURES, VisitToHostSchema } from './index.ts';

const isHeard = (message: unknown): boolean => v.safeParse(HostToVisitSchema, message).success;

const frame = {
  type: 'frame',
  screen: 'menu',
  screenSeq: 1,
  language: 'zh',
  slowPace: false,
  frame: new Uint8Array(2),
};
const isSaid = (message: unknown): boolean => v.safeParse(VisitToHostSchema, message).success;

describe('what the host hears of a frame', () => {
  it.each(['ja', 'en', 'zh', 'ko'])('in %s', (language) => {
    expect(isSaid({ ...frame, language })).toBe(true);
  });

  it.each([
    { language: 'fr' },
    { slowPace: undefined },
    { slowPace: 'yes' },
    { slowPace: 2 },
    { screen: 'Menu' },
    { name: 'synthetic' },
  ])('nothing with %j', (change) => {
    expect(isSaid({ ...frame, ...change })).toBe(false);
  });
});

describe('what the visit hears of the host', () => {
  it.each(PAYMENT_FAILURES)('a payment that failed with %s', (reason) => {
    expect(isHeard({ type: 'payment-failed', reason })).toBe(true);
  });

  it('no failure without its reason, and none it does not know', () => {
    expect(isHeard({ type: 'payment-failed' })).toBe(false);
    expect(isHeard({ type: 'payment-failed', reason: 'no-change' })).toBe(false);
  });

  it.each<[readonly string[], boolean]>([
    [['coins'], true],
    [['coins', 'cashless'], true],
    [['cashless'], true],
    [[], false],
    [['coins', 'coins'], false],
    [['coins', 'cashless', 'coins'], false],
    [['cheque'], false],
  ])('means %j: %s', (means, heard) => {
    expect(isHeard({ type: 'payment-means', means })).toBe(heard);
  });

  it.each<[unknown, boolean]>([
    [0, true],
    [Number.MAX_SAFE_INTEGER, true],
    [-1, false],
    [1.5, false],
    [Number.MAX_SAFE_INTEGER + 1, false],
    ['7', false],
    [undefined, false],
  ])('a repaint counted on from %j: %s', (screenSeq, heard) => {
    expect(isHeard({ type: 'repaint', screenSeq })).toBe(heard);
  });

  it('nothing with a word more than agreed', () => {
    expect(isHeard({ type: 'repaint', screenSeq: 1, screen: 'pin' })).toBe(false);
    expect(isHeard({ type: 'abort', reason: 'why' })).toBe(false);
  });
});
