/**
 * All private keys of VRS as one JSON value, for a key file readable by VRS alone. In service the signing keys live in a
 * hardware token; this file then holds what is left.
 */
import * as v from 'valibot';
import {
  Base64UrlSchema,
  type EcPublicJwk,
  EcPublicJwkSchema,
  InstantSchema,
  type VrsKeySet,
} from '../../protocol/index.ts';
import { EcPrivateJwkSchema, publicJwkOf, SealingPrivateJwkSchema, sealingPublicKey } from '../../sealing/index.ts';

/** DER in base64. */
const CertificateSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/), v.maxLength(8192));

export const VrsKeysSchema = v.strictObject({
  v: v.literal(1),
  madeAt: InstantSchema,
  /** Signs the published key set; its public half is pinned in every terminal. */
  root: EcPrivateJwkSchema,
  /** HPKE receiver keys; the first is offered, the others still open. */
  sealing: v.pipe(
    v.array(v.strictObject({ kid: v.pipe(v.string(), v.minLength(1), v.maxLength(64)), key: SealingPrivateJwkSchema })),
    v.minLength(1),
  ),
  answer: EcPrivateJwkSchema,
  healthCard: v.strictObject({
    iss: v.pipe(v.string(), v.startsWith('https://'), v.maxLength(200)),
    /** With `x5c`: leaf, authority, root. */
    key: EcPrivateJwkSchema,
    /** Keys that sign no more but whose cards are still valid (P14). */
    retired: v.array(EcPublicJwkSchema),
  }),
  vdsNc: v.strictObject({
    key: EcPrivateJwkSchema,
    certificate: CertificateSchema,
    /** Country-signing certificates, the signer's own first. */
    anchors: v.pipe(v.array(CertificateSchema), v.minLength(1)),
  }),
});
export type VrsKeys = v.InferOutput<typeof VrsKeysSchema>;

/** How long a published key set holds; VRS signs it anew long before. */
export const KEY_SET_LIFE_MS = 24 * 60 * 60_000;

/** The public half of everything, as it is published from `now` on. */
export function vrsPublicKeySet(keys: VrsKeys, now: Date): VrsKeySet {
  return {
    v: 1,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + KEY_SET_LIFE_MS).toISOString(),
    sealingKeys: keys.sealing.map(({ kid, key }) => ({
      kid,
      publicKey: v.parse(Base64UrlSchema, Buffer.from(sealingPublicKey(key)).toString('base64url')),
    })),
    answerKeys: [publicJwkOf(keys.answer)],
    healthCard: { iss: keys.healthCard.iss, keys: [publicJwkOf(keys.healthCard.key), ...keys.healthCard.retired] },
    vdsNcAnchors: keys.vdsNc.anchors,
  };
}

/** The root key as terminals pin it. */
export function vrsRootPublicKey(keys: VrsKeys): EcPublicJwk {
  return publicJwkOf(keys.root);
}
