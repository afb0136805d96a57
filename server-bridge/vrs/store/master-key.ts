/** The key that wraps the keys of all areas: in a file, or in a token that never gives it out (V9). */
import { err, ok, type Result } from 'neverthrow';
import { decryptField, encryptField, KEY_BYTES, UnreadableField } from './field-cipher.ts';

export type MasterKeyError =
  /** The keys were wrapped by another master key, or altered. */
  | { readonly kind: 'wrong-master-key' }
  /** The token does not answer as it should. */
  | { readonly kind: 'master-key-unavailable'; readonly cause: unknown };

export type MasterKey = {
  /** Wraps keys for one place; what was moved to another place does not unwrap. */
  wrap(place: string, keys: Uint8Array): Promise<Result<Buffer, MasterKeyError>>;
  unwrap(place: string, wrapped: Uint8Array): Promise<Result<Buffer, MasterKeyError>>;
};

/** A master key that is in this process. */
export function fileMasterKey(key: Uint8Array): MasterKey {
  if (key.length !== KEY_BYTES) throw new Error('a master key has 32 bytes');
  return {
    wrap: (place, keys) => Promise.resolve(ok(encryptField(key, place, keys))),
    unwrap: (place, wrapped) => {
      try {
        return Promise.resolve(ok(decryptField(key, place, wrapped)));
      } catch (error) {
        if (!(error instanceof UnreadableField)) throw error;
        return Promise.resolve(err({ kind: 'wrong-master-key' } as const));
      }
    },
  };
}

/** Its bytes, or the door to it. */
export type GivenMasterKey = Uint8Array | MasterKey;

export const masterKeyOf = (given: GivenMasterKey): MasterKey =>
  given instanceof Uint8Array ? fileMasterKey(given) : given;

/** The keys of an area cannot be unwrapped: nothing is known about its people then, which is not the same as nobody (P10). */
export class AreaKeysUnavailable extends Error {
  readonly reason: MasterKeyError['kind'] | 'keys-missing';

  constructor(reason: MasterKeyError['kind'] | 'keys-missing') {
    super(`the keys of an area cannot be had: ${reason}`);
    this.name = 'AreaKeysUnavailable';
    this.reason = reason;
  }
}
