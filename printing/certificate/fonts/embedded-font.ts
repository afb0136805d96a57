/**
 * One font face inside one PDF: a subset of its outlines and a text layer of our own. Every distinct pair of glyph and text
 * has its own character id, so the text layer gives back the very characters of the name (variation selectors included),
 * and nothing of an earlier document can leak into it through the parsed font, which is shared.
 */
import { deflateSync } from 'node:zlib';
import { type PDFContext, type PDFRef, PDFString } from '@cantoo/pdf-lib';
import type { FontFace } from './font-face.ts';
import type { PlacedGlyph } from './glyph-run.ts';
import { withoutHints } from './unhinted-font.ts';

/** Subset tag (ISO 32000-1, 9.6.4): fixed, so that equal certificates are equal files. */
const SUBSET_TAG = 'KOFUAA';
const TEXT_LAYER_BLOCK = 100;
const FLAG_SYMBOLIC = 4;
const COMPRESSION = { level: 6 };

type Character = { glyph: number; subsetGlyph: number; text: string; advance: number };

export type EmbeddedFont = {
  /** Character ids of glyphs, as the hexadecimal string of a `Tj` operator. */
  encode(glyphs: readonly PlacedGlyph[]): string;
  /** Writes the font's objects; null where nothing was drawn with it. */
  writeTo(context: PDFContext): PDFRef | null;
};

export function embeddedFont(face: FontFace): EmbeddedFont {
  const subset = face.createSubset();
  const characters: Character[] = [];
  const ids = new Map<string, number>();

  function idOf(placed: PlacedGlyph): number {
    const key = `${placed.glyph} ${placed.text}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = characters.push({ ...placed, subsetGlyph: subset.includeGlyph(placed.glyph) });
    ids.set(key, id);
    return id;
  }

  return {
    encode: (glyphs) => glyphs.map((placed) => hex(idOf(placed))).join(''),
    writeTo(context) {
      if (characters.length === 0) return null;
      return writeFont(context, face, withoutHints(subset.encode()), characters);
    },
  };
}

function writeFont(context: PDFContext, face: FontFace, file: Uint8Array, characters: readonly Character[]): PDFRef {
  const name = `${SUBSET_TAG}+${face.name}`;
  const scale = 1000 / face.unitsPerEm;
  const descriptor = context.register(
    context.obj({
      Type: 'FontDescriptor',
      FontName: name,
      Flags: FLAG_SYMBOLIC,
      FontBBox: face.boundingBox.map((value) => Math.round(value * scale)),
      ItalicAngle: 0,
      Ascent: Math.round(face.ascent * scale),
      Descent: Math.round(face.descent * scale),
      CapHeight: Math.round(face.capHeight * scale),
      StemV: 80,
      FontFile2: writeStream(context, file, { Length1: file.length }),
    }),
  );
  const descendant = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      CIDToGIDMap: writeStream(context, glyphMap(characters), {}),
      W: [1, characters.map(({ advance }) => advance)],
    }),
  );
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: writeStream(context, new TextEncoder().encode(textLayer(characters)), {}),
    }),
  );
}

/** CIDToGIDMap: two bytes for each character id, id 0 being the missing glyph. */
function glyphMap(characters: readonly Character[]): Uint8Array {
  const map = new DataView(new ArrayBuffer((characters.length + 1) * 2));
  for (const [index, { subsetGlyph }] of characters.entries()) map.setUint16((index + 1) * 2, subsetGlyph);
  return new Uint8Array(map.buffer);
}

/** ToUnicode map (ISO 32000-1, 9.10.3). */
function textLayer(characters: readonly Character[]): string {
  const lines = characters.map(({ text }, index) => `<${hex(index + 1)}> <${utf16(text)}>`);
  const blocks: string[] = [];
  for (let start = 0; start < lines.length; start += TEXT_LAYER_BLOCK) {
    const block = lines.slice(start, start + TEXT_LAYER_BLOCK);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange',
    ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n');
}

function writeStream(context: PDFContext, bytes: Uint8Array, entries: Record<string, number>): PDFRef {
  return context.register(context.stream(deflateSync(bytes, COMPRESSION), { ...entries, Filter: 'FlateDecode' }));
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}

function utf16(text: string): string {
  return Array.from({ length: text.length }, (_, index) => hex(text.charCodeAt(index))).join('');
}
