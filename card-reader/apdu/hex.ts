/** Upper-case hex without separators. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex').toUpperCase();
}

/** Reads hex that our own source wrote (blanks allowed); anything else is a bug and throws. */
export function fromHex(text: string): Uint8Array {
  const compact = text.replaceAll(/\s/g, '');
  if (!/^([0-9A-Fa-f]{2})*$/.test(compact)) throw new Error('not hex');
  return new Uint8Array(Buffer.from(compact, 'hex'));
}

/** Joins byte strings into a new one. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
