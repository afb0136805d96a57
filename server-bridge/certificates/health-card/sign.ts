/** Makes a SMART Health Card: minified JSON, raw DEFLATE, ES256 (framework 1.4.0; reference certificate-formats §2.1). */
import { deflateRawSync } from 'node:zlib';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { Es256Signer } from '../../sealing/index.ts';
import type { HealthCardContent } from './content.ts';
import { HealthCardPayloadSchema, healthCardPayload } from './payload.ts';
import { JWS_LIMIT_CHARACTERS } from './qr-text.ts';

export type HealthCardSignError =
  /** The card does not fit into one symbol; splitting is deprecated, so it is refused (§2.3). */
  | { readonly kind: 'too-long'; readonly characters: number }
  /** Something in the content has no place in the format. */
  | { readonly kind: 'unwritable' };

/**
 * Signs a content.
 *
 * @param o.iss issuer URL, without a slash at its end
 * @returns the compact JWS, at most 1195 characters
 */
export async function signHealthCard(o: {
  readonly content: HealthCardContent;
  readonly iss: string;
  readonly signer: Es256Signer;
}): Promise<Result<string, HealthCardSignError>> {
  const written = healthCardPayload(o.content, o.iss);
  if (!v.is(HealthCardPayloadSchema, written)) return err({ kind: 'unwritable' });
  const payload = JSON.stringify(written);
  const header = JSON.stringify({ zip: 'DEF', alg: 'ES256', kid: o.signer.kid });
  const compressed = deflateRawSync(Buffer.from(payload, 'utf8'), { level: 9 });
  const input = `${Buffer.from(header).toString('base64url')}.${compressed.toString('base64url')}`;
  const signature = await o.signer.sign(Buffer.from(input, 'ascii'));
  const jws = `${input}.${Buffer.from(signature).toString('base64url')}`;
  return jws.length > JWS_LIMIT_CHARACTERS ? err({ kind: 'too-long', characters: jws.length }) : ok(jws);
}
