/** The text of a SMART Health Card's symbol: `shc:/` and two digits for each character of the JWS (framework 1.4.0). */
import { err, ok, type Result } from 'neverthrow';

const PREFIX = 'shc:/';
/** `-` is written as 00, `z` as 77. */
const OFFSET = 45;
const HIGHEST_PAIR = 77;

/** What one symbol of version 22 at level L holds. */
export const JWS_LIMIT_CHARACTERS = 1195;

/** The symbol's text: a byte segment `shc:/`, then digits only, to be encoded as a numeric segment. */
export function shcQrText(jws: string): string {
  const pairs = [...jws].map((character) => String(character.charCodeAt(0) - OFFSET).padStart(2, '0'));
  return PREFIX + pairs.join('');
}

/** The JWS of a decoded symbol. Chunked symbols (`shc:/1/2/…`, deprecated) are refused. */
export function jwsOfShcQrText(text: string): Result<string, { readonly kind: 'malformed' }> {
  const digits = text.slice(PREFIX.length);
  if (!text.startsWith(PREFIX) || !/^([0-9]{2})+$/.test(digits)) return err({ kind: 'malformed' });
  if (digits.length > 2 * JWS_LIMIT_CHARACTERS) return err({ kind: 'malformed' });
  const pairs = (digits.match(/../g) ?? []).map(Number);
  if (pairs.some((pair) => pair > HIGHEST_PAIR)) return err({ kind: 'malformed' });
  return ok(String.fromCharCode(...pairs.map((pair) => pair + OFFSET)));
}
