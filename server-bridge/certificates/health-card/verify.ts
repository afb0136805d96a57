/**
 * Verifies a SMART Health Card offline, in the order of reference certificate-formats §2.5: nothing is inflated or parsed
 * before its signature has been checked against a pinned key.
 */
import { createPublicKey, verify } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { EcPublicJwk } from '../../protocol/index.ts';
import { CLOCK_TOLERANCE_MS } from '../../sealing/index.ts';
import { parseStrictJson } from '../strict-json.ts';
import type { HealthCardContent } from './content.ts';
import { issuerChainHolds } from './issuer-chain.ts';
import { contentOfPayload, HealthCardPayloadSchema } from './payload.ts';
import { JWS_LIMIT_CHARACTERS } from './qr-text.ts';

export type HealthCardError =
  /** Not three parts of base64url with a header of exactly zip, alg and kid. */
  | { readonly kind: 'malformed' }
  /** The key is not in the pinned set, or its certificates did not hold when the card was issued. */
  | { readonly kind: 'untrusted-key' }
  | { readonly kind: 'bad-signature' }
  /** Signed, but not inflatable within the limit, not strict JSON, or of another layout. */
  | { readonly kind: 'bad-content' }
  | { readonly kind: 'other-issuer' }
  | { readonly kind: 'not-yet-valid' }
  | { readonly kind: 'expired' }
  /** The issuer has taken the key back: none of its cards is worth anything any more. */
  | { readonly kind: 'revoked-key' };

/** How the certificates of an issuing key (`x5c`) are judged; without it at issue, under whatever root they name. */
export type CertificatePath = {
  /** `at-issue`: papers outlive the issuer's certificates. `now`: as the framework puts it, an unexpired path. */
  readonly judged: 'at-issue' | 'now';
  /** DER in base64; where given, a key needs certificates that lead to one of them. */
  readonly roots?: readonly string[];
};

const INFLATED_LIMIT_BYTES = 65_536;

const HeaderSchema = v.strictObject({
  zip: v.literal('DEF'),
  alg: v.literal('ES256'),
  kid: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
});

/**
 * Verifies a card.
 *
 * @param o.jws the compact JWS (of a symbol: see `jwsOfShcQrText`)
 * @param o.keys the pinned key set of `iss`, old keys included (P14)
 * @param o.removed ids of the keys the issuer has taken back
 */
export function verifyHealthCard(o: {
  readonly jws: string;
  readonly iss: string;
  readonly keys: readonly EcPublicJwk[];
  readonly removed?: readonly string[];
  readonly path?: CertificatePath;
  readonly now: Date;
}): Result<HealthCardContent, HealthCardError> {
  const parts = o.jws.length <= JWS_LIMIT_CHARACTERS ? o.jws.split('.') : [];
  const [headerPart = '', payloadPart = '', signaturePart = ''] = parts;
  if (parts.length !== 3 || !parts.every(isBase64Url)) return err({ kind: 'malformed' });
  const header = v.safeParse(HeaderSchema, parseStrictJson(decode(headerPart).toString('utf8'))?.value);
  const signature = decode(signaturePart);
  if (!header.success || signature.length !== 64) return err({ kind: 'malformed' });
  const key = o.keys.find((candidate) => candidate.kid === header.output.kid);
  const isRemoved = o.removed?.includes(header.output.kid) === true;
  if (key === undefined) return err({ kind: isRemoved ? 'revoked-key' : 'untrusted-key' });
  if (!isSignedBy(key, `${headerPart}.${payloadPart}`, signature)) return err({ kind: 'bad-signature' });
  const payload = v.safeParse(HealthCardPayloadSchema, inflateJson(decode(payloadPart)));
  if (!payload.success) return err({ kind: 'bad-content' });
  const { iss, nbf, exp } = payload.output;
  if (iss !== o.iss) return err({ kind: 'other-issuer' });
  if (nbf * 1000 > o.now.getTime() + CLOCK_TOLERANCE_MS) return err({ kind: 'not-yet-valid' });
  if (exp !== undefined && exp * 1000 <= o.now.getTime()) return err({ kind: 'expired' });
  if (isRemoved) return err({ kind: 'revoked-key' });
  const judgedAt = o.path?.judged === 'now' ? o.now : new Date(nbf * 1000);
  if (!issuerChainHolds(key, iss, judgedAt, o.path?.roots)) return err({ kind: 'untrusted-key' });
  const content = contentOfPayload(payload.output);
  return content === undefined ? err({ kind: 'bad-content' }) : ok(content);
}

const decode = (part: string) => Buffer.from(part, 'base64url');
const isBase64Url = (part: string) => part !== '' && decode(part).toString('base64url') === part;

function isSignedBy(key: EcPublicJwk, input: string, signature: Buffer): boolean {
  try {
    const { kty, crv, x, y } = key;
    const publicKey = createPublicKey({ format: 'jwk', key: { kty, crv, x, y } });
    return verify('sha256', Buffer.from(input, 'ascii'), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    // A key that is no point on the curve has signed nothing.
    return false;
  }
}

function inflateJson(compressed: Buffer): unknown {
  try {
    const inflated = inflateRawSync(compressed, { maxOutputLength: INFLATED_LIMIT_BYTES });
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(inflated))?.value;
  } catch {
    return undefined;
  }
}
