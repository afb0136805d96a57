/** Wrapping of other keys with an AES key that never leaves a token: AES-256-GCM, `nonce ‖ ciphertext ‖ tag`. */
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { ATTRIBUTE, KEY_TYPE_AES, OBJECT_CLASS } from './cryptoki.ts';
import type { Token } from './token.ts';
import { CODE, type TokenError } from './token-error.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32n;
/** CKR_GENERAL_ERROR: what SoftHSM2 says of a tag that is wrong. */
const GENERAL_ERROR = 0x005;

/** @param place bound to the wrapped bytes: they unwrap nowhere else */
export async function wrapByToken(
  token: Token,
  label: string,
  place: string,
  bytes: Uint8Array,
): Promise<Result<Buffer, TokenError>> {
  const leaves = await isExportable(token, label);
  if (leaves.isErr()) return err(leaves.error);
  if (leaves.value) return err({ kind: 'key-exportable', label });
  const nonce = randomBytes(NONCE_BYTES);
  const wrapped = await token.crypt('encrypt', label, { nonce, associatedData: Buffer.from(place), bytes });
  return wrapped.map((sealed) => Buffer.concat([nonce, sealed]));
}

/** Null where the bytes were wrapped by another key, for another place, or altered. */
export async function unwrapByToken(
  token: Token,
  label: string,
  place: string,
  wrapped: Uint8Array,
): Promise<Result<Buffer | null, TokenError>> {
  if (wrapped.length < NONCE_BYTES + TAG_BYTES) return ok(null);
  const opened = await token.crypt('decrypt', label, {
    nonce: wrapped.subarray(0, NONCE_BYTES),
    associatedData: Buffer.from(place),
    bytes: wrapped.subarray(NONCE_BYTES),
  });
  if (opened.isOk()) return ok(Buffer.from(opened.value.buffer, opened.value.byteOffset, opened.value.byteLength));
  return opened.error.kind === 'failed' && REFUSED.has(opened.error.code) ? ok(null) : err(opened.error);
}

const REFUSED = new Set<number>([GENERAL_ERROR, CODE.encryptedDataInvalid, CODE.encryptedDataLengthRange]);

async function isExportable(token: Token, label: string): Promise<Result<boolean, TokenError>> {
  const answer = await token.keyAttribute(label, ATTRIBUTE.extractable, 'secretKey');
  return answer.map(({ code, value }) => code !== CODE.ok || value[0] !== 0);
}

/** Makes an AES-256 key that cannot leave the token. */
export function generateWrappingKey(token: Token, label: string): Promise<Result<void, TokenError>> {
  return token.generateSecretKey([
    { type: ATTRIBUTE.class, value: OBJECT_CLASS.secretKey },
    { type: ATTRIBUTE.keyType, value: KEY_TYPE_AES },
    { type: ATTRIBUTE.valueLength, value: KEY_BYTES },
    { type: ATTRIBUTE.token, value: true },
    { type: ATTRIBUTE.private, value: true },
    { type: ATTRIBUTE.label, value: Buffer.from(label, 'utf8') },
    { type: ATTRIBUTE.sensitive, value: true },
    { type: ATTRIBUTE.extractable, value: false },
    { type: ATTRIBUTE.encrypt, value: true },
    { type: ATTRIBUTE.decrypt, value: true },
  ]);
}
