import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlacedGlyph } from '../fonts/glyph-run.ts';
import { fitText, LINE_SPACING } from './text-fitting.ts';

const FIT = { sizePt: 20, minimumSizePt: 9, maximumLines: 3, widthPt: 200, heightPt: 38 };

function square(text: string): PlacedGlyph[] {
  return Array.from(text, (character) => ({
    role: 'name',
    glyph: 1,
    text: character,
    advance: 1000,
    blank: character === ' ',
  }));
}

describe('text in a box', () => {
  test('keeps its size where it fits', () => {
    expect(fitText(square('1234567890'), FIT)).toMatchObject({ sizePt: 20, lines: [expect.any(Array)] });
  });

  test('shrinks on one line while it stays legible', () => {
    expect(fitText(square('1'.repeat(20)), FIT)).toMatchObject({ sizePt: 10, lines: [expect.any(Array)] });
  });

  test('wraps after a space rather than inside a word', () => {
    const fitted = fitText(square(`${'A'.repeat(15)} ${'B'.repeat(15)}`), FIT);
    expect(fitted?.lines.map((line) => line.map(({ text }) => text).join(''))).toEqual([
      `${'A'.repeat(15)} `,
      'B'.repeat(15),
    ]);
  });

  test('breaks inside a word where breaking between words would not fit', () => {
    const fitted = fitText(square(`${'A'.repeat(24)} ${'B'.repeat(38)}`), FIT);
    expect(fitted?.lines.map((line) => line.length)).toEqual([21, 21, 21]);
  });

  test('too long for the smallest size is refused', () => {
    expect(fitText(square('1'.repeat(67)), FIT)).toBeNull();
    expect(fitText(square('1'.repeat(66)), FIT)).not.toBeNull();
  });

  test('never leaves the box, and loses and adds nothing', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 80 }), (text) => {
        const glyphs = square(text);
        const fitted = fitText(glyphs, FIT);
        if (fitted === null) return;
        expect(fitted.lines.flat()).toEqual(glyphs);
        expect(fitted.sizePt).toBeGreaterThanOrEqual(FIT.minimumSizePt);
        const heightPt = fitted.sizePt * (1 + (fitted.lines.length - 1) * LINE_SPACING);
        expect(heightPt).toBeLessThanOrEqual(FIT.heightPt);
        for (const line of fitted.lines) {
          const inked = line.findLastIndex(({ blank }) => !blank) + 1;
          expect(inked * fitted.sizePt).toBeLessThanOrEqual(FIT.widthPt + 1e-6);
        }
      }),
    );
  });
});
