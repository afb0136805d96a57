/**
 * Putting a signature of our own under a structure that is already there: certificate and request have the same three parts (what
 * is signed, algorithm, signature; RFC 5280 §4.1, RFC 2986 §4.2). So a key that never leaves its token signs like one in a file.
 */

/** Signs with ES256: r‖s, 64 bytes. */
export type Es256Sign = (data: Uint8Array) => Promise<Uint8Array>;

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;

/** DER length (X.690 §8.1.3), up to 65,535. */
function lengthOf(count: number): Buffer {
  if (count < 0x80) return Buffer.from([count]);
  return count < 0x100 ? Buffer.from([0x81, count]) : Buffer.from([0x82, count >> 8, count & 0xff]);
}

const element = (tag: number, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);

/** A positive integer without needless zeros. */
function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const significant = first === -1 ? Buffer.from([0]) : bytes.subarray(first);
  const lead = (significant[0] ?? 0) >= 0x80 ? [0] : [];
  return element(INTEGER, Buffer.concat([Buffer.from(lead), significant]));
}

/** r‖s as ECDSA-Sig-Value (RFC 3279 §2.2.3). */
export function ecdsaDer(signature: Uint8Array): Buffer {
  if (signature.length !== 64) throw new Error('an ES256 signature has 64 bytes');
  return element(SEQUENCE, Buffer.concat([integer(signature.subarray(0, 32)), integer(signature.subarray(32))]));
}

/** Where the element that begins at `at` has its content and its end. */
function bounds(der: Uint8Array, at: number): { readonly content: number; readonly end: number } {
  const first = der[at + 1] ?? 0;
  const count = first < 0x80 ? 0 : first & 0x7f;
  let length = count === 0 ? first : 0;
  for (let index = 0; index < count; index += 1) length = length * 256 + (der[at + 2 + index] ?? 0);
  const content = at + 2 + count;
  const end = content + length;
  if (end > der.length) throw new Error('the structure ends before its elements do');
  return { content, end };
}

/** The same structure, its first part signed by `sign`. The algorithm in it must be ecdsa-with-SHA256 already. */
export async function signAnew(der: Uint8Array, sign: Es256Sign): Promise<Buffer> {
  const signedFrom = bounds(der, 0).content;
  const signedTo = bounds(der, signedFrom).end;
  const algorithmTo = bounds(der, signedTo).end;
  const signature = ecdsaDer(await sign(der.subarray(signedFrom, signedTo)));
  return element(
    SEQUENCE,
    Buffer.concat([
      der.subarray(signedFrom, algorithmTo),
      // A whole number of bytes: none of the last one's bits is unused.
      element(BIT_STRING, Buffer.concat([Buffer.from([0]), signature])),
    ]),
  );
}

/** DER as PEM (RFC 7468). */
export function pemOf(label: 'CERTIFICATE' | 'CERTIFICATE REQUEST', der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
