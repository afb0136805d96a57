/** What two people read to each other to be sure that they speak of the same key. */
import { hash, type KeyObject } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 12;

/** Sixty bits of the key's SHA-256, `XXXX-XXXX-XXXX`: another key with the same ones is not found by trying. */
export function keyComparison(publicKey: KeyObject): string {
  const digest = hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'buffer');
  // 256 is a multiple of 32, so every letter is as likely as any other.
  const letters = [...digest.subarray(0, LETTERS)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}
