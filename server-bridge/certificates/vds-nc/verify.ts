/** Verifies a VDS-NC offline against pinned country-signing certificates (reference certificate-formats §3.3). */
import { verify } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { canonicalBytes } from '../../sealing/index.ts';
import { parseStrictJson } from '../strict-json.ts';
import type { VdsNcContent } from './content.ts';
import { contentOfData, VdsNcDataSchema } from './message.ts';
import { VDS_NC_LIMIT_BYTES } from './sign.ts';

export type VdsNcError =
  /** Too long, not strict JSON, or not `{data, sig}` with ES256 and base64url inside. */
  | { readonly kind: 'malformed' }
  /** The signer's certificate does not hold for vaccination in this state under any pinned authority now. */
  | { readonly kind: 'untrusted-signer' }
  /** The authority has taken the signer back. */
  | { readonly kind: 'revoked-signer' }
  /** Lists were given, but none that the signer's authority signed and that holds now. */
  | { readonly kind: 'revocation-unknown' }
  | { readonly kind: 'bad-signature' }
  /** Signed, but of another layout than ours. */
  | { readonly kind: 'bad-content' };

/** base64url, padded or not; spare bits are zero, so that no second form of a symbol verifies. */
const EncodedSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]+={0,2}$/),
  v.maxLength(2048),
  v.check((text) => Buffer.from(text, 'base64url').toString('base64url') === text.replace(/=+$/, '')),
);

const SymbolSchema = v.strictObject({
  data: v.looseObject({ hdr: v.looseObject({ is: v.pipe(v.string(), v.maxLength(3)) }) }),
  sig: v.strictObject({ alg: v.literal('ES256'), cer: EncodedSchema, sigvl: EncodedSchema }),
});

/**
 * Verifies a symbol's text.
 *
 * @param o.anchors country-signing certificates: DER, base64
 * @param o.revocationLists lists of those authorities (RFC 5280), DER; where given, one must vouch for the signer. A
 *   terminal gives none: it learns of a signer taken back by the key set, which holds for a day at most
 */
export async function verifyVdsNc(o: {
  readonly text: string;
  readonly anchors: readonly string[];
  readonly revocationLists?: readonly Uint8Array[];
  readonly now: Date;
}): Promise<Result<VdsNcContent, VdsNcError>> {
  if (Buffer.byteLength(o.text) > VDS_NC_LIMIT_BYTES) return err({ kind: 'malformed' });
  const symbol = v.safeParse(SymbolSchema, parseStrictJson(o.text)?.value);
  if (!symbol.success) return err({ kind: 'malformed' });
  const { data, sig } = symbol.output;
  const signature = Buffer.from(sig.sigvl, 'base64url');
  if (signature.length !== 64) return err({ kind: 'malformed' });
  // Loaded when first needed: most visits ask for the domestic kind, and certificate parsing is the heaviest part here.
  const { trustedBarcodeSigner } = await import('./barcode-signer.ts');
  const signer = trustedBarcodeSigner({
    der: Buffer.from(sig.cer, 'base64url'),
    anchors: o.anchors,
    state: data.hdr.is,
    now: o.now,
  });
  if (signer === undefined) return err({ kind: 'untrusted-signer' });
  if (o.revocationLists !== undefined) {
    const { revocationOf } = await import('./revocation-list.ts');
    const revocation = await revocationOf(signer, o.revocationLists, o.now);
    if (revocation !== 'vouched-for') return err({ kind: revocation });
  }
  const { key } = signer;
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return err({ kind: 'untrusted-signer' });
  if (!verify('sha256', canonicalBytes(data), { key, dsaEncoding: 'ieee-p1363' }, signature)) {
    return err({ kind: 'bad-signature' });
  }
  const parsed = v.safeParse(VdsNcDataSchema, data);
  const content = parsed.success ? contentOfData(parsed.output) : undefined;
  return content === undefined ? err({ kind: 'bad-content' }) : ok(content);
}
