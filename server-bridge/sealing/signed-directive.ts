/** The directive under the center's signature: without a valid one a terminal gives no service (invariant D, C1). */
import { err, ok, type Result } from 'neverthrow';
import { DIRECTIVE_TYPE, type Directive, DirectiveSchema, type EcPublicJwk } from '../protocol/index.ts';
import type { Es256Signer } from './es256-signer.ts';
import { checkLife, type LifeError } from './message-life.ts';
import { type SignatureError, signMessage, verifyMessage } from './signed-message.ts';

export type DirectiveError = SignatureError | LifeError;

/** Compact JWS of a directive. */
export function signDirective(directive: Directive, signer: Es256Signer): Promise<string> {
  return signMessage(DIRECTIVE_TYPE, directive, signer);
}

/** Verifies a directive against the pinned directive keys. Whether its version goes back is the caller's to check. */
export async function verifyDirective(
  jws: string,
  keys: readonly EcPublicJwk[],
  now: Date,
): Promise<Result<Directive, DirectiveError>> {
  const verified = await verifyMessage({ jws, type: DIRECTIVE_TYPE, keys, schema: DirectiveSchema });
  if (verified.isErr()) return err(verified.error);
  const life = checkLife(verified.value, now);
  return life === undefined ? ok(verified.value) : err(life);
}
