import { type DerCursor, requireLayout } from './der-cursor.ts';

/** Universal tags and the context tags used by CMS and X.509 (ITU-T X.690, clause 8). */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  sequence: 0x30,
  set: 0x31,
  contextPrimitive0: 0x80,
  context0: 0xa0,
  context1: 0xa1,
  context2: 0xa2,
  context3: 0xa3,
} as const;

/** An OBJECT IDENTIFIER in dotted form. Arcs above 2^28 are refused: nobody here uses them. */
export function objectIdentifier(cursor: DerCursor): string {
  const { value } = cursor.element(TAG.objectIdentifier);
  const arcs: number[] = [];
  let arc = 0;
  let length = 0;
  for (const byte of value) {
    // X.690 8.19.2: an arc does not begin with 80.
    requireLayout(length < 4 && !(length === 0 && byte === 0x80));
    arc = (arc << 7) | (byte & 0x7f);
    length += 1;
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
    length = 0;
  }
  const [first, ...others] = arcs;
  requireLayout(first !== undefined && length === 0);
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - 40 * root, ...others].join('.');
}

/** An INTEGER of any size, as its bytes. */
export function integerBytes(cursor: DerCursor): Uint8Array {
  const { value } = cursor.element(TAG.integer);
  const [first, second] = value;
  requireLayout(first !== undefined);
  // X.690 8.3.2: the first nine bits are not all equal.
  const sign = (second ?? 0) >> 7;
  requireLayout(second === undefined || !((first === 0x00 && sign === 0) || (first === 0xff && sign === 1)));
  return value;
}

/** An INTEGER from 0 to 2^31 − 1. */
export function smallInteger(cursor: DerCursor): number {
  const bytes = integerBytes(cursor);
  requireLayout(bytes.length <= 4 && (bytes[0] ?? 0) < 0x80);
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

export function octetString(cursor: DerCursor): Uint8Array {
  return cursor.element(TAG.octetString).value;
}

/** A BOOLEAN with DEFAULT FALSE. Some issuers write the default out, so it is accepted: what is signed is signed. */
export function optionalBoolean(cursor: DerCursor): boolean {
  if (cursor.nextTag !== TAG.boolean) return false;
  const [byte, ...others] = cursor.element(TAG.boolean).value;
  requireLayout(others.length === 0 && (byte === 0x00 || byte === 0xff));
  return byte === 0xff;
}

/** A BIT STRING with named bits, bit 0 first. */
export function namedBits(cursor: DerCursor): boolean[] {
  const [unused, ...bytes] = cursor.element(TAG.bitString).value;
  requireLayout(unused !== undefined && unused <= 7 && (bytes.length > 0 || unused === 0));
  const bits = bytes.flatMap((byte) => Array.from({ length: 8 }, (_, bit) => ((byte >> (7 - bit)) & 1) === 1));
  return bits.slice(0, bits.length - unused);
}

/** A PrintableString or UTF8String of ASCII characters, as codes and country names are. */
export function asciiText(cursor: DerCursor): string {
  const { tag, value } = cursor.any();
  requireLayout(tag === TAG.printableString || tag === TAG.utf8String);
  requireLayout(value.every((byte) => byte >= 0x20 && byte <= 0x7e));
  return Buffer.from(value).toString('latin1');
}
