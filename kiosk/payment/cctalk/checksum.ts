/** The two checks a ccTalk message can carry (generic specification 4.x, part 1). */

/** The byte that makes the sum of the whole message zero modulo 256. */
export function simpleChecksum(bytes: Uint8Array): number {
  return -bytes.reduce((sum, byte) => sum + byte, 0) & 0xff;
}

/** CRC-CCITT: x^16 + x^12 + x^5 + 1, register 0 at the beginning, most significant bit first. */
export function crc16(bytes: Uint8Array): number {
  let register = 0;
  for (const byte of bytes) {
    register ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      register = register & 0x8000 ? ((register << 1) ^ 0x1021) & 0xffff : (register << 1) & 0xffff;
    }
  }
  return register;
}
