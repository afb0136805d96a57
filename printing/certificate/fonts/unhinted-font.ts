/**
 * A TrueType file without its hinting programs (ISO/IEC 14496-22, `glyf`, `fpgm`, `prep`, `cvt `). Hints move outlines to
 * suit a screen: hairlines of the name font grow or vanish, differently in each program. Without them every reader and
 * printer paints the outline itself, which the release check can hold the page to. The file shrinks as well.
 */
import { findTable } from './sfnt-tables.ts';

const TABLES = ['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp'] as const;
const WE_HAVE_INSTRUCTIONS = 0x0100;
const MORE_COMPONENTS = 0x0020;
const ARGUMENTS_ARE_WORDS = 0x0001;
const HAS_SCALE = 0x0008;
const HAS_TWO_SCALES = 0x0040;
const HAS_MATRIX = 0x0080;

/** @param file a subset with long `loca` offsets; a table that is missing is a bug of the subsetter and throws. */
export function withoutHints(file: Uint8Array): Uint8Array {
  const loca = requiredTable(file, 'loca');
  const glyf = requiredTable(file, 'glyf');
  const glyphs: Uint8Array[] = [];
  const offsets = new DataView(new ArrayBuffer(loca.byteLength));
  let total = 0;
  for (let index = 0; index + 4 < loca.byteLength; index += 4) {
    const start = loca.getUint32(index);
    const glyph = unhinted(new DataView(glyf.buffer, glyf.byteOffset + start, loca.getUint32(index + 4) - start));
    glyphs.push(glyph);
    offsets.setUint32(index, total);
    total += glyph.length;
  }
  offsets.setUint32(loca.byteLength - 4, total);
  const replaced: Readonly<Record<string, Uint8Array>> = {
    glyf: Buffer.concat(glyphs),
    loca: new Uint8Array(offsets.buffer),
  };
  return fontFile(TABLES.map((tag) => ({ tag, bytes: replaced[tag] ?? bytesOf(requiredTable(file, tag)) })));
}

function unhinted(glyph: DataView): Uint8Array {
  if (glyph.byteLength === 0) return new Uint8Array();
  const contours = glyph.getInt16(0);
  return padded(contours < 0 ? unhintedComposite(glyph) : unhintedSimple(glyph, contours));
}

function unhintedSimple(glyph: DataView, contours: number): Uint8Array {
  const lengthAt = 10 + contours * 2;
  const instructions = glyph.getUint16(lengthAt);
  const bytes = bytesOf(glyph);
  return Buffer.concat([bytes.subarray(0, lengthAt), Buffer.alloc(2), bytes.subarray(lengthAt + 2 + instructions)]);
}

function unhintedComposite(glyph: DataView): Uint8Array {
  const copy = new Uint8Array(bytesOf(glyph));
  const view = new DataView(copy.buffer);
  let at = 10;
  for (;;) {
    const flags = view.getUint16(at);
    view.setUint16(at, flags & ~WE_HAVE_INSTRUCTIONS);
    at += 4 + (flags & ARGUMENTS_ARE_WORDS ? 4 : 2);
    if (flags & HAS_SCALE) at += 2;
    else if (flags & HAS_TWO_SCALES) at += 4;
    else if (flags & HAS_MATRIX) at += 8;
    if ((flags & MORE_COMPONENTS) === 0) return copy.subarray(0, at);
  }
}

function fontFile(tables: readonly { tag: string; bytes: Uint8Array }[]): Uint8Array {
  const headerBytes = 12 + tables.length * 16;
  const size = tables.reduce((sum, { bytes }) => sum + paddedLength(bytes.length), headerBytes);
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  view.setUint32(0, 0x00010000);
  view.setUint16(4, tables.length);
  view.setUint16(6, power * 16);
  view.setUint16(8, Math.log2(power));
  view.setUint16(10, (tables.length - power) * 16);
  let offset = headerBytes;
  for (const [index, { tag, bytes }] of tables.entries()) {
    const record = 12 + index * 16;
    file.set(new TextEncoder().encode(tag), record);
    file.set(bytes, offset);
    view.setUint32(record + 4, checksum(view, offset, paddedLength(bytes.length)));
    view.setUint32(record + 8, offset);
    view.setUint32(record + 12, bytes.length);
    offset += paddedLength(bytes.length);
  }
  return file;
}

function checksum(view: DataView, offset: number, length: number): number {
  let sum = 0;
  for (let at = offset; at < offset + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

function paddedLength(length: number): number {
  return (length + 3) & ~3;
}

function padded(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(paddedLength(bytes.length));
  result.set(bytes);
  return result;
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function requiredTable(file: Uint8Array, tag: string): DataView {
  const table = findTable(file, tag);
  if (table === null) throw new Error(`the subset has no ${tag} table`);
  return table;
}
