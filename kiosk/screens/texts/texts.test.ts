/** Every language is complete and well formed, and an error is never called an empty record. */
import { describe, expect, it } from 'vitest';
import { CertificateKindSchema, RefusalSchema } from '../../../server-bridge/protocol/index.ts';
import { LANGUAGES, type Language, OUT_OF_SERVICE_CAUSES } from '../../snapshot.ts';
import { everyText } from './every-text.ts';
import { fullStop } from './full-stop.ts';
import { LANGUAGE_NAMES, TEXTS } from './index.ts';

/** Words about failures in each language: what would call one an empty record, and the sentence that denies it. */
const RECORDS: Record<Language, { empty: RegExp; denial: string }> = {
  ja: { empty: /記録(が|は)(ありません|ない)|0回|未接種/, denial: '接種記録がないという意味ではありません' },
  en: { empty: /no record|not vaccinated|0 doses|zero/i, denial: 'This does not mean that you have no record' },
  zh: { empty: /(没有|无)(您的)?(接种)?记录|0次|未接种/, denial: '这并不表示没有您的接种记录' },
  ko: { empty: /기록(이|은)? 없|0회|미접종|접종하지 않/, denial: '접종 기록이 없다는 뜻은 아닙니다' },
};

describe.each(LANGUAGES)('%s', (language: Language) => {
  const texts = everyText(TEXTS[language]);
  const stop = fullStop(language);

  it('has no empty text and no stray space', () => {
    for (const [path, text] of texts) {
      expect(text, path).not.toBe('');
      expect(text, path).toBe(text.trim());
      expect(text, path).not.toMatch(/undefined|NaN|\[object/);
      expect(text, path).not.toMatch(/ {2,}/);
    }
  });

  it('ends what residents must read with a full stop, and no heading of a refusal', () => {
    for (const code of RefusalSchema.options) {
      const { title, happened, next } = TEXTS[language].refused.codes[code];
      expect(title, code).not.toMatch(stop);
      expect(happened, code).toMatch(stop);
      expect(next, code).toMatch(stop);
    }
  });

  it('never calls a failure an empty record (P10)', () => {
    const { empty, denial } = RECORDS[language];
    expect(denial).toMatch(empty);
    for (const code of RefusalSchema.options) {
      const { title, happened, next } = TEXTS[language].refused.codes[code];
      for (const text of [title, happened, next]) expect(text.replace(denial, ''), code).not.toMatch(empty);
    }
    for (const code of ['UNAVAILABLE', 'BUSY'] as const) {
      expect(TEXTS[language].refused.codes[code].happened).toContain(denial);
    }
  });

  it('gives every refusal and every cause words of its own', () => {
    const titles = RefusalSchema.options.map((code) => TEXTS[language].refused.codes[code].title);
    expect(new Set(titles).size).toBe(titles.length);
    const causes = OUT_OF_SERVICE_CAUSES.map((cause) => TEXTS[language].outOfService.causes[cause].happened);
    expect(new Set(causes).size).toBe(causes.length);
    for (const kind of CertificateKindSchema.options) expect(TEXTS[language].kind.kinds[kind].name).not.toBe('');
  });

  it('ends a sentence as the language does', () => {
    for (const [path, text] of texts) {
      const others = LANGUAGES.map(fullStop).filter((mark) => mark.source !== stop.source);
      for (const mark of others) expect(text, path).not.toMatch(mark);
    }
  });
});

it.each([
  ['ja', '1985年4月2日', '2024年12月31日', '12,000円', '3部'],
  ['en', '2 April 1985', '31 December 2024', '12,000\u00a0yen', '3 copies'],
  ['zh', '1985年4月2日', '2024年12月31日', '12,000日元', '3份'],
  ['ko', '1985년 4월 2일', '2024년 12월 31일', '12,000엔', '3부'],
] as const)('writes days, yen and copies as people say them (%s)', (language, april, december, sum, three) => {
  const { day, yen, copies } = TEXTS[language];
  expect([day('1985-04-02'), day('2024-12-31'), yen(12_000), copies(3)]).toEqual([april, december, sum, three]);
});

it('names the PIN as the resident’s own papers name it', () => {
  expect(TEXTS.ja.pin.which).toBe('券面事項入力補助用暗証番号（4桁）');
});

it('names each language as its speakers look for it', () => {
  expect(LANGUAGE_NAMES).toEqual({ ja: '日本語', en: 'English', zh: '中文', ko: '한국어' });
});
