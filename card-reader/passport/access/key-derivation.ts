import { createHash } from 'node:crypto';
import { concatBytes } from '../../apdu/hex.ts';
import type { SessionKeys } from '../messaging/protection-suite.ts';

/** What a key is for: the last byte of the derivation's counter (Doc 9303-11, 9.7.1). */
const PURPOSE = { encryption: 1, authentication: 2, password: 3 } as const;

export type KeyPurpose = keyof typeof PURPOSE;
export type KeyCipher = 'triple-des' | 'aes-128' | 'aes-192' | 'aes-256';

const DERIVATION: Record<KeyCipher, { hash: 'sha1' | 'sha256'; keyLength: number }> = {
  'triple-des': { hash: 'sha1', keyLength: 16 },
  'aes-128': { hash: 'sha1', keyLength: 16 },
  'aes-192': { hash: 'sha256', keyLength: 24 },
  'aes-256': { hash: 'sha256', keyLength: 32 },
};

/** KDF of Doc 9303-11, 9.7.1: a hash over the secret and a counter, cut to the key's length. SHA-1 is fixed there. */
export function deriveKey(secret: Uint8Array, purpose: KeyPurpose, cipher: KeyCipher): Uint8Array {
  const { hash, keyLength } = DERIVATION[cipher];
  const input = concatBytes(secret, Uint8Array.of(0, 0, 0, PURPOSE[purpose]));
  const digest = createHash(hash).update(input).digest();
  input.fill(0);
  const key = new Uint8Array(digest.subarray(0, keyLength));
  digest.fill(0);
  return cipher === 'triple-des' ? key.map(withOddParity) : key;
}

export function deriveSessionKeys(secret: Uint8Array, cipher: KeyCipher): SessionKeys {
  return {
    encryption: deriveKey(secret, 'encryption', cipher),
    authentication: deriveKey(secret, 'authentication', cipher),
  };
}

/** SHA-1 of the MRZ information: the password of PACE, and with its first 16 bytes the key seed of BAC (9.7.2, 9.7.3). */
export function passwordOf(mrzInformation: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha1').update(mrzInformation).digest());
}

/** DES keys carry a parity bit in each byte. */
function withOddParity(byte: number): number {
  let ones = 0;
  for (let bits = byte >> 1; bits !== 0; bits >>= 1) ones += bits & 1;
  return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0);
}
