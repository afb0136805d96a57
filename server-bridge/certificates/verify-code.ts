/** Verifies whatever stands in a code, offline: tells the two kinds apart and gives a verdict for each. */
import type { EcPublicJwk } from '../protocol/index.ts';
import type { HealthCardContent } from './health-card/content.ts';
import { jwsOfShcQrText } from './health-card/qr-text.ts';
import { type CertificatePath, type HealthCardError, verifyHealthCard } from './health-card/verify.ts';
import type { VdsNcContent } from './vds-nc/content.ts';
import { type VdsNcError, verifyVdsNc } from './vds-nc/verify.ts';

/** What a reader trusts. Whatever is not in it is not trusted. */
export type CodeTrust = {
  /** The pinned key set of the one issuer of SMART Health Cards. */
  readonly healthCard: {
    readonly iss: string;
    readonly keys: readonly EcPublicJwk[];
    readonly removed?: readonly string[];
    readonly path?: CertificatePath;
  } | null;
  /** Country-signing certificates: DER, base64. */
  readonly anchors: readonly string[];
  /** DER; where given, one must vouch for the signer. */
  readonly revocationLists?: readonly Uint8Array[];
};

export type CodeVerdict =
  | { readonly kind: 'health-card'; readonly valid: true; readonly content: HealthCardContent }
  | { readonly kind: 'health-card'; readonly valid: false; readonly reason: HealthCardError['kind'] | 'no-keys-given' }
  | { readonly kind: 'vds-nc'; readonly valid: true; readonly content: VdsNcContent }
  | { readonly kind: 'vds-nc'; readonly valid: false; readonly reason: VdsNcError['kind'] | 'no-anchors-given' }
  /** Neither a SMART Health Card (as symbol text or JWS) nor a VDS-NC. */
  | { readonly kind: 'unknown'; readonly valid: false; readonly reason: 'unknown-code' };

/** The verdict on one code's text, as decoded from its symbol or written into a file. */
export async function verifyCode(text: string, trust: CodeTrust, now: Date): Promise<CodeVerdict> {
  if (text.startsWith('shc:')) {
    const jws = jwsOfShcQrText(text);
    return jws.isErr() ? { kind: 'health-card', valid: false, reason: 'malformed' } : judgeCard(jws.value, trust, now);
  }
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return judgeCard(text, trust, now);
  if (text.startsWith('{')) return await judgeProof(text, trust, now);
  return { kind: 'unknown', valid: false, reason: 'unknown-code' };
}

function judgeCard(jws: string, { healthCard }: CodeTrust, now: Date): CodeVerdict {
  if (healthCard === null) return { kind: 'health-card', valid: false, reason: 'no-keys-given' };
  return verifyHealthCard({ ...healthCard, jws, now }).match<CodeVerdict>(
    (content) => ({ kind: 'health-card', valid: true, content }),
    ({ kind: reason }) => ({ kind: 'health-card', valid: false, reason }),
  );
}

async function judgeProof(text: string, trust: CodeTrust, now: Date): Promise<CodeVerdict> {
  const { anchors, revocationLists } = trust;
  if (anchors.length === 0) return { kind: 'vds-nc', valid: false, reason: 'no-anchors-given' };
  const lists = revocationLists === undefined ? {} : { revocationLists };
  return (await verifyVdsNc({ text, anchors, ...lists, now })).match<CodeVerdict>(
    (content) => ({ kind: 'vds-nc', valid: true, content }),
    ({ kind: reason }) => ({ kind: 'vds-nc', valid: false, reason }),
  );
}
