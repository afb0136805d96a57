/** How a value is written to a CSV that people open in spreadsheets, and that old systems read in Shift_JIS. */
import iconv from 'iconv-lite';

/** What a spreadsheet takes for the beginning of a formula, in either width (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/u;

/**
 * One cell. A text that a spreadsheet would run gets an apostrophe in front, and stays a text; quotes where CSV needs them (RFC 4180).
 */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

export type WrittenEncoding = 'utf-8' | 'shift_jis';

/** UTF-8 begins with a mark, by which spreadsheets know it. */
export const beginningOf = (encoding: WrittenEncoding): Buffer =>
  encoding === 'utf-8' ? Buffer.from([0xef, 0xbb, 0xbf]) : Buffer.alloc(0);

/** A character that Shift_JIS lacks is written by its number, `[U+20BB7]`: nothing is lost, and nothing looks like another. */
export function encodeText(text: string, encoding: WrittenEncoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  const bytes = iconv.encode(text, 'cp932');
  if (iconv.decode(bytes, 'cp932') === text) return bytes;
  return iconv.encode([...text].map(nameUnwritable).join(''), 'cp932');
}

function nameUnwritable(character: string): string {
  if (iconv.decode(iconv.encode(character, 'cp932'), 'cp932') === character) return character;
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
}
