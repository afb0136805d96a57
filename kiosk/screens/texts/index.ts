/** The words of a language. */
import type { Language } from '../../snapshot.ts';
import { EN } from './en.ts';
import { JA } from './ja.ts';
import { KO } from './ko.ts';
import type { Texts } from './texts.ts';
import { ZH } from './zh.ts';

export const TEXTS: Record<Language, Texts> = { ja: JA, en: EN, zh: ZH, ko: KO };

/** Each language under its own name, as its speakers look for it. */
export const LANGUAGE_NAMES: Record<Language, string> = { ja: '日本語', en: 'English', zh: '中文', ko: '한국어' };
