/** A C structure of fixed size as a list of its fields, in order and without gaps; all numbers little-endian. */
type FieldKind = { readonly bytes: number; read(view: DataView, atByte: number): number };

export const u16: FieldKind = { bytes: 2, read: (view, at) => view.getUint16(at, true) };
export const i32: FieldKind = { bytes: 4, read: (view, at) => view.getInt32(at, true) };
/** As a number; beyond 2^53 it is no longer exact, which the schema of the field has to refuse. */
export const i64: FieldKind = { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) };

export type Layout = readonly (readonly [name: string, kind: FieldKind])[];

export const bytesOf = (layout: Layout): number => layout.reduce((sum, [, { bytes }]) => sum + bytes, 0);

/** The fields by name, still to be parsed by a schema. `bytes` are exactly as many as the layout has. */
export function decodeStruct(layout: Layout, bytes: Uint8Array): Record<string, number> {
  if (bytes.length !== bytesOf(layout)) throw new RangeError('A structure is decoded from exactly its bytes.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const fields: Record<string, number> = {};
  let atByte = 0;
  for (const [name, kind] of layout) {
    fields[name] = kind.read(view, atByte);
    atByte += kind.bytes;
  }
  return fields;
}
