/**
 * The record gate (P9): a record with a doubt in it becomes no certificate. Millions of records entered by hand and camera
 * were wrong in their time (I8); the certificate must not be where that is found out.
 */
import { err, ok, type Result } from 'neverthrow';
import { codesOn, productOf } from '../../certificates/index.ts';
import type { Dose, VrsRefusal } from '../../protocol/index.ts';
import type { DoseRecord, PersonRecord } from '../store/records.ts';

/** The doses as the certificate states them, or why there is none. */
export function gateRecord(record: PersonRecord, issuedOn: string): Result<Dose[], VrsRefusal> {
  // Known to the municipality, so it is the right one to ask, and not the wrong one chosen.
  if (record.doses.length === 0) return err('NO_RECORD_ASK_CITY');
  // The dead do not apply.
  if (record.deceasedOn !== null) return err('NEEDS_CONFIRMATION');
  const doses = record.doses.map((dose) => printableDose(dose, record, issuedOn));
  const certain = doses.filter((dose) => dose !== undefined);
  if (certain.length !== doses.length || !rises(record.doses)) return err('NEEDS_CONFIRMATION');
  return ok(certain);
}

/** Numbers and days rise together, strictly. */
function rises(doses: readonly DoseRecord[]): boolean {
  return doses.every((dose, index) => {
    const before = doses[index - 1];
    return before === undefined || (before.number < dose.number && before.day < dose.day);
  });
}

function printableDose(dose: DoseRecord, record: PersonRecord, issuedOn: string): Dose | undefined {
  const product = productOf(dose.product);
  // A product nobody knows is a doubt; one that is known but has no code yet is not (P13).
  if (dose.doubtful || product === undefined || !product.lotPattern.test(dose.lot)) return undefined;
  if (!isCalendarDay(dose.day) || dose.day < record.birthDay || dose.day > issuedOn) return undefined;
  if (record.movedOn !== null && dose.day > record.movedOn) return undefined;
  if (!Number.isSafeInteger(dose.number) || dose.number < 1 || dose.number > 99) return undefined;
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

/** Whether a `YYYY-MM-DD` text is a day that exists. */
export function isCalendarDay(text: string): boolean {
  const instant = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text) && text.length === 10;
}
