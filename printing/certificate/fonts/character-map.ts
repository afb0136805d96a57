/**
 * `cmap` read by ourselves (ISO/IEC 14496-22, §5.2.1): plain characters from a format 12 subtable, variation sequences from
 * a format 14 subtable. The three answers of a variation sequence stay apart: default form, own form, unknown.
 */
import { findTable } from './sfnt-tables.ts';

export type CharacterMap = {
  /** Glyph of a code point, or null where the font has none. */
  glyphOf(codePoint: number): number | null;
  /** Glyph of a base and a variation selector, or null where the font does not know this very sequence. */
  glyphOfSequence(base: number, selector: number): number | null;
};

type Subtables = { full: DataView; variations: DataView | null };

const NON_DEFAULT_ENTRY_BYTES = 5;
const DEFAULT_RANGE_BYTES = 4;
const SELECTOR_RECORD_BYTES = 11;

/** Null where the file has no full Unicode (format 12) map. */
export function readCharacterMap(file: Uint8Array): CharacterMap | null {
  const table = findTable(file, 'cmap');
  const subtables = table === null ? null : findSubtables(table);
  if (subtables === null) return null;
  const glyphOf = (codePoint: number) => lookUpFormat12(subtables.full, codePoint);
  return {
    glyphOf,
    glyphOfSequence(base, selector) {
      if (subtables.variations === null) return null;
      const found = lookUpFormat14(subtables.variations, base, selector);
      return found === 'default' ? glyphOf(base) : found;
    },
  };
}

function findSubtables(table: DataView): Subtables | null {
  let full: DataView | null = null;
  let variations: DataView | null = null;
  const count = table.getUint16(2);
  for (let index = 0; index < count; index += 1) {
    const offset = table.getUint32(4 + index * 8 + 4);
    const subtable = new DataView(table.buffer, table.byteOffset + offset, table.byteLength - offset);
    const format = subtable.getUint16(0);
    if (format === 12) full = subtable;
    if (format === 14) variations = subtable;
  }
  return full === null ? null : { full, variations };
}

function lookUpFormat12(table: DataView, codePoint: number): number | null {
  const group = search(table.getUint32(12), (index) => {
    const at = 16 + index * 12;
    if (codePoint < table.getUint32(at)) return -1;
    return codePoint > table.getUint32(at + 4) ? 1 : 0;
  });
  if (group === null) return null;
  const at = 16 + group * 12;
  const glyph = table.getUint32(at + 8) + codePoint - table.getUint32(at);
  return glyph === 0 ? null : glyph;
}

function lookUpFormat14(table: DataView, base: number, selector: number): number | 'default' | null {
  const record = search(table.getUint32(6), (index) => selector - uint24(table, 10 + index * SELECTOR_RECORD_BYTES));
  if (record === null) return null;
  const at = 10 + record * SELECTOR_RECORD_BYTES;
  const defaults = table.getUint32(at + 3);
  if (defaults !== 0 && isDefaultForm(table, defaults, base)) return 'default';
  const others = table.getUint32(at + 7);
  if (others === 0) return null;
  const entry = search(
    table.getUint32(others),
    (index) => base - uint24(table, others + 4 + index * NON_DEFAULT_ENTRY_BYTES),
  );
  return entry === null ? null : table.getUint16(others + 4 + entry * NON_DEFAULT_ENTRY_BYTES + 3);
}

function isDefaultForm(table: DataView, defaults: number, base: number): boolean {
  const range = search(table.getUint32(defaults), (index) => {
    const at = defaults + 4 + index * DEFAULT_RANGE_BYTES;
    const start = uint24(table, at);
    if (base < start) return -1;
    return base > start + table.getUint8(at + 3) ? 1 : 0;
  });
  return range !== null;
}

function search(count: number, compare: (index: number) => number): number | null {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compare(middle);
    if (order === 0) return middle;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return null;
}

function uint24(view: DataView, offset: number): number {
  return view.getUint16(offset) * 256 + view.getUint8(offset + 2);
}
