/** In which voice a screen is heard. */
import type { Language } from '../snapshot.ts';
import type { ClipLanguage } from './sentences/index.ts';

/** There are no Chinese and Korean clips: their readers hear English and read their own language. */
export function clipLanguageOf(language: Language): ClipLanguage {
  return language === 'ja' ? 'ja' : 'en';
}
