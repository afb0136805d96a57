import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Block of AES. */
export const AES_BLOCK = 16;
const ZERO_VECTOR = new Uint8Array(AES_BLOCK);

/** AES in CBC mode without padding; the key's length (16, 24, 32 bytes) chooses the cipher. */
export function encryptAes(key: Uint8Array, bytes: Uint8Array, vector: Uint8Array = ZERO_VECTOR): Uint8Array {
  requireBlocks(bytes);
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, vector).setAutoPadding(false);
  const output = cipher.update(bytes);
  cipher.final();
  return new Uint8Array(output);
}

export function decryptAes(key: Uint8Array, bytes: Uint8Array, vector: Uint8Array = ZERO_VECTOR): Uint8Array {
  requireBlocks(bytes);
  const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, vector).setAutoPadding(false);
  const output = decipher.update(bytes);
  decipher.final();
  return new Uint8Array(output);
}

/** One block in ECB mode: CBC with a zero vector is the same for a single block. */
export function encryptAesBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  if (block.length !== AES_BLOCK) throw new RangeError('not one block');
  return encryptAes(key, block);
}

/** AES-CMAC of NIST SP 800-38B (RFC 4493), whole 16 bytes. */
export function aesCmac(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const first = doubled(encryptAesBlock(key, ZERO_VECTOR));
  const count = Math.max(1, Math.ceil(bytes.length / AES_BLOCK));
  const blocks = new Uint8Array(count * AES_BLOCK);
  blocks.set(bytes);
  const complete = bytes.length === blocks.length;
  if (!complete) blocks[bytes.length] = 0x80;
  const subkey = complete ? first : doubled(first);
  for (const [index, byte] of subkey.entries()) {
    const at = blocks.length - AES_BLOCK + index;
    blocks[at] = (blocks[at] ?? 0) ^ byte;
  }
  try {
    return encryptAes(key, blocks).slice(-AES_BLOCK);
  } finally {
    blocks.fill(0);
    first.fill(0);
    subkey.fill(0);
  }
}

/** Multiplication by x in GF(2^128). */
function doubled(block: Uint8Array): Uint8Array {
  const carry = (block[0] ?? 0) >> 7;
  return block.map((byte, index) => {
    const shifted = ((byte << 1) & 0xff) | ((block[index + 1] ?? 0) >> 7);
    return index === AES_BLOCK - 1 ? shifted ^ (carry * 0x87) : shifted;
  });
}

function requireBlocks(bytes: Uint8Array): void {
  if (bytes.length % AES_BLOCK !== 0) throw new RangeError('not whole blocks');
}
