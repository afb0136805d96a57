/** One font file, parsed once: characters to glyphs by our own table reader, outlines and subsets by the font library. */
import { create, type Font, type FontCollection, type Subset } from '@cantoo/fontkit';
import { err, ok, type Result } from 'neverthrow';
import { type CharacterMap, readCharacterMap } from './character-map.ts';

/** A drawing command in font units, y upwards. */
export type OutlineCommand = { command: string; args: readonly number[] };

export type FontFace = {
  /** PostScript name, as the PDF font dictionary wants it. */
  readonly name: string;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly boundingBox: readonly [number, number, number, number];
  readonly characters: CharacterMap;
  /** Advance width in whole thousandths of an em: some readers drop the fraction, and glyphs would drift apart. */
  advanceOf(glyph: number): number;
  outlineOf(glyph: number): readonly OutlineCommand[];
  createSubset(): Subset;
};

export type FontFaceError = { kind: 'font-unusable'; cause?: unknown };

/** @param file the whole TrueType file; kept referenced for as long as the face lives. */
export function parseFontFace(file: Uint8Array): Result<FontFace, FontFaceError> {
  try {
    const characters = readCharacterMap(file);
    const font = create(file);
    if (characters === null || !isSingleFont(font) || font.type !== 'TTF') return err({ kind: 'font-unusable' });
    return ok(faceOf(font, characters));
  } catch (cause) {
    return err({ kind: 'font-unusable', cause });
  }
}

function faceOf(font: Font, characters: CharacterMap): FontFace {
  const advances = new Map<number, number>();
  const box = font.bbox;
  return {
    name: font.postscriptName ?? 'Font',
    unitsPerEm: font.unitsPerEm,
    ascent: font.ascent,
    descent: font.descent,
    capHeight: font.capHeight,
    boundingBox: [box.minX, box.minY, box.maxX, box.maxY],
    characters,
    advanceOf(glyph) {
      const known = advances.get(glyph);
      if (known !== undefined) return known;
      const advance = Math.round(((font.getGlyph(glyph)?.advanceWidth ?? 0) * 1000) / font.unitsPerEm);
      advances.set(glyph, advance);
      return advance;
    },
    outlineOf: (glyph) => font.getGlyph(glyph)?.path.commands ?? [],
    createSubset: () => font.createSubset(),
  };
}

function isSingleFont(font: Font | FontCollection): font is Font {
  return 'createSubset' in font;
}
