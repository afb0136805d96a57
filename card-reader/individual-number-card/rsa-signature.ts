import { constants, createPublicKey, verify } from 'node:crypto';

const EXPONENT = Buffer.from([1, 0, 1]).toString('base64url');

/**
 * Verifies RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2) under an RSA-2048 key with exponent 65,537.
 * A modulus that is no modulus (even, or shorter than it says) verifies nothing; bytes of a card never throw.
 */
export function verifyRsaSha256(modulus: Uint8Array, signed: Uint8Array, signature: Uint8Array): boolean {
  const first = modulus[0];
  const last = modulus.at(-1);
  if (modulus.length !== 256 || signature.length !== 256) return false;
  if (first === undefined || last === undefined || first < 0x80 || (last & 1) === 0) return false;
  try {
    const key = createPublicKey({
      key: { kty: 'RSA', n: Buffer.from(modulus).toString('base64url'), e: EXPONENT },
      format: 'jwk',
    });
    return verify('sha256', signed, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
  } catch {
    return false;
  }
}
