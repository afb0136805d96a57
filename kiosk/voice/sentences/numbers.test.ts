/** Numbers put together from clips, against how they are said. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENGLISH_NUMBERS, JAPANESE_NUMBERS, LARGEST_SPOKEN_NUMBER, numberClips } from './numbers.ts';

function japanese(value: number): string {
  return (numberClips(value, 'ja') ?? []).map((id) => JAPANESE_NUMBERS.get(id)?.reading ?? '?').join('');
}
function english(value: number): string {
  return (numberClips(value, 'en') ?? []).map((id) => ENGLISH_NUMBERS.get(id)?.text ?? '?').join(' ');
}

describe('in Japanese', () => {
  it.each([
    [0, 'ゼロ'],
    [10, 'ジュー'],
    [17, 'ジューナナ'],
    [120, 'ヒャクニジュー'],
    [300, 'サンビャク'],
    [600, 'ロッピャク'],
    [890, 'ハッピャクキュージュー'],
    [1_000, 'セン'],
    [3_600, 'サンゼンロッピャク'],
    [8_801, 'ハッセンハッピャクイチ'],
    [10_000, 'イチマン'],
    [20_340, 'ニマンサンビャクヨンジュー'],
    [99_999, 'キューマンキューセンキューヒャクキュージューキュー'],
  ])('%i is %s', (value, reading) => expect(japanese(value)).toBe(reading));
});

describe('in English', () => {
  it.each([
    [0, 'zero'],
    [12, 'twelve'],
    [40, 'forty'],
    [99, 'ninety nine'],
    [120, 'one hundred twenty'],
    [1_005, 'one thousand five'],
    [12_345, 'twelve thousand three hundred forty five'],
  ])('%i is %s', (value, words) => expect(english(value)).toBe(words));
});

it.each([-1, 0.5, Number.NaN, LARGEST_SPOKEN_NUMBER + 1, Number.POSITIVE_INFINITY])(
  '%d is not said at all',
  (value) => {
    expect(numberClips(value, 'ja')).toBeNull();
    expect(numberClips(value, 'en')).toBeNull();
  },
);

it('every number it says has clips, and no two sound the same', () => {
  const value = fc.nat(LARGEST_SPOKEN_NUMBER);
  fc.assert(
    fc.property(value, value, (one, other) => {
      for (const say of [japanese, english]) {
        expect(say(one)).not.toContain('?');
        expect(say(one) === say(other)).toBe(one === other);
      }
    }),
  );
});
