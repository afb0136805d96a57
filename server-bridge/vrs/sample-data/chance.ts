/** Chance from a seed: the same seed gives the same country, on every machine. No secret comes from it. */
import { createHash } from 'node:crypto';

export type Chance = {
  /** 0 ≤ x < 1. */
  next(): number;
  /** A whole number from `from` to `to`, both possible. */
  whole(from: number, to: number): number;
  /** True in so many of a hundred cases. */
  percent(share: number): boolean;
  of<T>(list: readonly T[]): T;
  /** One of a list by weights. */
  weighted<T>(list: readonly (readonly [one: T, weight: number])[]): T;
};

/** sfc32 (Chris Doty-Humphrey, PractRand), begun with a digest of the seed's words. */
export function chanceFrom(...words: readonly (string | number)[]): Chance {
  const digest = createHash('sha256').update(words.join('/')).digest();
  let [a, b, c, counter] = [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round += 1) next();
  const of = <T>(list: readonly T[]): T => {
    const one = list[Math.floor(next() * list.length)];
    if (one === undefined) throw new Error('chance needs something to choose from');
    return one;
  };
  return {
    next,
    of,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    percent: (share) => next() * 100 < share,
    weighted(list) {
      let left = next() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [one, weight] of list) {
        left -= weight;
        if (left < 0) return one;
      }
      return of(list)[0];
    },
  };
}
