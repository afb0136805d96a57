import { AES_BLOCK, aesCmac, decryptAes, encryptAes, encryptAesBlock } from './aes.ts';
import { padBlocks } from './block-padding.ts';
import { DES_BLOCK, decryptTripleDes, encryptTripleDes, retailMac } from './triple-des.ts';

/** Session keys; zeroed when the channel ends. */
export type SessionKeys = { readonly encryption: Uint8Array; readonly authentication: Uint8Array };

/** What secure messaging needs of a cipher. `counter` is the send sequence counter, one block long. */
export interface ProtectionSuite {
  readonly blockLength: number;
  /** Whole blocks in, as many out. */
  encrypt(counter: Uint8Array, padded: Uint8Array): Uint8Array;
  decrypt(counter: Uint8Array, cryptogram: Uint8Array): Uint8Array;
  /** 8 bytes over the counter and the bytes, padded together. */
  mac(counterAndBytes: Uint8Array): Uint8Array;
  /** Overwrites the keys. */
  wipe(): void;
}

/** Triple DES in CBC mode with vector zero, and the retail MAC (Doc 9303-11, 9.8.6); what BAC agrees on. */
export function tripleDesSuite(keys: SessionKeys): ProtectionSuite {
  return {
    blockLength: DES_BLOCK,
    encrypt: (_counter, padded) => encryptTripleDes(keys.encryption, padded),
    decrypt: (_counter, cryptogram) => decryptTripleDes(keys.encryption, cryptogram),
    mac: (bytes) => retailMac(keys.authentication, bytes),
    wipe: () => wipeKeys(keys),
  };
}

/** AES in CBC mode, its vector the encrypted counter, and CMAC cut to 8 bytes (Doc 9303-11, 9.8.7). */
export function aesSuite(keys: SessionKeys): ProtectionSuite {
  const vectorOf = (counter: Uint8Array): Uint8Array => encryptAesBlock(keys.encryption, counter);
  return {
    blockLength: AES_BLOCK,
    encrypt: (counter, padded) => encryptAes(keys.encryption, padded, vectorOf(counter)),
    decrypt: (counter, cryptogram) => decryptAes(keys.encryption, cryptogram, vectorOf(counter)),
    mac: (bytes) => aesCmac(keys.authentication, padBlocks(bytes, AES_BLOCK)).slice(0, 8),
    wipe: () => wipeKeys(keys),
  };
}

export function wipeKeys(keys: SessionKeys): void {
  keys.encryption.fill(0);
  keys.authentication.fill(0);
}
