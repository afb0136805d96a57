import { err, ok, type Result } from 'neverthrow';
import { concatBytes } from './hex.ts';

/** An answer APDU: data, then the two status bytes as one number. */
export type ResponseApdu = { readonly data: Uint8Array; readonly statusWord: number };

/** `too-short`: fewer than two bytes. `not-a-status`: SW1 outside 6X and 9X, which ISO/IEC 7816-4 rules out (5.6). */
export type ResponseApduError = { kind: 'too-short' } | { kind: 'not-a-status' };

/** Splits an answer into data (a view on the same bytes) and status word. */
export function parseResponse(bytes: Uint8Array): Result<ResponseApdu, ResponseApduError> {
  const sw1 = bytes.at(-2);
  const sw2 = bytes.at(-1);
  if (sw1 === undefined || sw2 === undefined) return err({ kind: 'too-short' });
  const group = sw1 >> 4;
  if ((group !== 0x6 && group !== 0x9) || sw1 === 0x60) return err({ kind: 'not-a-status' });
  return ok({ data: bytes.subarray(0, -2), statusWord: (sw1 << 8) | sw2 });
}

/** Codes an answer; the virtual card uses it. */
export function encodeResponse(statusWord: number, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  if (!Number.isInteger(statusWord) || statusWord < 0 || statusWord > 0xffff)
    throw new Error('status word out of range');
  return concatBytes(data, Uint8Array.of(statusWord >> 8, statusWord & 0xff));
}
