/**
 * ISO/IEC 7816-4 padding (one byte 80, then zeros) to one length for every message, so that the length of a sealed message
 * tells nothing: not the kind of certificate, not whether a passport was read, not the number of doses, not a refusal
 * (design §2, invariant C). Steps would tell: an overseas certificate with its doses is several blocks of 4096 bytes, a
 * domestic one or a refusal is one or two.
 */
export const PADDED_BYTES = 49_152;

/** Largest plaintext before padding that {@link pad} accepts: the largest card files with those of a passport. */
export const PLAINTEXT_LIMIT_BYTES = PADDED_BYTES - 1;

/** A padded copy, or undefined where the plaintext is too long. The caller zeroes both. */
export function pad(plaintext: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (plaintext.length > PLAINTEXT_LIMIT_BYTES) return undefined;
  const padded = new Uint8Array(PADDED_BYTES);
  padded.set(plaintext);
  padded[plaintext.length] = 0x80;
  return padded;
}

/** The plaintext inside (a view, not a copy), or undefined where the padding is not exactly what {@link pad} writes. */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  if (padded.length !== PADDED_BYTES) return undefined;
  let end = padded.length - 1;
  while (end > 0 && padded[end] === 0) end -= 1;
  return padded[end] === 0x80 ? padded.subarray(0, end) : undefined;
}
