import iconv from 'iconv-lite';
import { beforeAll, describe, expect, test } from 'vitest';
import { testFonts } from '../test-tools.ts';
import type { CertificateFonts } from './certificate-fonts.ts';
import { glyphRun } from './glyph-run.ts';
import { reportCharacters } from './variation-registry.ts';

let fonts: CertificateFonts;
beforeAll(async () => {
  fonts = await testFonts();
});

/** Of the ideographic registries, and the two of compatibility ideographs that IPAmj knows as well. */
const SELECTORS = [0xfe00, 0xfe01, ...Array.from({ length: 0x20 }, (_, index) => 0xe0100 + index)];

const NAME_FONTS = { roles: ['name', 'label'], mixed: true } as const;

describe('variants', () => {
  test('each is drawn from the font of its own registry, in one name', () => {
    expect(reportCharacters('葛\u{E0100}葛\u{E0103}𠮷a', fonts)).toEqual([
      { text: '葛\u{E0100}', codePoints: 'U+845B U+E0100', font: 'label', registry: 'Adobe-Japan1', fault: null },
      { text: '葛\u{E0103}', codePoints: 'U+845B U+E0103', font: 'name', registry: 'Moji_Joho', fault: null },
      { text: '𠮷', codePoints: 'U+20BB7', font: 'name', registry: null, fault: null },
      { text: 'a', codePoints: 'U+0061', font: 'name', registry: null, fault: null },
    ]);
  });

  test('a pair of neither is refused by its fault, and so is a character of neither', () => {
    expect(reportCharacters('葛\u{E01EF}', fonts)).toMatchObject([{ font: null, fault: 'variation-unknown' }]);
    expect(reportCharacters('\u{1F600}', fonts)).toMatchObject([{ font: null, fault: 'glyph-missing' }]);
  });

  test('a label is never mixed of fonts', () => {
    const mixed = glyphRun('葛\u{E0100}葛\u{E0103}', fonts, { roles: ['name', 'label'] });
    expect(mixed).toMatchObject({ error: 'variation-unknown' });
  });

  test('all of Moji_Joho is there: 11,474 pairs, each with ink', () => {
    let pairs = 0;
    for (const [first, last] of [
      [0x2e80, 0x9fff],
      [0xf900, 0xfaff],
      [0x20000, 0x323af],
    ] as const) {
      for (let base = first; base <= last; base += 1) {
        for (const selector of SELECTORS) {
          const glyph = fonts.name.characters.glyphOfSequence(base, selector);
          if (glyph === null) continue;
          pairs += 1;
          if (pairs % 97 === 0) expect(fonts.name.outlineOf(glyph).length).toBeGreaterThan(0);
        }
      }
    }
    expect(pairs).toBe(11_474);
  });
});

describe('characters', () => {
  test('every kanji and kana of CP932, with the extensions of its makers, can be in a name', () => {
    const refused: string[] = [];
    for (let lead = 0x81; lead <= 0xfc; lead += 1) {
      for (let trail = 0x40; trail <= 0xfc; trail += 1) {
        const text = iconv.decode(Buffer.from([lead, trail]), 'cp932');
        if (!/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々〆ヶー]$/u.test(text)) continue;
        if (glyphRun(text, fonts, NAME_FONTS).isErr()) refused.push(text);
      }
    }
    expect(refused).toEqual([]);
  });

  test('so can every letter a passport or a resident card writes names with', () => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzＡＺａｚ-’'.,ÀÉÎÕÜÑÇŠŽŁØÅß";
    for (const letter of letters) expect(glyphRun(letter, fonts, NAME_FONTS).isOk(), letter).toBe(true);
  });
});
