/**
 * The keys of envelopes: VRS's long-lived sealing keys, and the point form in which a public key travels.
 */
import { webcrypto } from 'node:crypto';
import * as v from 'valibot';
import { Base64UrlSchema } from '../protocol/index.ts';

/** A private P-256 key as JSON, for the key file of VRS. */
export const SealingPrivateJwkSchema = v.strictObject({
  kty: v.literal('EC'),
  crv: v.literal('P-256'),
  x: v.pipe(Base64UrlSchema, v.length(43)),
  y: v.pipe(Base64UrlSchema, v.length(43)),
  d: v.pipe(Base64UrlSchema, v.length(43)),
});
export type SealingPrivateJwk = v.InferOutput<typeof SealingPrivateJwkSchema>;

const algorithm = { name: 'ECDH', namedCurve: 'P-256' };

/** The key pair in memory; the private half cannot be exported again. */
export async function importSealingKey(jwk: SealingPrivateJwk): Promise<webcrypto.CryptoKeyPair> {
  const { d: _secret, ...publicJwk } = jwk;
  const [privateKey, publicKey] = await Promise.all([
    webcrypto.subtle.importKey('jwk', jwk, algorithm, false, ['deriveBits']),
    webcrypto.subtle.importKey('jwk', publicJwk, algorithm, true, []),
  ]);
  return { privateKey, publicKey };
}

/** A new long-lived sealing key. */
export async function generateSealingJwk(): Promise<SealingPrivateJwk> {
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ['deriveBits']);
  const { kty, crv, x, y, d } = await webcrypto.subtle.exportKey('jwk', pair.privateKey);
  return v.parse(SealingPrivateJwkSchema, { kty, crv, x, y, d });
}

/** The uncompressed point (65 bytes) of a key. */
export function sealingPublicKey(jwk: Pick<SealingPrivateJwk, 'x' | 'y'>): Uint8Array {
  return Buffer.concat([Buffer.of(0x04), Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y, 'base64url')]);
}
