import { concatBytes } from '../../apdu/hex.ts';
import { encodeTlv } from '../../apdu/tlv.ts';
import { TAG } from '../der/der-values.ts';
import { encodeObjectIdentifier } from '../der/object-identifier.ts';

/** Writes DER for synthetic certificates and security objects. */
export const der = {
  sequence: (...parts: Uint8Array[]) => encodeTlv(TAG.sequence, concatBytes(...parts)),
  set: (...parts: Uint8Array[]) => encodeTlv(TAG.set, sorted(parts)),
  /** The same with an implicit context tag. */
  implicitSet: (number: number, ...parts: Uint8Array[]) => encodeTlv(TAG.context0 + number, sorted(parts)),
  /** Context tag, constructed. */
  context: (number: number, ...parts: Uint8Array[]) => encodeTlv(TAG.context0 + number, concatBytes(...parts)),
  objectIdentifier: (dotted: string) => encodeTlv(TAG.objectIdentifier, encodeObjectIdentifier(dotted)),
  octetString: (bytes: Uint8Array) => encodeTlv(TAG.octetString, bytes),
  bitString: (bytes: Uint8Array, unusedBits = 0) =>
    encodeTlv(TAG.bitString, concatBytes(Uint8Array.of(unusedBits), bytes)),
  integer: (value: number) => positiveInteger(Uint8Array.of(value)),
  positiveInteger,
  boolean: (value: boolean) => encodeTlv(TAG.boolean, Uint8Array.of(value ? 0xff : 0x00)),
  printable: (text: string) => encodeTlv(TAG.printableString, latin1(text)),
  utf8: (text: string) => encodeTlv(TAG.utf8String, new Uint8Array(Buffer.from(text, 'utf8'))),
  /** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5). */
  time: (at: Date) => {
    const digits = at.toISOString().replaceAll(/[-:T]|\.[0-9]{3}/g, '');
    return at.getUTCFullYear() < 2050 ? encodeTlv(0x17, latin1(digits.slice(2))) : encodeTlv(0x18, latin1(digits));
  },
};

/** DER writes the members of a SET OF in the order of their bytes (X.690, 11.6). */
function sorted(parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...[...parts].sort(Buffer.compare));
}

/** An INTEGER from the bytes of a number that is not negative. */
function positiveInteger(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  const trimmed = start < 0 ? Uint8Array.of(0) : bytes.subarray(start);
  return encodeTlv(TAG.integer, (trimmed[0] ?? 0) >= 0x80 ? concatBytes(Uint8Array.of(0), trimmed) : trimmed);
}

function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
