/**
 * Texts that come from outside (names of municipalities, terms, notices, vaccines) need not be there in every language of the
 * screens.
 */
import type { LocalizedText } from '../../../server-bridge/protocol/index.ts';
import type { Language } from '../../snapshot.ts';

const there = (text: string | undefined): boolean => text !== undefined && text.trim() !== '';

/** The language a text is shown in: the one asked for, else English, else Japanese. For `lang`, so that it is read out as what it is. */
export function languageShown(text: LocalizedText, language: Language): Language {
  if (there(text[language])) return language;
  return there(text.en) ? 'en' : 'ja';
}

/** The text in the language asked for; English, then Japanese, where it is missing or empty. */
export function inLanguage(text: LocalizedText, language: Language): string {
  return text[languageShown(text, language)] ?? text.ja;
}
