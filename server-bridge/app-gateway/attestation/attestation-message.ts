/** What an attestation says: compact JWS (ES256), `typ: kofu-app-attestation+jwt`, made by the platform's attestation service. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { BuildSchema } from '../../protocol/index.ts';
import type { Es256Signer } from '../../sealing/index.ts';
import { signMessage } from '../../sealing/signed-message.ts';

export const ATTESTATION_TYPE = 'kofu-app-attestation+jwt';

/** The app's name at its platform (`jp.example.app`). */
export const AppIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+$/), v.maxLength(155));

/** RFC 7519 §2 NumericDate, whole seconds. */
const SecondsSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(99_999_999_999));

export const AttestationSchema = v.strictObject({
  v: v.literal(1),
  /** 128 random bits: single use goes by it, because one attestation can be written with two signatures. */
  jti: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  app: AppIdSchema,
  build: BuildSchema,
  iat: SecondsSchema,
  exp: SecondsSchema,
  /** SHA-256 over the bytes of the request's body, base64url. */
  body: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
});
export type Attestation = v.InferOutput<typeof AttestationSchema>;

/** The digest that an attestation states of a request's body. */
export const bodyDigest = (body: Uint8Array): string => createHash('sha256').update(body).digest('base64url');

/** As the platform's service does; used by its stand-in in development and by tests. */
export const signAttestation = (attestation: Attestation, signer: Es256Signer): Promise<string> =>
  signMessage(ATTESTATION_TYPE, attestation, signer);
