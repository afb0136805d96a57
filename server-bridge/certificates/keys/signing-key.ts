/** A signing key of VRS: with its private half where it lies in the key file, without it where it lies in a hardware token. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type EcPublicJwk, EcPublicJwkSchema } from '../../protocol/index.ts';
import { type EcPrivateJwk, EcPrivateJwkSchema } from '../../sealing/index.ts';

type Point = { readonly x: string; readonly y: string };

/** RFC 7638 thumbprint of a P-256 key: the id of every signing key (reference certificate-formats §2.1). */
export function thumbprintOf({ x, y }: Point): string {
  return createHash('sha256').update(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`).digest('base64url');
}

const isNamedByThumbprint = (key: Point & { readonly kid: string }) => key.kid === thumbprintOf(key);

/** A public key whose id is its thumbprint. */
export const PublicSigningKeySchema = v.pipe(
  EcPublicJwkSchema,
  v.check((key) => isNamedByThumbprint(key)),
);

export const SigningKeySchema = v.union([
  v.pipe(
    EcPrivateJwkSchema,
    v.check((key) => isNamedByThumbprint(key)),
  ),
  PublicSigningKeySchema,
]);
export type SigningKey = v.InferOutput<typeof SigningKeySchema>;

/** The public half, as it is published. */
export function publicHalfOf({ x, y, kid, x5c }: SigningKey): EcPublicJwk {
  return { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig', ...(x5c === undefined ? {} : { x5c }) };
}

/** The key with its private half, or undefined where that lies in a token. */
export function privateKeyOf(key: SigningKey): EcPrivateJwk | undefined {
  return 'd' in key ? key : undefined;
}
