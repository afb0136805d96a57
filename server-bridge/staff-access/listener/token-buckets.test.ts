import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressKey } from './client-address.ts';
import { createTokenBuckets } from './token-buckets.ts';

describe('buckets of tokens', () => {
  test('give what they hold, then one each refill, and say how long to wait', () => {
    let nowMs = 0;
    const buckets = createTokenBuckets({ capacity: 3, refillMs: 1_000, maxKeys: 10 }, () => nowMs);
    expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 1_000]);
    expect(buckets.take('b')).toBe(0);
    nowMs = 400;
    expect(buckets.take('a')).toBe(600);
    nowMs = 1_000;
    expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 1_000]);
  });

  test('never give more than capacity and refills allow, however the requests come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_000), { maxLength: 60 }), (pauses) => {
        let nowMs = 0;
        const buckets = createTokenBuckets({ capacity: 5, refillMs: 500, maxKeys: 10 }, () => nowMs);
        let given = 0;
        for (const pause of pauses) {
          nowMs += pause;
          if (buckets.take('a') === 0) given += 1;
        }
        expect(given).toBeLessThanOrEqual(5 + nowMs / 500);
      }),
    );
  });

  test('are bounded: new keys of a full table share one bucket, and free nobody who is held back', () => {
    const buckets = createTokenBuckets({ capacity: 2, refillMs: 1_000, maxKeys: 50 }, () => 0);
    while (buckets.take('held') === 0);
    let given = 0;
    for (let key = 0; key < 10_000; key += 1) if (buckets.take(`key-${key}`) === 0) given += 1;
    expect(buckets.size()).toBeLessThanOrEqual(51);
    expect(given).toBe(49 + 2);
    expect(buckets.take('held')).toBeGreaterThan(0);
  });

  test('that are full again make room', () => {
    let nowMs = 0;
    const buckets = createTokenBuckets({ capacity: 2, refillMs: 1_000, maxKeys: 50 }, () => nowMs);
    for (let key = 0; key < 50; key += 1) buckets.take(`key-${key}`);
    nowMs = 5_000;
    expect(buckets.take('new')).toBe(0);
    expect(buckets.size()).toBe(1);
  });

  test('a clock that goes back takes and gives nothing', () => {
    let nowMs = 10_000;
    const buckets = createTokenBuckets({ capacity: 1, refillMs: 1_000, maxKeys: 5 }, () => nowMs);
    expect(buckets.take('a')).toBe(0);
    nowMs = 0;
    expect(buckets.take('a')).toBe(1_000);
  });
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2:ffff::', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is counted as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});
