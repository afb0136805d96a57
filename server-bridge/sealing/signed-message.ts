/**
 * A signed message of ours: compact JWS (RFC 7515), ES256, header exactly {alg, kid, typ}, payload RFC 8785 JSON. The type
 * in the header keeps a signature made for one kind of message from being shown as another.
 */
import { compactVerify } from 'jose';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { Base64UrlSchema, type EcPublicJwk } from '../protocol/index.ts';
import { canonicalText, parseCanonical } from './canonical-json.ts';
import type { Es256Signer } from './es256-signer.ts';

/** What every kind of signed message can be refused for. */
export type SignatureError =
  | { readonly kind: 'malformed' }
  | { readonly kind: 'untrusted-key' }
  | { readonly kind: 'bad-signature'; readonly cause?: unknown };

/** How far the clocks of two machines may stand apart before an instant counts as being in the future. */
export const CLOCK_TOLERANCE_MS = 60_000;

const CompactSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/));

/** Signs a payload that has passed its schema. */
export async function signMessage(type: string, payload: unknown, signer: Es256Signer): Promise<string> {
  const header = canonicalText({ alg: 'ES256', kid: signer.kid, typ: type });
  const input = `${encodeText(header)}.${encodeText(canonicalText(payload))}`;
  const signature = await signer.sign(Buffer.from(input, 'ascii'));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

/** Verifies against pinned keys only; a key inside the message is never looked at. */
export async function verifyMessage<Schema extends v.GenericSchema>(o: {
  readonly jws: string;
  readonly type: string;
  readonly keys: readonly EcPublicJwk[];
  readonly schema: Schema;
}): Promise<Result<v.InferOutput<Schema>, SignatureError>> {
  if (!v.is(CompactSchema, o.jws)) return err({ kind: 'malformed' });
  const [headerPart = '', payloadPart = '', signaturePart = ''] = o.jws.split('.');
  if (!isCanonicalBase64Url(signaturePart)) return err({ kind: 'malformed' });
  const header = v.safeParse(headerSchema(o.type), decodeJson(headerPart));
  if (!header.success) return err({ kind: 'malformed' });
  const key = o.keys.find((candidate) => candidate.kid === header.output.kid);
  if (key === undefined) return err({ kind: 'untrusted-key' });
  try {
    await compactVerify(o.jws, { kty: key.kty, crv: key.crv, x: key.x, y: key.y }, { algorithms: ['ES256'] });
  } catch (cause) {
    return err({ kind: 'bad-signature', cause });
  }
  const payload = v.safeParse(o.schema, decodeJson(payloadPart));
  return payload.success ? ok(payload.output) : err({ kind: 'malformed' });
}

const headerSchema = (type: string) =>
  v.strictObject({
    alg: v.literal('ES256'),
    kid: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
    typ: v.literal(type),
  });

const encodeText = (text: string) => Buffer.from(text, 'utf8').toString('base64url');

function decodeJson(part: string): unknown {
  if (!isCanonicalBase64Url(part)) return undefined;
  return parseCanonical(Buffer.from(part, 'base64url').toString('utf8'))?.value;
}

/** Also refuses spare bits that are not zero: a message has one written form only. */
function isCanonicalBase64Url(part: string): boolean {
  return v.is(Base64UrlSchema, part) && Buffer.from(part, 'base64url').toString('base64url') === part;
}
