/** Every word of the page, in both languages: what one lacks does not pass the type check. Japanese is the first. */
import type { Language } from '../../../console-kit/index.ts';
import { filesEn } from './files-en.ts';
import { filesJa } from './files-ja.ts';
import { frameEn } from './frame-en.ts';
import { frameJa } from './frame-ja.ts';
import { oversightEn } from './oversight-en.ts';
import { oversightJa } from './oversight-ja.ts';
import { peopleEn } from './people-en.ts';
import { peopleJa } from './people-ja.ts';
import { wordsEn } from './words-en.ts';
import { wordsJa } from './words-ja.ts';

const ja = { ...frameJa, ...peopleJa, ...filesJa, ...oversightJa, words: wordsJa };
export type Texts = typeof ja;
const en: Texts = { ...frameEn, ...peopleEn, ...filesEn, ...oversightEn, words: wordsEn };

export const TEXTS: Readonly<Record<Language, Texts>> = { en, ja };
