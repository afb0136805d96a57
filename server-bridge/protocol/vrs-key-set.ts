/**
 * The public keys of VRS as the terminal trusts them. Compact JWS (ES256, `typ: kofu-vrs-keys+jwt`) signed by the VRS root
 * key, which is pinned in the terminal's configuration: a hostile center can carry the set, but cannot put its own key
 * under a resident's application (invariant C).
 */
import * as v from 'valibot';
import { Base64UrlSchema, InstantSchema } from './identifiers.ts';

export const VRS_KEY_SET_TYPE = 'kofu-vrs-keys+jwt';

export const EcPublicJwkSchema = v.strictObject({
  kty: v.literal('EC'),
  crv: v.literal('P-256'),
  x: Base64UrlSchema,
  y: Base64UrlSchema,
  kid: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  alg: v.optional(v.literal('ES256')),
  use: v.optional(v.literal('sig')),
  x5c: v.optional(v.array(v.string())),
});
export type EcPublicJwk = v.InferOutput<typeof EcPublicJwkSchema>;

export const VrsKeySetSchema = v.strictObject({
  v: v.literal(1),
  issuedAt: InstantSchema,
  expiresAt: InstantSchema,
  /** HPKE receiver keys: DHKEM(P-256, HKDF-SHA256), raw uncompressed point (65 bytes), base64url. The first is to be used. */
  sealingKeys: v.pipe(
    v.array(v.strictObject({ kid: v.pipe(v.string(), v.maxLength(64)), publicKey: Base64UrlSchema })),
    v.minLength(1),
  ),
  /** Keys that sign answers. */
  answerKeys: v.pipe(v.array(EcPublicJwkSchema), v.minLength(1)),
  /** SMART Health Card issuer and its key set, old keys included (P14). */
  healthCard: v.strictObject({
    iss: v.pipe(v.string(), v.url()),
    keys: v.pipe(v.array(EcPublicJwkSchema), v.minLength(1)),
  }),
  /** Country-signing certificates for VDS-NC: DER, base64. */
  vdsNcAnchors: v.array(v.string()),
});
export type VrsKeySet = v.InferOutput<typeof VrsKeySetSchema>;
