/** Weights of the eleven digits from left to right (総務省令第85号 第5条: Q_n = n + 1 for n ≤ 6, n − 5 above, counted from the right). */
const WEIGHTS = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2] as const;

/** The check digit of eleven ASCII digits. Anything else is a bug and throws. */
export function checkDigitOf(elevenDigits: string): number {
  if (!/^[0-9]{11}$/.test(elevenDigits)) throw new Error('eleven digits needed');
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(elevenDigits[index]), 0);
  const rest = sum % 11;
  return rest <= 1 ? 0 : 11 - rest;
}

/** True for twelve ASCII digits with a right check digit (V13). `000000000000` would pass the formula and is refused. */
export function isIndividualNumber(text: string): boolean {
  if (!/^[0-9]{12}$/.test(text) || text === '000000000000') return false;
  return checkDigitOf(text.slice(0, 11)) === Number(text[11]);
}
