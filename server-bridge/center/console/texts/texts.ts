/** Every word of the page, in both languages: what one lacks does not pass the type check. */
import { desksEn } from './desks-en.ts';
import { desksJa } from './desks-ja.ts';
import { fleetEn } from './fleet-en.ts';
import { fleetJa } from './fleet-ja.ts';
import { frameEn } from './frame-en.ts';
import { frameJa } from './frame-ja.ts';
import { registrationEn } from './registration-en.ts';
import { registrationJa } from './registration-ja.ts';
import { wordsEn } from './words-en.ts';
import { wordsJa } from './words-ja.ts';

export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

const en = { ...frameEn, ...fleetEn, ...desksEn, ...registrationEn, words: wordsEn };
export type Texts = typeof en;
const ja: Texts = { ...frameJa, ...fleetJa, ...desksJa, ...registrationJa, words: wordsJa };

export const TEXTS: Readonly<Record<Language, Texts>> = { en, ja };

/** A word of a closed list as people say it; one that this page does not know stands as it is. */
export function said(words: Readonly<Record<string, string>>, word: string): string {
  return Object.hasOwn(words, word) ? (words[word] ?? word) : word;
}
