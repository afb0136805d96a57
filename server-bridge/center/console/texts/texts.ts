/** Every word of the page, in both languages: what one lacks does not pass the type check. */
import type { Language } from '../../../console-kit/index.ts';
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

const en = { ...frameEn, ...fleetEn, ...desksEn, ...registrationEn, words: wordsEn };
export type Texts = typeof en;
const ja: Texts = { ...frameJa, ...fleetJa, ...desksJa, ...registrationJa, words: wordsJa };

export const TEXTS: Readonly<Record<Language, Texts>> = { en, ja };
