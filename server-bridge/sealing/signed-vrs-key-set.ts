/**
 * The public keys of VRS, signed by its root key, which is pinned in every terminal: the center carries the set but cannot
 * put a key of its own under a resident's application (invariant C).
 */
import { err, ok, type Result } from 'neverthrow';
import { type EcPublicJwk, VRS_KEY_SET_TYPE, type VrsKeySet, VrsKeySetSchema } from '../protocol/index.ts';
import type { Es256Signer } from './es256-signer.ts';
import { checkLife, type LifeError } from './message-life.ts';
import { type SignatureError, signMessage, verifyMessage } from './signed-message.ts';

export type VrsKeySetError = SignatureError | LifeError;

/** Compact JWS of a key set. */
export function signVrsKeySet(keySet: VrsKeySet, rootSigner: Es256Signer): Promise<string> {
  return signMessage(VRS_KEY_SET_TYPE, keySet, rootSigner);
}

/** Verifies a key set against the pinned root key and its own life. */
export async function verifyVrsKeySet(
  jws: string,
  rootKey: EcPublicJwk,
  now: Date,
): Promise<Result<VrsKeySet, VrsKeySetError>> {
  const verified = await verifyMessage({ jws, type: VRS_KEY_SET_TYPE, keys: [rootKey], schema: VrsKeySetSchema });
  if (verified.isErr()) return err(verified.error);
  const life = checkLife(verified.value, now);
  return life === undefined ? ok(verified.value) : err(life);
}
