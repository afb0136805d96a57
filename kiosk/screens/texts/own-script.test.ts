/** Each language is written in its own characters, says what the others say, and at a length that fits beside them. */
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../snapshot.ts';
import { everyText } from './every-text.ts';
import { TEXTS } from './index.ts';

const texts = Object.fromEntries(
  LANGUAGES.map((language) => [language, new Map(everyText(TEXTS[language]))]),
) as Record<Language, Map<string, string>>;

/** What a person must find on the machine, the card or its papers stands there in Japanese, whatever the language. */
const AS_ON_THE_MACHINE = /マイナンバーカード|暗証番号|利用者証明用|返却口|領収証/g;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HAN = /\p{Script=Han}/gu;
const HANGUL = /\p{Script=Hangul}/u;
/** Latin words every language uses. */
const LATIN = /A4/g;

function ofItsOwn(language: Language): [path: string, text: string][] {
  return [...texts[language]].map(([path, text]) => [path, text.replace(AS_ON_THE_MACHINE, '').replace(LATIN, '')]);
}

/** JIS X 0208, levels 1 and 2: a character that only simplified Chinese has is not in it. */
const isJapanese = (character: string) => iconv.encode(character, 'shift_jis').length === 2;

/** GB 2312: a character that only Japanese or traditional Chinese has is not in it. */
function isSimplifiedChinese(character: string): boolean {
  const [first = 0, second = 0] = iconv.encode(character, 'gbk');
  return first >= 0xb0 && first <= 0xf7 && second >= 0xa1;
}

it('knows a character of one language from those of the others', () => {
  expect(['験', '説', '読'].map(isSimplifiedChinese)).toEqual([false, false, false]);
  expect(['验', '说', '读'].map(isJapanese)).toEqual([false, false, false]);
  expect(['日', '本'].map((both) => isJapanese(both) && isSimplifiedChinese(both))).toEqual([true, true]);
});

describe('written in its own script', () => {
  it('Japanese: no simplified characters, no Hangul, no Latin words', () => {
    for (const [path, text] of texts.ja) {
      expect(
        (text.match(HAN) ?? []).filter((character) => !isJapanese(character)),
        path,
      ).toEqual([]);
      expect(text, path).not.toMatch(HANGUL);
      expect(text.replace(LATIN, ''), path).not.toMatch(/[A-Za-z]{2,}/);
    }
  });

  it('English: none of the scripts of the other three', () => {
    for (const [path, text] of texts.en) {
      expect(text, path).not.toMatch(KANA);
      expect(text, path).not.toMatch(HAN);
      expect(text, path).not.toMatch(HANGUL);
    }
  });

  it('Chinese: simplified characters, and Japanese only as it stands on the machine', () => {
    for (const [path, text] of ofItsOwn('zh')) {
      expect(
        (text.match(HAN) ?? []).filter((character) => !isSimplifiedChinese(character)),
        path,
      ).toEqual([]);
      expect(text, path).not.toMatch(KANA);
      expect(text, path).not.toMatch(HANGUL);
      expect(text, path).not.toMatch(/[A-Za-z]{2,}/);
    }
  });

  it('Korean: Hangul, and Japanese only as it stands on the machine', () => {
    for (const [path, text] of ofItsOwn('ko')) {
      expect(text, path).not.toMatch(HAN);
      expect(text, path).not.toMatch(KANA);
      expect(text, path).not.toMatch(/[A-Za-z]{2,}/);
    }
  });
});

describe('the same in every language', () => {
  it.each(LANGUAGES)('has every text (%s)', (language) => {
    expect([...texts[language].keys()].toSorted()).toEqual([...texts.en.keys()].toSorted());
  });

  it('leaves nothing in English, and nothing in Japanese', () => {
    /** Figures alone, and what Chinese writes with the same characters. */
    const same = /\.(doseNumber|row)$/;
    const sameInChinese = /^(市区町村|通信|画面|日本国内用|[\d年月日]+)$/;
    const left = [...texts.en].flatMap(([path, english]) => [
      ...(['ja', 'zh', 'ko'] as const)
        .filter((language) => texts[language].get(path) === english && !same.test(path))
        .map((language) => `${language} ${path} in English`),
      ...(texts.ko.get(path) === texts.ja.get(path) && !same.test(path) ? [`ko ${path} in Japanese`] : []),
      ...(texts.zh.get(path) === texts.ja.get(path) && !sameInChinese.test(texts.zh.get(path) ?? '')
        ? [`zh ${path} in Japanese`]
        : []),
    ]);
    expect(left).toEqual([]);
  });

  it('says the same figures wherever a text is made of figures', () => {
    /** Without the 1 of “for one copy”, which English has no figure for. */
    const figures = (text = '') => (text.match(/\d+(?:[,:]\d+)*/g) ?? []).filter((figure) => figure !== '1').toSorted();
    const functions = everyText(TEXTS.en, '', 'functions').filter(([path]) => !path.endsWith('.day'));
    expect(functions.length).toBeGreaterThan(20);
    for (const [path, english] of functions) {
      for (const language of LANGUAGES) expect(figures(texts[language].get(path)), path).toEqual(figures(english));
    }
  });

  it('takes no more room than Japanese and English do', () => {
    /** In widths of a full-width character, roughly. */
    const width = (text = '') => [...text].reduce((sum, character) => sum + (character < '\u1100' ? 0.55 : 1), 0);
    const wide = [...texts.en].flatMap(([path, english]) => {
      const room = Math.max(width(english), width(texts.ja.get(path))) * 1.2 + 4;
      return (['zh', 'ko'] as const)
        .filter((language) => width(texts[language].get(path)?.replace(AS_ON_THE_MACHINE, '')) > room)
        .map((language) => `${language} ${path}: ${texts[language].get(path)}`);
    });
    expect(wide).toEqual([]);
  });
});
