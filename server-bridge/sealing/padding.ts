/**
 * ISO/IEC 7816-4 padding (one byte 80, then zeros) to a multiple of 4096 bytes, so that the length of a sealed message
 * tells neither the kind of certificate nor the number of doses (design §2, invariant C).
 */
export const PADDING_BLOCK_BYTES = 4096;

/** Largest plaintext before padding that {@link pad} accepts: twelve blocks keep the sealed form under its limit. */
export const PLAINTEXT_LIMIT_BYTES = 12 * PADDING_BLOCK_BYTES - 1;

/** A padded copy, or undefined where the plaintext is too long. The caller zeroes both. */
export function pad(plaintext: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (plaintext.length > PLAINTEXT_LIMIT_BYTES) return undefined;
  const blocks = Math.floor(plaintext.length / PADDING_BLOCK_BYTES) + 1;
  const padded = new Uint8Array(blocks * PADDING_BLOCK_BYTES);
  padded.set(plaintext);
  padded[plaintext.length] = 0x80;
  return padded;
}

/** The plaintext inside (a view, not a copy), or undefined where the padding is not exactly what {@link pad} writes. */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  if (padded.length === 0 || padded.length % PADDING_BLOCK_BYTES !== 0) return undefined;
  let end = padded.length - 1;
  while (end > 0 && padded[end] === 0) end -= 1;
  if (padded[end] !== 0x80) return undefined;
  if (padded.length - end > PADDING_BLOCK_BYTES) return undefined;
  return padded.subarray(0, end);
}
