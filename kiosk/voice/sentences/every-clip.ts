/** Every clip of the tables in both languages. For making and checking clips: the page needs only their names. */
import { ENGLISH_DATES_AND_TIMES, JAPANESE_DATES_AND_TIMES } from './date-and-time-words.ts';
import { SENTENCES } from './index.ts';
import { ENGLISH_NUMBERS, JAPANESE_NUMBERS } from './numbers.ts';
import { PARTS } from './parts.ts';
import type { EnglishWords, JapaneseWords } from './sentence.ts';
import { ENGLISH_SPELLING, JAPANESE_SPELLING } from './spelling-words.ts';

/** Sentences and parts, in the order of the tables. */
const WORDS = Object.entries({ ...SENTENCES, ...PARTS });

/** Every clip of the Japanese voice but the words of the screens. */
export const JAPANESE_CLIPS: ReadonlyMap<string, JapaneseWords> = new Map([
  ...WORDS.map(([id, { ja }]) => [id, ja] as const),
  ...JAPANESE_NUMBERS,
  ...JAPANESE_DATES_AND_TIMES,
  ...JAPANESE_SPELLING,
]);

/** Every clip of the English voice but the words of the screens. */
export const ENGLISH_CLIPS: ReadonlyMap<string, EnglishWords> = new Map([
  ...WORDS.map(([id, { en }]) => [id, en] as const),
  ...ENGLISH_NUMBERS,
  ...ENGLISH_DATES_AND_TIMES,
  ...ENGLISH_SPELLING,
]);
