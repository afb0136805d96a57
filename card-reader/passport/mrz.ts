import { err, ok, type Result } from 'neverthrow';
import { hasCheckDigit } from './mrz-check-digit.ts';

/**
 * The machine-readable zone of a passport (TD3: two lines of 44 characters, Doc 9303-4, 4.2). Fields are without their
 * trailing fillers. Names are Roman letters as printed there: blanks between parts.
 */
export type Mrz = {
  /** Both lines, 88 characters, as printed. */
  readonly text: string;
  /** `P`, or `P` and a letter of the issuing state's own. */
  readonly documentCode: string;
  /** One to three letters: ISO 3166-1 alpha-3 or one of Doc 9303-3's own. */
  readonly issuingState: string;
  readonly primaryIdentifier: string;
  /** Empty for somebody with one name only. */
  readonly secondaryIdentifier: string;
  readonly documentNumber: string;
  readonly nationality: string;
  /** YYMMDD; a part that is not known is `<<`. */
  readonly birthDate: string;
  /** `X`: not specified (`<` in the zone). */
  readonly sex: 'M' | 'F' | 'X';
  /** YYMMDD. */
  readonly expiryDate: string;
  readonly optionalData: string;
};

export type MrzField = keyof Omit<Mrz, 'text' | 'primaryIdentifier' | 'secondaryIdentifier'> | 'name';

/** What is wrong with a zone: the field, never its content. */
export type MrzError =
  | { kind: 'mrz-not-td3' }
  | { kind: 'mrz-malformed'; field: MrzField }
  | { kind: 'mrz-check-digit'; field: 'documentNumber' | 'birthDate' | 'expiryDate' | 'optionalData' | 'composite' };

export const MRZ_LENGTH = 88;

const STATE = /^[A-Z]{1,3}<*$/;
const NAME = /^([A-Z]+(?:<[A-Z]+)*)(?:<<([A-Z]+(?:<[A-Z]+)*))?<*$/;

/** Where each field stands in the 88 characters, and what it looks like. The table is the parser. */
const FIELDS: Record<MrzField, { from: number; to: number; form: RegExp }> = {
  documentCode: { from: 0, to: 2, form: /^P[A-Z<]$/ },
  issuingState: { from: 2, to: 5, form: STATE },
  name: { from: 5, to: 44, form: NAME },
  documentNumber: { from: 44, to: 53, form: /^[A-Z0-9][A-Z0-9<]*$/ },
  nationality: { from: 54, to: 57, form: STATE },
  birthDate: { from: 57, to: 63, form: /^([0-9]{2}|<<)(0[1-9]|1[0-2]|<<)(0[1-9]|[12][0-9]|3[01]|<<)$/ },
  sex: { from: 64, to: 65, form: /^[MF<]$/ },
  expiryDate: { from: 65, to: 71, form: /^[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$/ },
  optionalData: { from: 72, to: 86, form: /^[A-Z0-9<]*$/ },
};

/** Every check digit (Doc 9303-4, 4.2.4): the parts it covers, and where it stands. */
const CHECK_DIGITS = [
  { field: 'documentNumber', covers: [[44, 53]], at: 53 },
  { field: 'birthDate', covers: [[57, 63]], at: 63 },
  { field: 'expiryDate', covers: [[65, 71]], at: 71 },
  { field: 'optionalData', covers: [[72, 86]], at: 86 },
  {
    field: 'composite',
    covers: [
      [44, 54],
      [57, 64],
      [65, 87],
    ],
    at: 87,
  },
] as const;

/**
 * Reads a zone of 88 characters; one line break between the lines, as scanners send it, is allowed. Every field and
 * every check digit must be right: a misread character is refused, not corrected (K3).
 */
export function parseMrz(input: string): Result<Mrz, MrzError> {
  const text = input.replace(/^(.{44})(?:\r\n|\n|\r)(.{44})$/, '$1$2');
  if (!/^[A-Z0-9<]{88}$/.test(text)) return err({ kind: 'mrz-not-td3' });
  for (const field of Object.keys(FIELDS)) {
    if (isField(field) && !isWellFormed(field, text)) return err({ kind: 'mrz-malformed', field });
  }
  const wrong = CHECK_DIGITS.find(({ field, covers, at }) => {
    const covered = covers.map(([from, to]) => text.slice(from, to)).join('');
    const emptyOptionalData = field === 'optionalData' && /^<+$/.test(covered) && text[at] === '<';
    return !emptyOptionalData && !hasCheckDigit(covered, text[at]);
  });
  return wrong === undefined ? ok(read(text)) : err({ kind: 'mrz-check-digit', field: wrong.field });
}

function isField(name: string): name is MrzField {
  return Object.hasOwn(FIELDS, name);
}

function isWellFormed(field: MrzField, text: string): boolean {
  const content = fieldOf(text, field);
  const dated = field === 'birthDate' || field === 'expiryDate';
  return FIELDS[field].form.test(content) && (!dated || isDayOfMonth(content));
}

/** A two-digit year is a leap year exactly when four divides it: 1900 is out of every passport's reach. */
function isDayOfMonth(date: string): boolean {
  const [year, month, day] = [0, 2, 4].map((at) => Number(date.slice(at, at + 2)));
  if (month === undefined || day === undefined || Number.isNaN(month) || Number.isNaN(day)) return true;
  if (month === 2) return day <= (year === undefined || Number.isNaN(year) || year % 4 === 0 ? 29 : 28);
  return day <= ([4, 6, 9, 11].includes(month) ? 30 : 31);
}

function fieldOf(text: string, field: MrzField): string {
  const { from, to } = FIELDS[field];
  return text.slice(from, to);
}

function read(text: string): Mrz {
  const unfilled = (field: MrzField): string => fieldOf(text, field).replace(/<+$/, '');
  const [, primary = '', secondary = ''] = NAME.exec(fieldOf(text, 'name')) ?? [];
  const sex = fieldOf(text, 'sex');
  return {
    text,
    documentCode: unfilled('documentCode'),
    issuingState: unfilled('issuingState'),
    primaryIdentifier: primary.replaceAll('<', ' '),
    secondaryIdentifier: secondary.replaceAll('<', ' '),
    documentNumber: unfilled('documentNumber'),
    nationality: unfilled('nationality'),
    birthDate: fieldOf(text, 'birthDate'),
    sex: sex === 'M' || sex === 'F' ? sex : 'X',
    expiryDate: fieldOf(text, 'expiryDate'),
    optionalData: unfilled('optionalData'),
  };
}

/** What the chip's keys are made of: document number, birth and expiry date, each with its check digit (9303-11, 9.7.2). */
export function mrzInformation(mrz: Mrz): Uint8Array {
  const text = mrz.text.slice(44, 54) + mrz.text.slice(57, 64) + mrz.text.slice(65, 72);
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
