/** Texts from outside are shown in a language they have, and said to be in it. */
import { expect, it } from 'vitest';
import { inLanguage, languageShown } from './in-language.ts';

const FULL = { ja: '青波市', en: 'Aonami City', zh: '青波市（中文）', ko: '아오나미시' };

it.each(['ja', 'en', 'zh', 'ko'] as const)('shows a text that is there (%s)', (language) => {
  expect(inLanguage(FULL, language)).toBe(FULL[language]);
  expect(languageShown(FULL, language)).toBe(language);
});

it.each(['zh', 'ko'] as const)('shows English where the text is missing or empty (%s)', (language) => {
  for (const text of [
    { ja: '青波市', en: 'Aonami City' },
    { ...FULL, [language]: '' },
    { ...FULL, [language]: ' ' },
  ]) {
    expect(inLanguage(text, language)).toBe('Aonami City');
    expect(languageShown(text, language)).toBe('en');
  }
});

it('shows Japanese where English is empty too', () => {
  for (const language of ['en', 'zh', 'ko'] as const) {
    expect(inLanguage({ ja: '青波市', en: '' }, language)).toBe('青波市');
    expect(languageShown({ ja: '青波市', en: '' }, language)).toBe('ja');
  }
});
