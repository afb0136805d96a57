/** The words of a language. */
import type { Language } from '../../snapshot.ts';
import { EN } from './en.ts';
import { JA } from './ja.ts';
import type { Texts } from './texts.ts';

export const TEXTS: Record<Language, Texts> = { ja: JA, en: EN, zh: EN, ko: EN };

/** Each language under its own name, as its speakers look for it. */
export const LANGUAGE_NAMES: Record<Language, string> = { ja: '日本語', en: 'English', zh: '中文', ko: '한국어' };
