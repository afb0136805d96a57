/** The check digit of a local government's code (総務省, 全国地方公共団体コード): five digits weighted 6 to 2, modulo 11. */

/** The check digit of five ASCII digits. @throws on anything else, which is a bug */
export function municipalityCheckDigit(fiveDigits: string): number {
  if (!/^[0-9]{5}$/.test(fiveDigits)) throw new Error('five digits needed');
  const sum = [...fiveDigits].reduce((total, digit, index) => total + (6 - index) * Number(digit), 0);
  return (11 - (sum % 11)) % 10;
}

/** Six ASCII digits, the last of them right. */
export function isMunicipalityCode(text: string): boolean {
  return /^[0-9]{6}$/.test(text) && municipalityCheckDigit(text.slice(0, 5)) === Number(text[5]);
}
