import { createCipheriv, createDecipheriv } from 'node:crypto';
import { concatBytes } from '../../apdu/hex.ts';
import { padBlocks } from './block-padding.ts';

/** Block of DES, and its initial vector of zeros, which is all that the passport's DES modes use. */
export const DES_BLOCK = 8;
const ZERO_VECTOR = new Uint8Array(DES_BLOCK);

/** Two-key triple DES in CBC mode, initial vector zero, no padding (Doc 9303-11, 9.8.6.1). `key`: 16 bytes. */
export function encryptTripleDes(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return withTwoKeys(key, (three) => run(createCipheriv('des-ede3-cbc', three, ZERO_VECTOR), bytes));
}

export function decryptTripleDes(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return withTwoKeys(key, (three) => run(createDecipheriv('des-ede3-cbc', three, ZERO_VECTOR), bytes));
}

/**
 * MAC algorithm 3 of ISO/IEC 9797-1 ("retail MAC") with DES and padding method 2, 8 bytes (Doc 9303-11, 9.8.6.2).
 * Single DES is K‖K‖K in triple DES, because OpenSSL 3 has it no longer by itself. `key`: 16 bytes.
 */
export function retailMac(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const one = key.subarray(0, 8);
  const other = key.subarray(8, 16);
  const chained = singleDes(one, padBlocks(bytes, DES_BLOCK), 'encrypt').slice(-DES_BLOCK);
  return singleDes(one, singleDes(other, chained, 'decrypt'), 'encrypt');
}

function singleDes(key: Uint8Array, bytes: Uint8Array, direction: 'encrypt' | 'decrypt'): Uint8Array {
  const same = concatBytes(key, key);
  try {
    return direction === 'encrypt' ? encryptTripleDes(same, bytes) : decryptTripleDes(same, bytes);
  } finally {
    same.fill(0);
  }
}

function withTwoKeys<T>(key: Uint8Array, use: (three: Uint8Array) => T): T {
  if (key.length !== 16) throw new RangeError('a two-key triple DES key has 16 bytes');
  const three = concatBytes(key, key.subarray(0, 8));
  try {
    return use(three);
  } finally {
    three.fill(0);
  }
}

type Cipher = Pick<ReturnType<typeof createCipheriv>, 'setAutoPadding' | 'update' | 'final'>;

function run(cipher: Cipher, bytes: Uint8Array): Uint8Array {
  if (bytes.length % DES_BLOCK !== 0) throw new RangeError('not whole blocks');
  cipher.setAutoPadding(false);
  const output = cipher.update(bytes);
  cipher.final();
  return new Uint8Array(output);
}
