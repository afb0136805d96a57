/**
 * The record gate (P9): a record with a doubt in it becomes no certificate. Millions of records entered by hand and camera
 * were wrong in their time (I8); the certificate must not be where that is found out.
 */
import { err, ok, type Result } from 'neverthrow';
import { codesOn, productOf } from '../../certificates/index.ts';
import type { Dose, VrsRefusal } from '../../protocol/index.ts';
import { doubtsOf } from '../register/doubts.ts';
import type { DoseRecord, PersonRecord } from '../store/records.ts';

/** The doses as the certificate states them, or why there is none. */
export function gateRecord(record: PersonRecord, issuedOn: string): Result<Dose[], VrsRefusal> {
  // Known to the municipality, so it is the right one to ask, and not the wrong one chosen.
  if (record.doses.length === 0) return err('NO_RECORD_ASK_CITY');
  // The dead do not apply.
  if (record.deceasedOn !== null) return err('NEEDS_CONFIRMATION');
  const doubts = doubtsOf(record, record.doses, issuedOn);
  if (doubts.some((doubt) => doubt !== null) || record.doses.some(({ doubtful }) => doubtful)) {
    return err('NEEDS_CONFIRMATION');
  }
  const doses = record.doses.map((dose) => printableDose(dose, issuedOn));
  const certain = doses.filter((dose) => dose !== undefined);
  return certain.length === doses.length ? ok(certain) : err('NEEDS_CONFIRMATION');
}

function printableDose(dose: DoseRecord, issuedOn: string): Dose | undefined {
  const product = productOf(dose.product);
  if (product === undefined) return undefined;
  const { cvx, icd11, note } = codesOn(product, issuedOn);
  return {
    number: dose.number,
    day: dose.day,
    vaccineType: product.vaccineType,
    manufacturer: product.manufacturer,
    product: product.product,
    lot: dose.lot,
    cvx,
    icd11,
    ...(note === undefined ? {} : { note }),
    country: 'JPN',
  };
}
