/**
 * ES256 (ECDSA P-256 with SHA-256, signature r‖s of 64 bytes) behind one small type, so that a key in a hardware token can
 * take the place of a key in a file without anything above noticing.
 */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import * as v from 'valibot';
import { Base64UrlSchema, type EcPublicJwk } from '../protocol/index.ts';

/** Something that signs. `kid` is the RFC 7638 thumbprint of the public key. */
export type Es256Signer = {
  readonly kid: string;
  /** Signature over the data, r‖s, 64 bytes. */
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
};

/** A private signing key as JSON, for key files. */
export const EcPrivateJwkSchema = v.strictObject({
  kty: v.literal('EC'),
  crv: v.literal('P-256'),
  x: v.pipe(Base64UrlSchema, v.length(43)),
  y: v.pipe(Base64UrlSchema, v.length(43)),
  d: v.pipe(Base64UrlSchema, v.length(43)),
  kid: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  x5c: v.optional(v.array(v.string())),
});
export type EcPrivateJwk = v.InferOutput<typeof EcPrivateJwkSchema>;

const CoordinatesSchema = v.object({ x: v.string(), y: v.string(), d: v.string() });

/** A signer over a key held in this process. */
export function signerFromJwk(jwk: EcPrivateJwk): Es256Signer {
  const { kty, crv, x, y, d, kid } = jwk;
  const key = createPrivateKey({ format: 'jwk', key: { kty, crv, x, y, d } });
  return {
    kid,
    sign: (data) => Promise.resolve(sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })),
  };
}

/** The public half, as it is published. */
export function publicJwkOf(jwk: EcPrivateJwk): EcPublicJwk {
  const { kty, crv, x, y, kid, x5c } = jwk;
  return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig', ...(x5c === undefined ? {} : { x5c }) };
}

/** A new signing key, named by its thumbprint. */
export async function generateSigningJwk(): Promise<EcPrivateJwk> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y, d } = v.parse(CoordinatesSchema, privateKey.export({ format: 'jwk' }));
  const kid = await calculateJwkThumbprint({ kty: 'EC', crv: 'P-256', x, y });
  return { kty: 'EC', crv: 'P-256', x, y, d, kid };
}
