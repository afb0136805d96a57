/** CK_ULONG of 64-bit Linux. */
export const WORD_BYTES = 8;

/** Values as the module reads and writes them, each of 8 bytes. */
export function words(...values: readonly bigint[]): Buffer {
  const bytes = Buffer.alloc(values.length * WORD_BYTES);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(value, index * WORD_BYTES);
  return bytes;
}
