/** An ECDSA signature on P-256 as DER (RFC 3279 §2.2.3), from the 64 bytes r‖s. */
const HALF_BYTES = 32;

const INTEGER = 0x02;
const SEQUENCE = 0x30;

export function derOf(signature: Uint8Array): Buffer {
  if (signature.length !== 2 * HALF_BYTES) throw new RangeError('not a signature of P-256');
  const numbers = Buffer.concat([integer(signature.subarray(0, HALF_BYTES)), integer(signature.subarray(HALF_BYTES))]);
  return Buffer.concat([Buffer.of(SEQUENCE, numbers.length), numbers]);
}

/** Without leading zeros, but with one where the number would otherwise read as negative. */
function integer(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? Buffer.of(0) : Buffer.from(bytes.subarray(start));
  const sign = (digits[0] ?? 0) >= 0x80 ? Buffer.of(0) : Buffer.alloc(0);
  return Buffer.concat([Buffer.of(INTEGER, sign.length + digits.length), sign, digits]);
}
