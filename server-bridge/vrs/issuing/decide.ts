/**
 * The decision on one application, inside one area's transaction: either everything is recorded and there is a certificate,
 * or nothing is. Each step can only refuse; there is no path from a failure to an empty record (P10).
 */
import { err, ok, type Result } from 'neverthrow';
import type {
  Application,
  CertificateFacts,
  CertificateId,
  IssuedResult,
  PassportItems,
  VrsRefusal,
} from '../../protocol/index.ts';
import { dayInJapan } from '../register/calendar-day.ts';
import { randomCertificateId, recordCertificate } from '../store/certificates.ts';
import { findPerson, type PersonRecord } from '../store/records.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { checkCard, type ProvenHolder } from './card-check.ts';
import { certify } from './certify.ts';
import type { IssuingDoor, IssuingParts } from './issuing-parts.ts';
import { checkPassport } from './passport-check.ts';
import { gateRecord } from './record-gate.ts';

/** Tries for a free certificate id. One hit among all ids ever issued is already next to impossible. */
const ID_TRIES = 5;

/** Decides. `taken.challenge` is the one made for this visit, just taken out of the store. */
export async function decide(
  transaction: AreaTransaction,
  application: Application,
  taken: { readonly challenge: Uint8Array; readonly through: IssuingDoor },
  parts: IssuingParts,
): Promise<Result<IssuedResult, VrsRefusal>> {
  const { anchors, verifyCard } = parts;
  const holder = checkCard({ card: application.card, challenge: taken.challenge, anchors, verifyCard });
  if (holder.isErr()) return err(holder.error);
  if (!transaction.municipality.takingPart) return err('CITY_STOPPED');
  const lookup = await findPerson(transaction, holder.value.individualNumber);
  if (lookup.kind === 'not-found') return err('NO_RECORD_CHECK_CITY');
  const { record } = lookup;
  if (record.birthDay !== holder.value.birthDay) return err('NEEDS_CONFIRMATION');
  if (record.protected) return err('COUNTER_ONLY');
  const issuedAt = parts.now();
  const passport = passportOf(application, holder.value, record, issuedAt, parts);
  const facts = factsOf(transaction, application, holder.value, record, passport, dayInJapan(issuedAt));
  if (facts.isErr()) return err(facts.error);
  const about = { personId: record.personId, issuedAt, through: taken.through };
  return await certifyUnderFreeId(transaction, facts.value, about, parts);
}

type FactsWithoutId = Omit<CertificateFacts, 'certificateId'>;

function factsOf(
  { municipality }: AreaTransaction,
  application: Application,
  holder: ProvenHolder,
  record: PersonRecord,
  passport: Result<PassportItems | null, VrsRefusal>,
  issuedOn: string,
): Result<FactsWithoutId, VrsRefusal> {
  const doses = gateRecord(record, issuedOn);
  if (doses.isErr()) return err(doses.error);
  if (passport.isErr()) return err(passport.error);
  return ok({
    issuedOn,
    kind: application.kind,
    municipality: { code: municipality.code, prefecture: municipality.prefecture, name: municipality.name },
    holder: {
      name: holder.name,
      birthDate: holder.birthDay,
      passport: passport.value,
    },
    doses: doses.value,
  });
}

/** The items of an overseas certificate: those on record, else those of the passport laid down in this visit (P12). */
function passportOf(
  application: Application,
  holder: ProvenHolder,
  record: PersonRecord,
  now: Date,
  { passportProof: proof }: IssuingParts,
): Result<PassportItems | null, VrsRefusal> {
  if (application.kind === 'domestic') return ok(null);
  if (record.passport !== null) return ok(record.passport);
  const { passport } = application;
  if (proof === null || passport === undefined) return err('PASSPORT_NOT_REGISTERED');
  return checkPassport({ passport, holder, proof, now });
}

/** Signs first and records then: a certificate id that is taken only costs another signature. */
async function certifyUnderFreeId(
  transaction: AreaTransaction,
  facts: FactsWithoutId,
  about: { readonly personId: string; readonly issuedAt: Date; readonly through: IssuingDoor },
  parts: IssuingParts,
): Promise<Result<IssuedResult, VrsRefusal>> {
  const { issuedAt } = about;
  for (let tries = 0; tries < ID_TRIES; tries += 1) {
    const certificateId: CertificateId = (parts.certificateId ?? randomCertificateId)();
    const certified = await certify({ ...facts, certificateId }, issuedAt, parts.keys);
    if (certified.isErr()) return certified;
    const { kind, issuedOn } = facts;
    const { passport } = facts.holder;
    const certificate = { certificateId, kind, issuedOn, passport, ...about };
    if (await recordCertificate(transaction, certificate)) return certified;
  }
  throw new Error('no free certificate id was drawn');
}
