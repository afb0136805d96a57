/** From the passport files in an application to the items that an overseas certificate states (V7, P12). */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type PassportData, type verifyPassport, wipePassport } from '../../../card-reader/passport/index.ts';
import { type Application, type PassportItems, PassportItemsSchema, type VrsRefusal } from '../../protocol/index.ts';
import type { ProvenHolder } from './card-check.ts';

export type VerifyPassport = typeof verifyPassport;

/** What proves passports here. */
export type PassportProof = {
  /** CSCA certificates in DER. */
  readonly anchors: readonly Uint8Array[];
  readonly verifyPassport: VerifyPassport;
};

/**
 * Verifies DG1 and SOD and compares the birth date with the card's. A passport that is forged, unknown, expired or
 * somebody else's is `PASSPORT_NOT_GENUINE`; one whose items the certificate has no place for is `COUNTER_ONLY`.
 * The bytes are zeroed afterwards.
 */
export function checkPassport(o: {
  readonly passport: NonNullable<Application['passport']>;
  readonly holder: ProvenHolder;
  readonly proof: PassportProof;
  readonly now: Date;
}): Result<PassportItems, VrsRefusal> {
  const files = { dg1: bytesOf(o.passport.dg1), sod: bytesOf(o.passport.sod) };
  try {
    const verified = o.proof.verifyPassport({ ...files, anchors: o.proof.anchors, now: o.now });
    if (verified.isErr() || !isBornOn(verified.value, o.holder.birthDay)) return err('PASSPORT_NOT_GENUINE');
    return itemsOf(verified.value);
  } finally {
    wipePassport(files);
  }
}

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'));

/** The zone has no century: its six digits decide, so that nobody over a hundred is refused. */
function isBornOn({ birthDate }: PassportData, birthDay: string): boolean {
  return birthDate.slice(2) === birthDay.replaceAll('-', '').slice(2);
}

function itemsOf(passport: PassportData): Result<PassportItems, VrsRefusal> {
  const items = v.safeParse(PassportItemsSchema, {
    romanName: { primary: passport.primaryIdentifier, secondary: passport.secondaryIdentifier },
    nationality: passport.nationality,
    passportNumber: passport.documentNumber,
  });
  return items.success ? ok(items.output) : err('COUNTER_ONLY');
}
