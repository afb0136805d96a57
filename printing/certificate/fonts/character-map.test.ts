import { readFile } from 'node:fs/promises';
import { create } from '@cantoo/fontkit';
import { beforeAll, describe, expect, test } from 'vitest';
import { DEBIAN_FONT_PATHS } from './certificate-fonts.ts';
import { type CharacterMap, readCharacterMap } from './character-map.ts';
import { parseFontFace } from './font-face.ts';

const KUZU = 0x845b;
const ADOBE_JAPAN1 = 0xe0100;
const MOJI_JOHO = 0xe0103;

let files: Record<'name' | 'label', Uint8Array>;
let name: CharacterMap | null;
let label: CharacterMap | null;

beforeAll(async () => {
  files = { name: await readFile(DEBIAN_FONT_PATHS.name), label: await readFile(DEBIAN_FONT_PATHS.label) };
  name = readCharacterMap(files.name);
  label = readCharacterMap(files.label);
});

describe('plain characters', () => {
  test('agree with another reader of the same table', () => {
    for (const [map, file] of [
      [name, files.name],
      [label, files.label],
    ] as const) {
      const font = create(file);
      if (!('hasGlyphForCodePoint' in font)) throw new Error('a single font expected');
      for (let codePoint = 0x20; codePoint < 0x30000; codePoint += 97) {
        const theirs = font.glyphForCodePoint(codePoint)?.id ?? 0;
        expect(map?.glyphOf(codePoint) ?? 0).toBe(theirs);
      }
    }
  });

  test('𠮷 is in the name font and not in the label font', () => {
    expect(name?.glyphOf(0x20bb7)).toEqual(expect.any(Number));
    expect(label?.glyphOf(0x20bb7)).toBeNull();
  });
});

describe('variation sequences', () => {
  test('each font knows one registry', () => {
    expect(name?.glyphOfSequence(KUZU, MOJI_JOHO)).toEqual(expect.any(Number));
    expect(name?.glyphOfSequence(KUZU, ADOBE_JAPAN1)).toBeNull();
    expect(label?.glyphOfSequence(KUZU, ADOBE_JAPAN1)).toEqual(expect.any(Number));
    expect(label?.glyphOfSequence(KUZU, 0xe01ef)).toBeNull();
  });

  test('a default form is the plain glyph, another form is another glyph', () => {
    const forms = [ADOBE_JAPAN1, 0xe0101].map((selector) => label?.glyphOfSequence(KUZU, selector));
    expect(forms).toContain(label?.glyphOf(KUZU));
    expect(new Set(forms).size).toBe(2);
  });

  test('a base without any sequence is unknown', () => {
    expect(name?.glyphOfSequence(0x41, MOJI_JOHO)).toBeNull();
  });
});

describe('a broken file', () => {
  test.each([0, 3, 12, 100, 5_000])('cut after %i bytes is refused, not crashed on', (length) => {
    expect(parseFontFace(files.label.slice(0, length)).isErr()).toBe(true);
  });

  test('that is no font at all is refused', () => {
    expect(parseFontFace(new TextEncoder().encode('%PDF-1.7 and so on, long enough')).isErr()).toBe(true);
  });
});
