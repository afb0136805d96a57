/** Both languages are complete, each in its own script, and an error is never called an empty record. */
import { describe, expect, it } from 'vitest';
import { CertificateKindSchema, RefusalSchema } from '../../../server-bridge/protocol/index.ts';
import { LANGUAGES, type Language, OUT_OF_SERVICE_CAUSES } from '../../snapshot.ts';
import { TEXTS } from './index.ts';

/** Arguments for the texts that are functions: a figure twice, or two times of day. */
function say(text: (...values: never[]) => string): string {
  return Reflect.apply(text, undefined, [text.length > 1 ? 3 : 2, 10]);
}

/** Every text of a language by its path. */
function spoken(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (path.endsWith('.day') && typeof node === 'function')
    return [[path, Reflect.apply(node, undefined, ['2021-05-10'])]];
  if (path.endsWith('.row') && typeof node === 'function') return [];
  if (typeof node === 'function') return [[path, say(node as (...values: never[]) => string)]];
  if (typeof node !== 'object' || node === null) throw new Error(`No text at ${path}`);
  return Object.entries(node).flatMap(([key, value]) => spoken(value, `${path}.${key}`));
}

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** Latin words that Japanese uses too. */
const LATIN_IN_JAPANESE = /A4/g;

describe.each(LANGUAGES)('%s', (language: Language) => {
  const texts = spoken(TEXTS[language]);

  it('has no empty text and no stray space', () => {
    for (const [path, text] of texts) {
      expect(text, path).not.toBe('');
      expect(text, path).toBe(text.trim());
      expect(text, path).not.toMatch(/undefined|NaN|\[object/);
      expect(text, path).not.toMatch(/ {2,}/);
    }
  });

  it('is written in its own script', () => {
    for (const [path, text] of texts) {
      if (language === 'en') expect(text, path).not.toMatch(JAPANESE);
      else expect(text.replace(LATIN_IN_JAPANESE, ''), path).not.toMatch(/[A-Za-z]{2,}/);
    }
  });

  it('ends what residents must read with a full stop, and no heading of a refusal', () => {
    const stop = language === 'ja' ? /[。]$/ : /[.]$/;
    for (const code of RefusalSchema.options) {
      const { title, happened, next } = TEXTS[language].refused.codes[code];
      expect(title, code).not.toMatch(stop);
      expect(happened, code).toMatch(stop);
      expect(next, code).toMatch(stop);
    }
  });

  it('never calls a failure an empty record (P10)', () => {
    const EMPTY =
      language === 'ja' ? /記録(が|は)(ありません|ない)|0回|未接種/ : /no record|not vaccinated|0 doses|zero/i;
    const DENIAL =
      language === 'ja' ? '接種記録がないという意味ではありません' : 'This does not mean that you have no record';
    for (const code of RefusalSchema.options) {
      const { title, happened, next } = TEXTS[language].refused.codes[code];
      for (const text of [title, happened, next]) expect(text.replace(DENIAL, ''), code).not.toMatch(EMPTY);
    }
    for (const code of ['UNAVAILABLE', 'BUSY'] as const) {
      expect(TEXTS[language].refused.codes[code].happened).toContain(DENIAL);
    }
  });

  it('gives every refusal and every cause words of its own', () => {
    const titles = RefusalSchema.options.map((code) => TEXTS[language].refused.codes[code].title);
    expect(new Set(titles).size).toBe(titles.length);
    const causes = OUT_OF_SERVICE_CAUSES.map((cause) => TEXTS[language].outOfService.causes[cause].happened);
    expect(new Set(causes).size).toBe(causes.length);
    for (const kind of CertificateKindSchema.options) expect(TEXTS[language].kind.kinds[kind].name).not.toBe('');
  });

  it('writes a day as people say it', () => {
    expect(TEXTS[language].day('1985-04-02')).toBe(language === 'ja' ? '1985年4月2日' : '2 April 1985');
    expect(TEXTS[language].day('2024-12-31')).toBe(language === 'ja' ? '2024年12月31日' : '31 December 2024');
  });

  it('writes yen with separators', () => {
    expect(TEXTS[language].yen(12_000)).toBe(language === 'ja' ? '12,000円' : '12,000\u00a0yen');
  });
});

it('has the same texts in both languages', () => {
  expect(spoken(TEXTS.ja).map(([path]) => path)).toEqual(spoken(TEXTS.en).map(([path]) => path));
});

it('names the PIN as the resident’s own papers name it', () => {
  expect(TEXTS.ja.pin.which).toBe('券面事項入力補助用暗証番号（4桁）');
});
