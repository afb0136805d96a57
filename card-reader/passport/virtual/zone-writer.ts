import { type Mrz, parseMrz } from '../mrz.ts';
import { mrzCheckDigit } from '../mrz-check-digit.ts';

/** Somebody who does not exist, as a passport names them. */
export type SyntheticHolder = {
  /** Codes of the zone, such as UTO or JPN. */
  readonly issuingState: string;
  readonly nationality: string;
  /** Roman letters and blanks. */
  readonly primaryIdentifier: string;
  readonly secondaryIdentifier: string;
  readonly documentNumber: string;
  /** YYMMDD. */
  readonly birthDate: string;
  readonly sex: Mrz['sex'];
  /** YYMMDD. */
  readonly expiryDate: string;
  readonly optionalData?: string;
};

const NAME_LENGTH = 39;

/** Writes a zone with all its check digits; a holder that has no valid zone is a bug of the caller and throws. */
export function writeZone(holder: SyntheticHolder): Mrz {
  const filled = (text: string, length: number): string => text.replaceAll(' ', '<').padEnd(length, '<');
  const checked = (text: string): string => text + mrzCheckDigit(text);
  const names = [holder.primaryIdentifier, holder.secondaryIdentifier].filter((name) => name !== '').join('<<');
  const first = `P<${filled(holder.issuingState, 3)}${filled(names, NAME_LENGTH).slice(0, NAME_LENGTH)}`;
  const number = checked(filled(holder.documentNumber, 9));
  const birth = checked(holder.birthDate);
  const expiry = checked(holder.expiryDate);
  const optional = checked(filled(holder.optionalData ?? '', 14));
  const composite = mrzCheckDigit(number + birth + expiry + optional);
  const sex = holder.sex === 'X' ? '<' : holder.sex;
  const second = `${number}${filled(holder.nationality, 3)}${birth}${sex}${expiry}${optional}${composite}`;
  const zone = parseMrz(first + second);
  if (zone.isErr()) throw new Error(`no zone for this synthetic holder: ${zone.error.kind}`);
  return zone.value;
}
