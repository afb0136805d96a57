/** Secrets of second factors at rest: AES-256-GCM under the key file of the configuration, bound to their account. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1.';
const KEY_PATTERN = /^[0-9a-f]{64}$/;

export type SecretBox = {
  /** @param owner the account's name; what is sealed for one opens for no other */
  seal(owner: string, secret: Uint8Array): string;
  /** null: not sealed under this key for this owner. */
  open(owner: string, sealed: string): Uint8Array | null;
};

/** @returns null when the text of the key file is not 64 hexadecimal digits */
export function secretBoxFrom(keyText: string): SecretBox | null {
  const digits = keyText.trim().toLowerCase();
  if (!KEY_PATTERN.test(digits)) return null;
  const key = Buffer.from(digits, 'hex');
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
