import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canPay, canPayAnyChange, nextCoins } from './change.ts';
import { statusOfSelfCheck, yenOfCoinId } from './coin-codes.ts';
import { statusOfParts } from './condition.ts';
import type { HopperCondition } from './hopper.ts';

test.each([
  ['JP500A', 500],
  ['JP100A', 100],
  ['JP050B', 50],
  ['JP010A', 10],
  ['JP001A', 1],
  ['JP1K0A', 1000],
  ['......', null],
  ['      ', null],
])('coin id %s is %s yen', (coinId, yen) => {
  expect(yenOfCoinId(coinId)._unsafeUnwrap()).toBe(yen);
});

test.each(['EU200A', 'GB100A', 'JP50', 'JPXXXA', 'jp500A', ''])('coin id "%s" is refused', (coinId) => {
  expect(yenOfCoinId(coinId)._unsafeUnwrapErr().kind).toBe('foreign-coin');
});

const values = fc.uniqueArray(fc.constantFrom(1, 5, 10, 50, 100, 500), { maxLength: 6 });

test('a sum is paid exactly when coins of these values can make it, and with the fewest coins', () => {
  fc.assert(
    fc.property(values, fc.nat(1_500), (coinValues, yen) => {
      const sources = coinValues.map((coinYen, index) => ({ address: index + 2, coinYen }));
      // The oracle: every sum that can be made, and with how few coins.
      const fewest = [0, ...Array.from({ length: yen }, () => Number.POSITIVE_INFINITY)];
      for (let sum = 1; sum <= yen; sum += 1) {
        for (const coin of coinValues) {
          const before = fewest[sum - coin];
          if (before !== undefined) fewest[sum] = Math.min(fewest[sum] ?? Number.POSITIVE_INFINITY, before + 1);
        }
      }
      expect(canPay(yen, sources)).toBe(Number.isFinite(fewest[yen]));
      let [left, coins] = [yen, 0];
      for (let next = nextCoins(left, sources); next !== null; next = nextCoins(left, sources)) {
        expect(next.coins).toBeGreaterThan(0);
        expect(next.coins).toBeLessThanOrEqual(255);
        left -= next.coins * next.source.coinYen;
        coins += next.coins;
      }
      expect(left).toBe(canPay(yen, sources) ? 0 : yen);
      if (left === 0) expect(coins).toBe(fewest[yen]);
    }),
  );
});

test.each([
  [[10, 50, 100, 500], [10, 100], true],
  [[10, 50, 100, 500], [50, 100], false],
  [[100, 500], [100], true],
  [[100], [], true],
  [[100, 500], [], false],
])('accepting %j with hoppers of %j: change can be paid: %s', (accepted, hoppers, expected) => {
  const sources = hoppers.map((coinYen, index) => ({ address: index + 2, coinYen }));
  expect(canPayAnyChange(accepted, sources)).toBe(expected);
});

test.each([
  [0, 'ready'],
  [3, 'coin-jam'],
  [18, 'coin-jam'],
  [1, 'attention'],
  [255, 'attention'],
] as const)('fault code %d: %s', (code, status) => {
  expect(statusOfSelfCheck(code)).toBe(status);
});

const hopper = (coinYen: number, condition: HopperCondition) => ({
  address: coinYen,
  coinYen,
  condition,
  level: { low: null, full: null },
});
const parts = (...hoppers: ReturnType<typeof hopper>[]) => ({
  acceptor: 'ready' as const,
  acceptedYen: [10, 100, 500],
  doubt: false,
  hoppers,
});

test('the worst part decides: absent, jam, attention, no change, ready', () => {
  const all = parts(hopper(100, 'ready'), hopper(10, 'ready'));
  expect(statusOfParts(all)).toBe('ready');
  expect(statusOfParts(parts(hopper(100, 'empty'), hopper(10, 'ready')))).toBe('ready');
  expect(statusOfParts(parts(hopper(100, 'ready'), hopper(10, 'empty')))).toBe('no-change');
  expect(statusOfParts(parts(hopper(100, 'silent'), hopper(10, 'empty')))).toBe('attention');
  expect(statusOfParts({ ...all, doubt: true })).toBe('attention');
  expect(statusOfParts({ ...parts(hopper(100, 'jammed'), hopper(10, 'silent')), doubt: true })).toBe('coin-jam');
  expect(statusOfParts({ ...parts(hopper(100, 'jammed')), acceptor: 'absent' })).toBe('absent');
});
