/**
 * Encryption of single fields (V9): AES-256-GCM with a random nonce; written as version ‖ nonce ‖ ciphertext ‖ tag. The place
 * of the field is associated data, so a value moved to another person, column or area does not open.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export const KEY_BYTES = 32;
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A stored value that does not open: altered, moved, or of another key. Carries nothing of the value. */
export class UnreadableField extends Error {
  constructor(place: string) {
    super(`a stored field cannot be opened: ${place}`);
    this.name = 'UnreadableField';
  }
}

/** Encrypts. `place` names area, table, column and row. */
export function encryptField(key: Uint8Array, place: string, plaintext: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place, 'utf8'));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, ciphertext, cipher.getAuthTag()]);
}

/** Opens what {@link encryptField} wrote at the same place. @throws UnreadableField */
export function decryptField(key: Uint8Array, place: string, stored: Uint8Array): Buffer {
  if (stored.length < 1 + NONCE_BYTES + TAG_BYTES || stored[0] !== VERSION) throw new UnreadableField(nameOf(place));
  const decipher = createDecipheriv('aes-256-gcm', key, stored.subarray(1, 1 + NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(place, 'utf8'));
  decipher.setAuthTag(stored.subarray(stored.length - TAG_BYTES));
  try {
    const opened = decipher.update(stored.subarray(1 + NONCE_BYTES, stored.length - TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]);
  } catch {
    throw new UnreadableField(nameOf(place));
  }
}

/** Table and column only: which row it was is nobody's business in a message. */
const nameOf = (place: string) => place.split('/')[1] ?? 'unknown';
