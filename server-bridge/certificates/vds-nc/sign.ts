/** Makes a VDS-NC: RFC 8785 data, ES256, the signer's certificate inside (reference certificate-formats §3.2). */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { canonicalBytes, canonicalText, type Es256Signer } from '../../sealing/index.ts';
import type { VdsNcContent } from './content.ts';
import { VdsNcDataSchema, vdsNcData } from './message.ts';

/** What a symbol of version 40 at level L holds in byte mode. */
export const VDS_NC_LIMIT_BYTES = 2953;

export type VdsNcSignError =
  | { readonly kind: 'too-long'; readonly bytes: number }
  /** Something in the content has no place in the format. */
  | { readonly kind: 'unwritable' };

/** base64url with padding, as the published sample writes it. */
const padded = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('+', '-').replaceAll('/', '_');

/**
 * Signs a content.
 *
 * @param o.signerCertificate DER of the barcode signer's certificate; its key is the signer's
 * @returns the canonical JSON text of the symbol, ASCII
 */
export async function signVdsNc(o: {
  readonly content: VdsNcContent;
  readonly signer: Es256Signer;
  readonly signerCertificate: Uint8Array;
}): Promise<Result<string, VdsNcSignError>> {
  const data = vdsNcData(o.content);
  if (!v.is(VdsNcDataSchema, data)) return err({ kind: 'unwritable' });
  const signature = await o.signer.sign(canonicalBytes(data));
  const sig = { alg: 'ES256', cer: padded(o.signerCertificate), sigvl: padded(signature) };
  const text = canonicalText({ data, sig });
  const bytes = Buffer.byteLength(text);
  return bytes > VDS_NC_LIMIT_BYTES ? err({ kind: 'too-long', bytes }) : ok(text);
}
