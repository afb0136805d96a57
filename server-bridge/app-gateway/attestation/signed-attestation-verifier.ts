/**
 * Believes what a trusted attestation service has signed: this app, an allowed build, now, for these very bytes, once.
 *
 * Single use holds within a process. Another gateway that is shown the same attestation with the same body passes it on as well, and gains
 * nothing for whoever did it: the body is the same sealed application, of which VRS makes one decision however often it comes (by its
 * digest), on a challenge that is used up once, in an answer that only the visit's own key opens.
 */
import { timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { EcPublicJwk } from '../../protocol/index.ts';
import { CLOCK_TOLERANCE_MS, type SignatureError, verifyMessage } from '../../sealing/signed-message.ts';
import { ATTESTATION_TYPE, type Attestation, AttestationSchema, bodyDigest } from './attestation-message.ts';
import type { AttestationError, AttestationFault, AttestationVerifier } from './attestation-verifier.ts';
import { rememberAttestations } from './used-attestations.ts';

/** Header values beyond this are not looked at. */
const TOKEN_LIMIT_CHARACTERS = 2_048;

export type AttestationTrust = {
  readonly keys: readonly EcPublicJwk[];
  readonly app: string;
  readonly builds: readonly string[];
  /** From `iat` to `exp`. */
  readonly longestLifeSeconds: number;
  /** The most attestations remembered at once; for one a second and a life of five minutes, 300. */
  readonly remembered: number;
};

export function createSignedAttestationVerifier(trust: AttestationTrust, now: () => Date): AttestationVerifier {
  const used = rememberAttestations(trust.remembered);
  return {
    async verify(token, body): Promise<Result<void, AttestationError>> {
      if (token === undefined) return err({ kind: 'missing' });
      if (token.length > TOKEN_LIMIT_CHARACTERS) return err({ kind: 'malformed' });
      // Of the bytes as they came, before anything waits.
      const digest = bodyDigest(body);
      const verified = await verifyMessage({
        jws: token,
        type: ATTESTATION_TYPE,
        keys: trust.keys,
        schema: AttestationSchema,
      });
      if (verified.isErr()) return err(signatureFault(verified.error));
      const attestation = verified.value;
      const nowMs = now().getTime();
      const fault = timeFault(attestation, trust, nowMs) ?? contentFault(attestation, trust, digest);
      if (fault !== undefined) return err({ kind: fault });
      const taken = used.take(attestation.jti, attestation.exp * 1_000, nowMs);
      return taken === 'taken' ? ok() : err({ kind: taken });
    },
  };
}

function signatureFault(error: SignatureError): AttestationError {
  switch (error.kind) {
    case 'malformed':
      return { kind: 'malformed' };
    case 'untrusted-key':
      return { kind: 'foreign' };
    case 'bad-signature':
      return { kind: 'forged', cause: error.cause };
    default: {
      const never: never = error;
      throw new Error(`unknown fault ${String(never)}`);
    }
  }
}

function timeFault({ iat, exp }: Attestation, trust: AttestationTrust, nowMs: number): AttestationFault | undefined {
  if (exp * 1_000 <= nowMs) return 'expired';
  if (iat * 1_000 > nowMs + CLOCK_TOLERANCE_MS) return 'early';
  return exp <= iat || exp - iat > trust.longestLifeSeconds ? 'overlong' : undefined;
}

function contentFault(
  { app, build, body }: Attestation,
  trust: AttestationTrust,
  digest: string,
): AttestationFault | undefined {
  if (app !== trust.app) return 'other-app';
  if (!trust.builds.includes(build)) return 'other-build';
  return timingSafeEqual(Buffer.from(body), Buffer.from(digest)) ? undefined : 'other-request';
}
