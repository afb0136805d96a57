/**
 * The last look at a text or number before it is written: some identifiers are plain words by their shape (a terminal's id, an
 * operator's), and so are an individual number (12 digits) and a date of birth. Those are not written, whatever their field.
 */
const TWELVE_DIGITS = /(?<![0-9A-Za-z])[0-9](?:[-_.:]?[0-9]){11,}(?![0-9A-Za-z])/;
const DATE = /^([0-9]{4})([-_.:]?)([0-9]{1,2})\2([0-9]{1,2})$/;
/** Nobody alive was born before, nothing of ours is dated after. */
const YEARS = { first: 1900, last: 2099 };

export function hasPersonalShape(value: string | number | boolean): boolean {
  if (typeof value === 'boolean') return false;
  const text = typeof value === 'number' ? String(Math.trunc(Math.abs(value))) : value;
  return TWELVE_DIGITS.test(text) || (typeof value === 'string' && isDate(text));
}

function isDate(text: string): boolean {
  const [, year, separator, month, day] = DATE.exec(text) ?? [];
  if (separator === '' && text.length !== 8) return false;
  const inYears = Number(year) >= YEARS.first && Number(year) <= YEARS.last;
  return inYears && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}
