/**
 * Encryption of single fields (V9): AES-256-GCM with a random nonce. The place of the field is associated data, so a value moved to
 * another person, column or area does not open.
 *
 * Version 2: `02 ‖ generation (4 bytes) ‖ nonce ‖ ciphertext ‖ tag`; the generation says which of the area's keys opens it. Version 1
 * has no generation and belongs to the first.
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

export const KEY_BYTES = 32;
/** The keys that values of version 1 were written with. */
export const FIRST_GENERATION = 1;
const PLAIN_VERSION = 1;
const GENERATION_VERSION = 2;
const GENERATION_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A stored value that does not open: altered, moved, or of another key. Carries nothing of the value. */
export class UnreadableField extends Error {
  constructor(place: string) {
    super(`a stored field cannot be opened: ${place}`);
    this.name = 'UnreadableField';
  }
}

/**
 * Encrypts. `place` names area, table, column and row.
 *
 * @param generation of the key; left out for what is not a field of an area (wrapped keys), which is written as version 1
 */
export function encryptField(
  key: Uint8Array | KeyObject,
  place: string,
  plaintext: Uint8Array,
  generation?: number,
): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place, 'utf8'));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const head = generation === undefined ? Buffer.of(PLAIN_VERSION) : headOf(generation);
  return Buffer.concat([head, nonce, ciphertext, cipher.getAuthTag()]);
}

/** How every value of version 2 of a generation begins. */
export function headOf(generation: number): Buffer {
  const head = Buffer.alloc(1 + GENERATION_BYTES, GENERATION_VERSION);
  head.writeUInt32BE(generation, 1);
  return head;
}

/** Which generation a stored value was written with; null for what is no value. */
export function generationOf(stored: Uint8Array): number | null {
  if (stored[0] === PLAIN_VERSION) return FIRST_GENERATION;
  if (stored[0] !== GENERATION_VERSION || stored.length < 1 + GENERATION_BYTES) return null;
  return Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength).readUInt32BE(1);
}

/** Opens what {@link encryptField} wrote at the same place. @throws UnreadableField */
export function decryptField(key: Uint8Array | KeyObject, place: string, stored: Uint8Array): Buffer {
  const start = stored[0] === PLAIN_VERSION ? 1 : 1 + GENERATION_BYTES;
  if (stored.length < start + NONCE_BYTES + TAG_BYTES || generationOf(stored) === null) {
    throw new UnreadableField(nameOf(place));
  }
  const decipher = createDecipheriv('aes-256-gcm', key, stored.subarray(start, start + NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(place, 'utf8'));
  decipher.setAuthTag(stored.subarray(stored.length - TAG_BYTES));
  try {
    const opened = decipher.update(stored.subarray(start + NONCE_BYTES, stored.length - TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]);
  } catch {
    throw new UnreadableField(nameOf(place));
  }
}

/** Table and column only: which row it was is nobody's business in a message. */
const nameOf = (place: string) => place.split('/')[1] ?? 'unknown';
