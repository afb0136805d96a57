/** ES256 signers over keys that never leave a token, and making such keys. */
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { type SigningKey, thumbprintOf } from '../certificates/index.ts';
import type { EcPublicJwk } from '../protocol/index.ts';
import type { Es256Signer } from '../sealing/index.ts';
import { ATTRIBUTE, KEY_TYPE_EC, OBJECT_CLASS } from './cryptoki.ts';
import type { Token } from './token.ts';
import { CODE, type TokenError } from './token-error.ts';

/** Thrown by a signer whose token does not sign: the type of signers has no other way to say so. */
export class TokenSigningFailed extends Error {
  readonly error: TokenError;

  constructor(error: TokenError) {
    super(`the hardware token does not sign: ${error.kind}`);
    this.name = 'TokenSigningFailed';
    this.error = error;
  }
}

/** DER of the object identifier of P-256, and of a point's octet string up to its coordinates. */
const P256 = Buffer.from('06082a8648ce3d030107', 'hex');
const POINT_START = Buffer.from('044104', 'hex');
const POINT_BYTES = POINT_START.length + 64;

/**
 * A signer for a published key, after three checks: there is one key of that label, it cannot leave the token, and it is
 * the private half of the published one. Later failures are thrown as {@link TokenSigningFailed}.
 */
export async function tokenSigner(
  token: Token,
  key: SigningKey,
  label: string,
): Promise<Result<Es256Signer, TokenError>> {
  for (const [type, wanted] of [
    [ATTRIBUTE.sensitive, 1],
    [ATTRIBUTE.extractable, 0],
  ] as const) {
    const attribute = await token.keyAttribute(label, type);
    if (attribute.isErr()) return err(attribute.error);
    const { code, value } = attribute.value;
    if (code !== CODE.ok || value.length !== 1 || value[0] !== wanted) return err({ kind: 'key-exportable', label });
  }
  const probe = randomBytes(32);
  const signature = await token.sign(label, digestOf(probe));
  if (signature.isErr()) return err(signature.error);
  if (!isSignatureOf(key, probe, signature.value)) return err({ kind: 'key-differs', label });
  return ok({
    kid: key.kid,
    sign: async (data) => {
      const signed = await token.sign(label, digestOf(data));
      if (signed.isErr()) throw new TokenSigningFailed(signed.error);
      return signed.value;
    },
  });
}

/** Makes a P-256 key in the token that cannot leave it, and gives its public half. */
export async function generateTokenKey(token: Token, label: string): Promise<Result<EcPublicJwk, TokenError>> {
  const shared = [
    { type: ATTRIBUTE.token, value: true },
    { type: ATTRIBUTE.label, value: Buffer.from(label, 'utf8') },
    // Others pair the two halves of a key by it; without one they may take another key's half.
    { type: ATTRIBUTE.id, value: randomBytes(16) },
    { type: ATTRIBUTE.keyType, value: KEY_TYPE_EC },
  ];
  const point = await token.generate(
    [
      ...shared,
      { type: ATTRIBUTE.class, value: OBJECT_CLASS.publicKey },
      { type: ATTRIBUTE.verify, value: true },
      { type: ATTRIBUTE.ecParameters, value: P256 },
    ],
    [
      ...shared,
      { type: ATTRIBUTE.class, value: OBJECT_CLASS.privateKey },
      { type: ATTRIBUTE.private, value: true },
      { type: ATTRIBUTE.sensitive, value: true },
      { type: ATTRIBUTE.extractable, value: false },
      { type: ATTRIBUTE.sign, value: true },
    ],
  );
  if (point.isErr()) return err(point.error);
  const bytes = Buffer.from(point.value);
  if (bytes.length !== POINT_BYTES || !bytes.subarray(0, POINT_START.length).equals(POINT_START)) {
    return err({ kind: 'key-differs', label });
  }
  const x = bytes.subarray(POINT_START.length, POINT_START.length + 32).toString('base64url');
  const y = bytes.subarray(POINT_START.length + 32).toString('base64url');
  return ok({ kty: 'EC', crv: 'P-256', x, y, kid: thumbprintOf({ x, y }), alg: 'ES256', use: 'sig' });
}

const digestOf = (data: Uint8Array) => createHash('sha256').update(data).digest();

function isSignatureOf({ x, y }: SigningKey, data: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
  return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature);
}
