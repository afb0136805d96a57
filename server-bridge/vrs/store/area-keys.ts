/**
 * The keys of one area: for each generation one for its fields, one for finding people by number. They are stored wrapped by the
 * master key, so that the database alone opens nothing, and one area's keys open nothing of another (V8, V9).
 *
 * While keys change there are two generations. Fields are written with the newest and opened with whichever they name; hashes are
 * always of the one that is active, for every row of the area at once, so that nobody can be registered twice under two hashes.
 */
import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { decryptField, encryptField, generationOf, KEY_BYTES, UnreadableField } from './field-cipher.ts';
import type { MasterKey, MasterKeyError } from './master-key.ts';

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
  /** The generation that fields are written with. */
  readonly generation: number;
  /** While keys change: the same keys as they will be once the incoming generation is active. Null otherwise. */
  readonly next: AreaKeys | null;
};

/** `incoming` writes fields already; `active` makes hashes; `outgoing` only opens what is left of it. */
export type GenerationState = 'active' | 'incoming' | 'outgoing';

export type Generation = {
  readonly generation: number;
  readonly state: GenerationState;
  readonly dataKey: KeyObject;
  readonly lookupKey: KeyObject;
};

const wrapPlace = (area: string, keyId: string) => `${area}/area_keys.wrapped_keys/${keyId}`;
/** Keys of the time before there were generations, which are kept as they were wrapped. */
const firstPlace = (area: string) => `${area}/municipalities.wrapped_keys/${area}`;

export type WrappedKeys = { readonly area: string; readonly keyId: string | null; readonly wrapped: Uint8Array };
const placeOf = ({ area, keyId }: Omit<WrappedKeys, 'wrapped'>) =>
  keyId === null ? firstPlace(area) : wrapPlace(area, keyId);

/** New keys for an area, wrapped. */
export async function makeWrappedKeys(
  masterKey: MasterKey,
  where: Omit<WrappedKeys, 'wrapped'>,
): Promise<Result<Buffer, MasterKeyError>> {
  const keys = randomBytes(2 * KEY_BYTES);
  try {
    return await masterKey.wrap(placeOf(where), keys);
  } finally {
    keys.fill(0);
  }
}

/** The two keys of one generation, as the runtime keeps keys: made ready once, not for every field, and out of reach of a dump of buffers. */
export async function unwrapKeys(
  masterKey: MasterKey,
  wrapped: WrappedKeys,
): Promise<Result<Pick<Generation, 'dataKey' | 'lookupKey'>, MasterKeyError>> {
  const keys = await masterKey.unwrap(placeOf(wrapped), wrapped.wrapped);
  if (keys.isErr()) return err(keys.error);
  if (keys.value.length !== 2 * KEY_BYTES) return err({ kind: 'wrong-master-key' });
  try {
    return ok({
      dataKey: createSecretKey(keys.value.subarray(0, KEY_BYTES)),
      lookupKey: createSecretKey(keys.value.subarray(KEY_BYTES)),
    });
  } finally {
    keys.value.fill(0);
  }
}

/** Wraps the same keys by another master key. */
export async function wrapAnew(
  from: MasterKey,
  to: MasterKey,
  wrapped: WrappedKeys,
): Promise<Result<Buffer, MasterKeyError>> {
  const keys = await from.unwrap(placeOf(wrapped), wrapped.wrapped);
  if (keys.isErr()) return err(keys.error);
  try {
    return await to.wrap(placeOf(wrapped), keys.value);
  } finally {
    keys.value.fill(0);
  }
}

/** The keys of an area, ready for use. One generation is active. */
export function areaKeysOf(area: string, generations: readonly Generation[]): AreaKeys {
  const active = generations.find(({ state }) => state === 'active');
  const newest = generations.toSorted((one, other) => other.generation - one.generation)[0];
  if (active === undefined || newest === undefined) throw new Error('an area has one active generation of keys');
  const isChanging = generations.some(({ state }) => state === 'incoming');
  const byNumber = new Map(generations.map((one) => [one.generation, one]));
  const place = (column: string, row: string) => `${area}/${column}/${row}`;
  const hash = (text: string) => createHmac('sha256', active.lookupKey).update(text, 'utf8').digest();
  return {
    area,
    encrypt: (column, row, plaintext) =>
      encryptField(newest.dataKey, place(column, row), Buffer.from(plaintext, 'utf8'), newest.generation),
    decrypt: (column, row, stored) => {
      const key = byNumber.get(generationOf(stored) ?? 0);
      if (key === undefined) throw new UnreadableField(column);
      const plaintext = decryptField(key.dataKey, place(column, row), stored);
      const text = plaintext.toString('utf8');
      plaintext.fill(0);
      return text;
    },
    numberHash: hash,
    // An individual number is digits alone: with the purpose in front no other text can have its hash.
    lookupHash: (purpose, text) => hash(`${purpose}\0${text}`),
    generation: newest.generation,
    next: isChanging ? areaKeysOf(area, generations.map(afterTheSwitch)) : null,
  };
}

const afterTheSwitch = (one: Generation): Generation => ({
  ...one,
  state: one.state === 'incoming' ? 'active' : 'outgoing',
});
