/** Stands for the platform's attestation service, which would vouch for a real app. Its key is the development gateway's. */
import { randomBytes } from 'node:crypto';
import { type Attestation, bodyDigest, signAttestation } from '../../server-bridge/app-gateway/index.ts';
import { type EcPrivateJwk, signerFromJwk } from '../../server-bridge/index.ts';

const LIFE_SECONDS = 120;

export type AttestationService = { attest(body: Uint8Array): Promise<string> };

/** `change` is what a test lets the service say wrongly. */
export function createAttestationService(o: {
  readonly key: EcPrivateJwk;
  readonly app: string;
  readonly build: string;
  readonly now: () => Date;
  readonly change?: (attestation: Attestation) => Attestation;
}): AttestationService {
  const signer = signerFromJwk(o.key);
  const { change = (attestation) => attestation } = o;
  return {
    attest(body) {
      const iat = Math.floor(o.now().getTime() / 1_000);
      const jti = randomBytes(16).toString('base64url');
      const { app, build } = o;
      const attestation = { v: 1 as const, jti, app, build, iat, exp: iat + LIFE_SECONDS, body: bodyDigest(body) };
      return signAttestation(change(attestation), signer);
    },
  };
}
