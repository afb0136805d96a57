/** Text on its way into a receipt: what the printer's character set cannot show is refused, never replaced. */
import iconv from 'iconv-lite';
import { err, ok, type Result } from 'neverthrow';

/** What the library would print wrong: `index` counts characters; the character itself stays out of the error. */
export type TextError = { readonly kind: 'unprintable-character'; readonly index: number; readonly codePoint: string };

/**
 * Checks that the text survives the way into CP932 and back unchanged. The receipt library composes characters (NFC)
 * and prints `?` for what it does not know, both without a word.
 */
export function checkPrintable(text: string): Result<string, TextError> {
  const characters = [...text];
  const index = characters.findIndex((character) => !isPrintable(character));
  const composed = text.normalize('NFC') !== text;
  if (index < 0 && !composed) return ok(text);
  const codePoint = (characters[Math.max(index, 0)]?.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return err({ kind: 'unprintable-character', index: Math.max(index, 0), codePoint: `U+${codePoint}` });
}

function isPrintable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f || character.normalize('NFC') !== character) return false;
  const bytes = iconv.encode(character, 'cp932');
  return iconv.decode(bytes, 'cp932') === character && (character === '?' || !bytes.equals(QUESTION_MARK));
}

const QUESTION_MARK = Buffer.from('?');

/**
 * Text as ReceiptLine takes it literally: every character with a meaning of its own in that language (`\ { | } - = _ " ^
 * ~` and the grave accent) as `\xHH`. Letters, digits and Japanese stay as they are.
 */
export function escapeReceiptLine(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, (mark) => `\\x${mark.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
