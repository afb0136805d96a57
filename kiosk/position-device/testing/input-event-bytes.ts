/** Bytes as an input device of Linux sends them (64-bit, little-endian), written by hand so that the codec is not its own judge. */
export type SentEvent = { readonly type: number; readonly code: number; readonly value: number };

export function inputEventBytes({ type, code, value }: SentEvent): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(1_767_225_600, 0);
  bytes.writeUInt32LE(123_456, 8);
  bytes.writeUInt16LE(type, 16);
  bytes.writeUInt16LE(code, 18);
  bytes.writeInt32LE(value, 20);
  return bytes;
}

export const SYN_REPORT_BYTES = inputEventBytes({ type: 0, code: 0, value: 0 });
