/**
 * The door behind which it is decided whether a request comes from the dedicated app, untampered (E2). A platform's own service
 * (Play Integrity, App Attest) is one implementation of it; the gateway knows this type alone.
 */
import type { Result } from 'neverthrow';

/** Why a request is not believed to come from the app. Each is told to the app with its own word. */
export type AttestationFault =
  /** No attestation came with the request. */
  | 'missing'
  | 'malformed'
  /** Signed by a key that is not trusted. */
  | 'foreign'
  /** The signature is not the trusted key's. */
  | 'forged'
  | 'expired'
  | 'early'
  /** Its maker gave it a longer life than is taken. */
  | 'overlong'
  | 'other-app'
  | 'other-build'
  /** Made for another request than the one it came with. */
  | 'other-request'
  | 'reused'
  /** As many attestations are remembered as can be; nothing more is believed until some have ended. */
  | 'crowded';

export type AttestationError = { readonly kind: AttestationFault; readonly cause?: unknown };

export type AttestationVerifier = {
  /**
   * @param token what came in the header; undefined where none did
   * @param body the bytes of the request as they came
   * @returns once for each attestation; what says nothing about phone or person
   */
  verify(token: string | undefined, body: Uint8Array): Promise<Result<void, AttestationError>>;
};
