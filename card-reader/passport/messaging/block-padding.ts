/** Padding method 2 of ISO/IEC 9797-1: one byte 80, then zeros up to the block length. Always adds at least one byte. */
export function padBlocks(bytes: Uint8Array, blockLength: number): Uint8Array {
  const padded = new Uint8Array((Math.floor(bytes.length / blockLength) + 1) * blockLength);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  return padded;
}

/** Takes the padding off again (a copy); undefined when there is none, or more than one block of it. */
export function unpadBlocks(padded: Uint8Array, blockLength: number): Uint8Array | undefined {
  let length = padded.length - 1;
  while (length > 0 && padded[length] === 0x00) length -= 1;
  if (padded[length] !== 0x80 || padded.length - length > blockLength) return undefined;
  return padded.slice(0, length);
}
