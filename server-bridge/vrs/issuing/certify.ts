/** Signs the codes of a certificate from its facts. */
import { err, ok, type Result } from 'neverthrow';
import { healthCardContentOf, signHealthCard, signVdsNc, vdsNcContentOf } from '../../certificates/index.ts';
import type { CertificateFacts, IssuedResult, VrsRefusal } from '../../protocol/index.ts';
import type { SigningKeys } from '../signing-keys.ts';

/** The result that goes into the answer; a refusal where the facts do not fit into the codes. */
export async function certify(
  facts: CertificateFacts,
  issuedAt: Date,
  keys: SigningKeys,
): Promise<Result<IssuedResult, VrsRefusal>> {
  const content = healthCardContentOf(facts, issuedAt);
  const healthCard = await signHealthCard({ content, iss: keys.healthCard.iss, signer: keys.healthCard.signer });
  if (healthCard.isErr()) return err('TOO_MANY_DOSES');
  if (facts.kind === 'domestic') return ok({ type: 'issued', facts, healthCard: healthCard.value, vdsNc: null });
  const vdsNcContent = vdsNcContentOf(facts);
  // A name that must be shortened is the counter's to decide.
  if (vdsNcContent.isErr()) return err('COUNTER_ONLY');
  const vdsNc = await signVdsNc({
    content: vdsNcContent.value,
    signer: keys.vdsNc.signer,
    signerCertificate: keys.vdsNc.certificate,
  });
  if (vdsNc.isErr()) return err('TOO_MANY_DOSES');
  return ok({ type: 'issued', facts, healthCard: healthCard.value, vdsNc: vdsNc.value });
}
