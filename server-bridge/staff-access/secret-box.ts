/**
 * Secrets of second factors at rest: AES-256-GCM under the key file of the configuration, bound to their account. The file may hold
 * several keys, one a line: the first seals, every one opens, so that a key is replaced without anybody losing the second factor.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1.';
const KEY_PATTERN = /^[0-9a-f]{64}$/;
/** The one that seals, and those of the last renewals. */
const MOST_KEYS = 4;

export type SecretBox = {
  /** @param owner the account's name; what is sealed for one opens for no other */
  seal(owner: string, secret: Uint8Array): string;
  /** null: not sealed under any of the keys for this owner. */
  open(owner: string, sealed: string): Uint8Array | null;
  /** Whether it is sealed under the key that seals now. */
  isNewest(owner: string, sealed: string): boolean;
};

/** @returns null when the text of the key file is not one to four different keys of 64 hexadecimal digits, one a line */
export function secretBoxFrom(keyText: string): SecretBox | null {
  const lines = keyText
    .trim()
    .toLowerCase()
    .split(/\s*\n\s*/);
  if (lines.length > MOST_KEYS || new Set(lines).size < lines.length) return null;
  if (!lines.every((digits) => KEY_PATTERN.test(digits))) return null;
  const [newest, ...older] = lines.map((digits) => boxOf(Buffer.from(digits, 'hex')));
  if (newest === undefined) return null;
  return {
    seal: newest.seal,
    open(owner, sealed) {
      for (const box of [newest, ...older]) {
        const secret = box.open(owner, sealed);
        if (secret !== null) return secret;
      }
      return null;
    },
    isNewest(owner, sealed) {
      const secret = newest.open(owner, sealed);
      secret?.fill(0);
      return secret !== null;
    },
  };
}

function boxOf(key: Buffer): Pick<SecretBox, 'seal' | 'open'> {
  return {
    seal(owner, secret) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner, 'utf8'));
      const sealed = Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
      return VERSION + sealed.toString('base64url');
    },
    open(owner, sealed) {
      if (!sealed.startsWith(VERSION)) return null;
      const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
      if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null;
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(owner, 'utf8')).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}
