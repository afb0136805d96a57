/**
 * What becomes of an application by the words of the requirements alone (P9, P10, V13): written without a line of the gate, so that
 * the two can disagree. Character by character where the gate has patterns, calendar arithmetic where it has dates.
 */
export type OracleDose = {
  readonly number: number;
  readonly day: string;
  readonly product: string;
  readonly lot: string;
  /** Somebody has said that it is to be looked at. */
  readonly said: boolean;
};
export type OraclePerson = {
  readonly birthDay: string;
  readonly protected: boolean;
  readonly movedOn: string | null;
  readonly deceasedOn: string | null;
  readonly doses: readonly OracleDose[];
};
export type Verdict = 'issued' | 'NO_RECORD_CHECK_CITY' | 'NO_RECORD_ASK_CITY' | 'NEEDS_CONFIRMATION' | 'COUNTER_ONLY';

type Maker = 'pfizer' | 'moderna' | 'other';
/** The twelve products of the programme by their makers. */
export const KNOWN_PRODUCTS: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['comirnaty', 'pfizer'],
  ['comirnaty-5-11', 'pfizer'],
  ['comirnaty-6m-4', 'pfizer'],
  ['comirnaty-ba1', 'pfizer'],
  ['comirnaty-ba45', 'pfizer'],
  ['comirnaty-ba45-5-11', 'pfizer'],
  ['spikevax', 'moderna'],
  ['spikevax-ba1', 'moderna'],
  ['spikevax-ba45', 'moderna'],
  ['nuvaxovid', 'other'],
  ['vaxzevria', 'other'],
  ['jcovden', 'other'],
]);

/** The doses of a known person, who is not protected: is there any doubt about one of them? */
export function isCertain(person: OraclePerson, today: string): boolean {
  if (person.deceasedOn !== null) return false;
  let number = 0;
  let last = 0;
  for (const dose of person.doses) {
    const day = daysOf(dose.day);
    const isPlain = !dose.said && isRightLot(dose.product, dose.lot) && day !== null;
    if (!isPlain || !Number.isInteger(dose.number) || dose.number <= number || dose.number > 99) return false;
    if (day <= last || day < certainDay(person.birthDay) || day > certainDay(today)) return false;
    if (person.movedOn !== null && day > certainDay(person.movedOn)) return false;
    number = dose.number;
    last = day;
  }
  return true;
}

/** @param cardBirthDay as proven by the card; a record of another day is not told apart from a mix-up */
export function verdictOf(person: OraclePerson | null, cardBirthDay: string, today: string): Verdict {
  if (person === null) return 'NO_RECORD_CHECK_CITY';
  if (person.birthDay !== cardBirthDay) return 'NEEDS_CONFIRMATION';
  if (person.protected) return 'COUNTER_ONLY';
  if (person.doses.length === 0) return 'NO_RECORD_ASK_CITY';
  return isCertain(person, today) ? 'issued' : 'NEEDS_CONFIRMATION';
}

const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= '0' && character <= '9';
const isLetter = (character: string | undefined): boolean =>
  character !== undefined && character >= 'A' && character <= 'Z';

function isRightLot(product: string, lot: string): boolean {
  const all = [...lot];
  const maker = KNOWN_PRODUCTS.get(product);
  switch (maker) {
    case 'pfizer':
      return all.length === 6 && all.slice(0, 2).every(isLetter) && all.slice(2).every(isDigit);
    case 'moderna':
      return all.length === 7 && all.slice(0, 6).every(isDigit) && (isDigit(all[6]) || isLetter(all[6]));
    case 'other':
      return all.length >= 4 && all.length <= 10 && all.every((one) => isDigit(one) || isLetter(one));
    case undefined:
      return false;
    default: {
      const never: never = maker;
      throw new Error(`unknown maker ${String(never)}`);
    }
  }
}

const certainDay = (text: string): number => {
  const day = daysOf(text);
  if (day === null) throw new Error('the oracle is given days that exist');
  return day;
};

/** A number that rises with the day; null where the calendar has no such day. */
function daysOf(text: string): number | null {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return length === undefined || day < 1 || day > length ? null : year * 372 + month * 31 + day;
}
