/**
 * Whether a certificate that was decided on a moment ago may be handed out now. The same application gets the same certificate, but
 * none that shows what a committed correction has ended meanwhile (P5): then there is a new application to be made.
 */
import { isDeepStrictEqual } from 'node:util';
import { parseCardImage } from '../../../card-reader/index.ts';
import type { Application, CertificateFacts } from '../../protocol/index.ts';
import { findPerson } from '../store/records.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { withCardImage } from './card-check.ts';
import { gateRecord } from './record-gate.ts';

/** @param application the one that was decided on, byte for byte: its card has been proven then */
export async function stillStands(
  transaction: AreaTransaction,
  application: Application,
  facts: CertificateFacts,
): Promise<boolean> {
  const holder = withCardImage(application.card, parseCardImage);
  if (holder.isErr() || !transaction.municipality.takingPart) return false;
  const found = await findPerson(transaction, holder.value.individualNumber);
  if (found.kind === 'not-found') return false;
  const { record } = found;
  if (record.protected || record.birthDay !== facts.holder.birthDate) return false;
  const { passport } = facts.holder;
  if (passport !== null && record.passport !== null && !isDeepStrictEqual(passport, record.passport)) return false;
  const doses = gateRecord(record, facts.issuedOn);
  return doses.isOk() && isDeepStrictEqual(doses.value, facts.doses);
}
