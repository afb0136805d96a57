/** Signs the codes of a certificate from its facts. */
import { err, ok, type Result } from 'neverthrow';
import {
  type HealthCardSignError,
  healthCardContentOf,
  signHealthCard,
  signVdsNc,
  type VdsNcSignError,
  vdsNcContentOf,
} from '../../certificates/index.ts';
import type { CertificateFacts, IssuedResult, VrsRefusal } from '../../protocol/index.ts';
import type { SigningKeys } from '../signing-keys.ts';

/** The result that goes into the answer; a refusal where the facts do not fit into the codes. */
export async function certify(
  facts: CertificateFacts,
  issuedAt: Date,
  keys: SigningKeys,
): Promise<Result<IssuedResult, VrsRefusal>> {
  const content = healthCardContentOf(facts, issuedAt);
  const healthCard = await signHealthCard({ content, ...keys.healthCardAt(issuedAt) });
  if (healthCard.isErr()) return err(refusalOf(healthCard.error));
  if (facts.kind === 'domestic') return ok({ type: 'issued', facts, healthCard: healthCard.value, vdsNc: null });
  const vdsNcContent = vdsNcContentOf(facts);
  // A name that must be shortened or written otherwise is the counter's to decide.
  if (vdsNcContent.isErr()) return err('COUNTER_ONLY');
  const { signer, certificate: signerCertificate } = keys.vdsNcAt(issuedAt);
  const vdsNc = await signVdsNc({ content: vdsNcContent.value, signer, signerCertificate });
  if (vdsNc.isErr()) return err(refusalOf(vdsNc.error));
  return ok({ type: 'issued', facts, healthCard: healthCard.value, vdsNc: vdsNc.value });
}

/** One symbol cannot hold it, or the format has no place for it; never a certificate with something left out. */
function refusalOf(error: HealthCardSignError | VdsNcSignError): VrsRefusal {
  switch (error.kind) {
    case 'too-long':
      return 'TOO_MANY_DOSES';
    case 'unwritable':
      return 'COUNTER_ONLY';
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}
