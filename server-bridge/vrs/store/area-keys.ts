/**
 * The keys of one area: one for its fields, one for finding people by number. They are stored wrapped by the master key, so
 * that the database alone opens nothing, and one area's keys open nothing of another (V8, V9).
 */
import { createHmac, randomBytes } from 'node:crypto';
import { decryptField, encryptField, KEY_BYTES } from './field-cipher.ts';

/** What a lookup hash is for. Two purposes never share a hash, so that nothing is found by the wrong thing. */
export type LookupPurpose = 'reference-number' | 'integrated-number' | 'ticket-number' | 'name' | 'kana' | 'birth-day';

export type AreaKeys = {
  readonly area: string;
  readonly encrypt: (column: string, row: string, plaintext: string) => Buffer;
  /** @throws UnreadableField */
  readonly decrypt: (column: string, row: string, stored: Uint8Array) => string;
  /** Keyed hash of an individual number, 32 bytes. The same number gives another hash in every area. */
  readonly numberHash: (individualNumber: string) => Buffer;
  /** Keyed hash of anything else that rows are found by, 32 bytes; the same text gives another hash for another purpose. */
  readonly lookupHash: (purpose: LookupPurpose, text: string) => Buffer;
};

const wrapPlace = (area: string) => `${area}/municipalities.wrapped_keys/${area}`;

/** New keys for an area, wrapped. */
export function makeWrappedKeys(masterKey: Uint8Array, area: string): Buffer {
  const keys = randomBytes(2 * KEY_BYTES);
  try {
    return encryptField(masterKey, wrapPlace(area), keys);
  } finally {
    keys.fill(0);
  }
}

/** The keys of an area, ready for use. @throws UnreadableField when they were wrapped by another master key */
export function unwrapAreaKeys(masterKey: Uint8Array, area: string, wrapped: Uint8Array): AreaKeys {
  const keys = decryptField(masterKey, wrapPlace(area), wrapped);
  const dataKey = keys.subarray(0, KEY_BYTES);
  const lookupKey = keys.subarray(KEY_BYTES);
  const place = (column: string, row: string) => `${area}/${column}/${row}`;
  return {
    area,
    encrypt: (column, row, plaintext) => encryptField(dataKey, place(column, row), Buffer.from(plaintext, 'utf8')),
    decrypt: (column, row, stored) => {
      const plaintext = decryptField(dataKey, place(column, row), stored);
      const text = plaintext.toString('utf8');
      plaintext.fill(0);
      return text;
    },
    numberHash: (individualNumber) => createHmac('sha256', lookupKey).update(individualNumber, 'utf8').digest(),
    lookupHash: (purpose, text) =>
      // An individual number is digits alone: with the purpose in front no other text can have its hash.
      createHmac('sha256', lookupKey).update(`${purpose}\0${text}`, 'utf8').digest(),
  };
}
