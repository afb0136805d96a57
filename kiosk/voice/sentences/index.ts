/** Everything the terminal can say, in one table for each kind, and as the list of clips a language needs. */
import { GUIDANCE } from './guidance.ts';
import { ENGLISH_NUMBERS, JAPANESE_NUMBERS, type NumberId } from './numbers.ts';
import { PARTS, type PartId } from './parts.ts';
import { REMINDERS } from './reminders.ts';
import type { EnglishWords, JapaneseWords, Sentence } from './sentence.ts';

export type SentenceId = keyof typeof GUIDANCE | keyof typeof REMINDERS;
export type ClipId = SentenceId | PartId | NumberId;

export const SENTENCES: Readonly<Record<SentenceId, Sentence<SentenceId>>> = { ...GUIDANCE, ...REMINDERS };

/** The languages that have clips. The others are read on the screen and hear English. */
export const CLIP_LANGUAGES = ['ja', 'en'] as const;
export type ClipLanguage = (typeof CLIP_LANGUAGES)[number];

/** Sentences and parts, in the order of the tables. */
const WORDS = Object.entries({ ...SENTENCES, ...PARTS });

/** Every clip of the Japanese voice. */
export const JAPANESE_CLIPS: ReadonlyMap<string, JapaneseWords> = new Map([
  ...WORDS.map(([id, { ja }]) => [id, ja] as const),
  ...JAPANESE_NUMBERS,
]);

/** Every clip of the English voice. */
export const ENGLISH_CLIPS: ReadonlyMap<string, EnglishWords> = new Map([
  ...WORDS.map(([id, { en }]) => [id, en] as const),
  ...ENGLISH_NUMBERS,
]);

/** Where a clip lies, seen from the page and from `kiosk/screens/`. */
export function clipPath(language: ClipLanguage, id: ClipId | string): string {
  return `voice/${language}/${id}.opus`;
}
