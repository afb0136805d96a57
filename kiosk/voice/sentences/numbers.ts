/**
 * Numbers from clips: Japanese by its places (三千 sounds otherwise than 三 and 千), English by its words. Enough for every
 * sum and count a screen shows.
 */
import type { EnglishWords, JapaneseWords } from './sentence.ts';

/** No fee comes near it; a larger number is not spoken at all, rather than a wrong one. */
export const LARGEST_SPOKEN_NUMBER = 99_999;

const DIGITS = ['一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
const ONES = ['イチ', 'ニ', 'サン', 'ヨン', 'ゴ', 'ロク', 'ナナ', 'ハチ', 'キュー'];
const HUNDREDS = 'ヒャク ニヒャク サンビャク ヨンヒャク ゴヒャク ロッピャク ナナヒャク ハッピャク キューヒャク'.split(
  ' ',
);
const THOUSANDS = 'セン ニセン サンゼン ヨンセン ゴセン ロクセン ナナセン ハッセン キューセン'.split(' ');

/** One place of a Japanese number: what is written before it, its name, and how 1 to 9 of it sound. */
const PLACES = [
  { worth: 10_000, name: '万', oneIsWritten: true, readings: ONES.map((one) => `${one}マン`) },
  { worth: 1_000, name: '千', oneIsWritten: false, readings: THOUSANDS },
  { worth: 100, name: '百', oneIsWritten: false, readings: HUNDREDS },
  {
    worth: 10,
    name: '十',
    oneIsWritten: false,
    readings: ONES.map((one, index) => (index === 0 ? 'ジュー' : `${one}ジュー`)),
  },
  { worth: 1, name: '', oneIsWritten: true, readings: ONES },
] as const;

const ENGLISH_ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const ENGLISH_TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';

export type NumberId = `number-${number}` | 'hundred' | 'thousand';

/** Every clip Japanese numbers need. */
export const JAPANESE_NUMBERS: ReadonlyMap<NumberId, JapaneseWords> = new Map<NumberId, JapaneseWords>([
  ['number-0', { text: 'ゼロ', reading: 'ゼロ' }] as const,
  ...PLACES.flatMap(({ worth, name, oneIsWritten, readings }) =>
    readings.map((reading, index) => {
      const digit = index === 0 && !oneIsWritten ? '' : (DIGITS[index] ?? '');
      return [`number-${(index + 1) * worth}`, { text: `${digit}${name}`, reading }] as const;
    }),
  ),
]);

/** Every clip English numbers need. */
export const ENGLISH_NUMBERS: ReadonlyMap<NumberId, EnglishWords> = new Map<NumberId, EnglishWords>([
  ...ENGLISH_ONES.split(' ').map((text, value) => [`number-${value}`, { text }] as const),
  ...ENGLISH_TENS.split(' ').map((text, index) => [`number-${(index + 2) * 10}`, { text }] as const),
  ['hundred', { text: 'hundred' }],
  ['thousand', { text: 'thousand' }],
]);

/** The clips that say a number one after the other; `null` for what cannot be said exactly. */
export function numberClips(value: number, language: 'ja' | 'en'): readonly NumberId[] | null {
  if (!Number.isSafeInteger(value) || value < 0 || value > LARGEST_SPOKEN_NUMBER) return null;
  if (value === 0) return ['number-0'];
  return language === 'ja' ? inJapanese(value) : inEnglish(value);
}

function inJapanese(value: number): NumberId[] {
  return PLACES.flatMap(({ worth }): NumberId[] => {
    const digit = Math.floor(value / worth) % 10;
    return digit === 0 ? [] : [`number-${digit * worth}`];
  });
}

function inEnglish(value: number): NumberId[] {
  if (value === 0) return [];
  if (value < 20) return [`number-${value}`];
  if (value < 100) return [`number-${value - (value % 10)}`, ...inEnglish(value % 10)];
  if (value < 1_000) return [...inEnglish(Math.floor(value / 100)), 'hundred', ...inEnglish(value % 100)];
  return [...inEnglish(Math.floor(value / 1_000)), 'thousand', ...inEnglish(value % 1_000)];
}
