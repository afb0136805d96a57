/**
 * The table directory of a TrueType font file (ISO/IEC 14496-22, §4.4): enough to reach `cmap`, which is read here because
 * the font library answers the same for "default form" and for "unknown variation sequence".
 */

/** A table's bytes, or null where the font has no such table or the directory points outside the file. */
export function findTable(file: Uint8Array, tag: string): DataView | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.byteLength < 12) return null;
  const tableCount = view.getUint16(4);
  for (let index = 0; index < tableCount; index += 1) {
    const record = 12 + index * 16;
    if (record + 16 > view.byteLength) return null;
    if (tagAt(view, record) !== tag) continue;
    const offset = view.getUint32(record + 8);
    const length = view.getUint32(record + 12);
    if (offset + length > view.byteLength) return null;
    return new DataView(file.buffer, file.byteOffset + offset, length);
  }
  return null;
}

function tagAt(view: DataView, offset: number): string {
  return String.fromCharCode(
    view.getUint8(offset),
    view.getUint8(offset + 1),
    view.getUint8(offset + 2),
    view.getUint8(offset + 3),
  );
}
