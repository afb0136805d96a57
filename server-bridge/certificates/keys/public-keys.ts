/** What VRS publishes of its keys: the set for terminals, and the issuer's JWKS for everybody who reads a card. */
import * as v from 'valibot';
import { Base64UrlSchema, type EcPublicJwk, type VrsKeySet } from '../../protocol/index.ts';
import { sealingPublicKey } from '../../sealing/index.ts';
import { inUseAt } from './key-schedule.ts';
import { publicHalfOf } from './signing-key.ts';
import type { VrsKeys } from './vrs-keys.ts';

/** How long a published key set holds; VRS signs it anew long before. */
export const KEY_SET_LIFE_MS = 24 * 60 * 60_000;

/** The public half of everything, as it is published from `now` on: old keys, those in use, and those to come. */
export function vrsPublicKeySet(keys: VrsKeys, now: Date): VrsKeySet {
  const offered = inUseAt(keys.sealing, now);
  return {
    v: 1,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + KEY_SET_LIFE_MS).toISOString(),
    sealingKeys: [offered, ...keys.sealing.filter((one) => one !== offered)].map(({ kid, key }) => ({
      kid,
      publicKey: v.parse(Base64UrlSchema, Buffer.from(sealingPublicKey(key)).toString('base64url')),
    })),
    answerKeys: keys.answer.map(({ key }) => publicHalfOf(key)),
    healthCard: { iss: keys.healthCard.iss, keys: healthCardPublicKeys(keys) },
    vdsNcAnchors: keys.vdsNc.anchors,
  };
}

/** Every key whose cards are valid, the newest first, each with its certificates (`x5c`). */
export function healthCardPublicKeys(keys: VrsKeys): EcPublicJwk[] {
  const { keys: scheduled, retired } = keys.healthCard;
  return [...scheduled.toReversed().map(({ key }) => publicHalfOf(key)), ...retired];
}

/** The root key as terminals pin it. */
export function vrsRootPublicKey(keys: VrsKeys): EcPublicJwk {
  return publicHalfOf(keys.root);
}
