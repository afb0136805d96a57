const WEIGHTS = [7, 3, 1] as const;

/** Check digit of a machine-readable zone (Doc 9303-3, 4.9): weights 7 3 1, digits as they are, A = 10, filler = 0. */
export function mrzCheckDigit(text: string): string {
  let sum = 0;
  for (const [index, character] of [...text].entries()) sum += numberOf(character) * (WEIGHTS[index % 3] ?? 0);
  return String(sum % 10);
}

/** True when `digit` is the check digit of the text; a filler or a letter in its place is not. */
export function hasCheckDigit(text: string, digit: string | undefined): boolean {
  return mrzCheckDigit(text) === digit;
}

function numberOf(character: string): number {
  if (character === '<') return 0;
  if (/^[0-9]$/.test(character)) return Number(character);
  if (/^[A-Z]$/.test(character)) return character.charCodeAt(0) - 55;
  throw new RangeError('not a character of the machine-readable zone');
}
