/** Synthetic: certificates signed for real by keys made for the occasion, so that tests can verify what stands on a page. */
import { err, ok, type Result } from 'neverthrow';
import {
  type CertificateFacts,
  type CodeTrust,
  generateVrsKeys,
  healthCardContentOf,
  privateKeyOf,
  signerFromJwk,
  signHealthCard,
  signVdsNc,
  vdsNcContentOf,
  vrsPublicKeySet,
} from '../../server-bridge/index.ts';
import type { CertificatePage } from './certificate-page.ts';

const ISSUER = 'https://vc.vrs.example/issuer';

export type TestIssuer = {
  readonly issuedAt: Date;
  readonly trust: CodeTrust;
  /** An error where the facts have no place in a code: then there is no certificate at all. */
  sign(facts: CertificateFacts): Promise<Result<CertificatePage, string>>;
};

export async function testIssuer(issuedAt = new Date('2026-11-20T01:02:03Z')): Promise<TestIssuer> {
  const keys = await generateVrsKeys({ iss: ISSUER, now: issuedAt });
  const { healthCard, vdsNcAnchors } = vrsPublicKeySet(keys, issuedAt);
  const cardKey = privateKeyOf(keys.healthCard.keys[0]?.key ?? keys.root);
  const [barcodeSigner] = keys.vdsNc.signers;
  const proofKey = barcodeSigner && privateKeyOf(barcodeSigner.key);
  if (cardKey === undefined || barcodeSigner === undefined || proofKey === undefined)
    throw new Error('keys in memory expected');
  return {
    issuedAt,
    trust: { healthCard, anchors: vdsNcAnchors },
    async sign(facts) {
      const content = healthCardContentOf(facts, issuedAt);
      const jws = await signHealthCard({ content, iss: ISSUER, signer: signerFromJwk(cardKey) });
      if (jws.isErr()) return err(jws.error.kind);
      if (facts.kind === 'domestic') return ok({ facts, healthCard: jws.value, vdsNc: null });
      const proof = vdsNcContentOf(facts);
      if (proof.isErr()) return err(proof.error.kind);
      const signerCertificate = Buffer.from(barcodeSigner.certificate, 'base64');
      const text = await signVdsNc({ content: proof.value, signer: signerFromJwk(proofKey), signerCertificate });
      return text.isErr() ? err(text.error.kind) : ok({ facts, healthCard: jws.value, vdsNc: text.value });
    },
  };
}
