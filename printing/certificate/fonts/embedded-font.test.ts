/** Fonts inside the finished file: text extraction alone would read perfectly over blank glyphs (Hopding/pdf-lib #1232). */
import { inflateSync } from 'node:zlib';
import { create, type Font } from '@cantoo/fontkit';
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { syntheticCertificate } from '../synthetic-certificate.ts';
import { expectOk, rendered, testFonts } from '../test-tools.ts';
import type { CertificateFonts, FontRole } from './certificate-fonts.ts';
import { glyphRun } from './glyph-run.ts';

const ROLES: readonly FontRole[] = ['label', 'heading', 'name'];
const NAME = '架空　髙﨑𠮷葛\u{E0103}JOHN';

type Embedded = { texts: Map<number, string>; glyphs: DataView; file: Uint8Array; font: Font };

let fonts: CertificateFonts;
let document: PDFDocument;

beforeAll(async () => {
  fonts = await testFonts();
  const { pdf } = await rendered(syntheticCertificate({ name: NAME }), fonts);
  document = await PDFDocument.load(pdf, { updateMetadata: false });
});

/** Text by character id, the map from ids to glyphs of the subset, and the subset itself. */
function embedded(role: FontRole): Embedded {
  const entries = document.getPage(0).node.Resources()?.lookup(PDFName.of('Font'), PDFDict);
  if (entries === undefined) throw new Error('no fonts in the file');
  const composite = entries.lookup(PDFName.of(role), PDFDict);
  const descendant = composite.lookup(PDFName.of('DescendantFonts'), PDFArray).lookup(0, PDFDict);
  const map = stream(descendant, 'CIDToGIDMap');
  const file = stream(descendant.lookup(PDFName.of('FontDescriptor'), PDFDict), 'FontFile2');
  const font = create(file);
  if (!('getGlyph' in font)) throw new Error('a single font expected');
  const texts = textLayer(new TextDecoder().decode(stream(composite, 'ToUnicode')));
  return { texts, glyphs: new DataView(map.buffer, map.byteOffset, map.byteLength), file, font };
}

function stream(dictionary: PDFDict, key: string): Uint8Array {
  const found = dictionary.lookup(PDFName.of(key));
  if (!(found instanceof PDFRawStream)) throw new Error(`no stream ${key}`);
  return inflateSync(found.contents);
}

function textLayer(map: string): Map<number, string> {
  const texts = new Map<number, string>();
  for (const [, id = '', text = ''] of map.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]{4,})>$/gmu)) {
    const units = (text.match(/.{4}/gu) ?? []).map((unit) => Number.parseInt(unit, 16));
    if (id !== '0000') texts.set(Number.parseInt(id, 16), String.fromCharCode(...units));
  }
  return texts;
}

describe.each(ROLES)('the %s font in the file', (role) => {
  test('holds for every character the outline of that character in the source font', () => {
    const { texts, glyphs, font } = embedded(role);
    expect(texts.size).toBeGreaterThan(3);
    for (const [id, text] of texts) {
      const [source] = expectOk(glyphRun(text, fonts, { roles: [role] }));
      const outline = font.getGlyph(glyphs.getUint16(id * 2))?.path.commands;
      expect(outline).toEqual(fonts[role].outlineOf(source?.glyph ?? 0));
      expect(outline?.length === 0).toBe(source?.blank);
    }
  });

  test('has no hinting programs', () => {
    const tables = Array.from({ length: 6 }, (_, index) =>
      embedded(role).file.subarray(12 + index * 16, 16 + index * 16),
    );
    expect(tables.map((tag) => new TextDecoder().decode(tag))).toEqual([
      'glyf',
      'head',
      'hhea',
      'hmtx',
      'loca',
      'maxp',
    ]);
  });
});

test('the text layer keeps variation selectors and characters beyond the basic plane', () => {
  const texts = [...embedded('name').texts.values()];
  for (const character of ['𠮷', '髙', '﨑', '葛\u{E0103}']) expect(texts).toContain(character);
});
