import { err, ok, type Result } from 'neverthrow';
import { concatBytes } from '../../apdu/hex.ts';
import { type DerCursor, type DerLayout, parseDer, parseNested, requireLayout } from '../der/der-cursor.ts';
import { integerBytes, objectIdentifier, octetString, smallInteger, TAG } from '../der/der-values.ts';
import { type HashAlgorithm, hashAlgorithm, type SignatureAlgorithm, signatureAlgorithm } from './algorithms.ts';
import type { PassportVerificationError } from './verification-error.ts';

/** How a signature names its signer's certificate (RFC 5652, 5.3). */
export type SignerName =
  | { kind: 'issuer-and-serial'; issuer: Uint8Array; serialNumber: Uint8Array }
  | { kind: 'key-identifier'; keyIdentifier: Uint8Array };

/** The document security object, taken apart (Doc 9303-10, 4.6.2). Views on its bytes; nothing is proven yet. */
export type SecurityObject = {
  readonly content: Uint8Array;
  readonly certificate: Uint8Array;
  readonly signer: SignerName;
  readonly hash: HashAlgorithm;
  readonly signatureAlgorithm: SignatureAlgorithm;
  /** The signed attributes as they are signed: as a SET. */
  readonly signedBytes: Uint8Array;
  readonly messageDigest: Uint8Array;
  readonly signature: Uint8Array;
};

const SOD_TAG = 0x77;
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const LDS_SECURITY_OBJECT = '2.23.136.1.1.1';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
/** RFC 5652, 5.1: 3 whenever the content is not plain data. */
const SIGNED_DATA_VERSION = 3;
const SIGNER_VERSION = { 'issuer-and-serial': 1, 'key-identifier': 3 } as const;

type SignerInfo = Omit<SecurityObject, 'content' | 'certificate' | 'hash' | 'signatureAlgorithm'> & {
  readonly hash: HashAlgorithm | 'refused';
  readonly signatureAlgorithm: SignatureAlgorithm | 'refused';
};

/**
 * `77 { ContentInfo { SignedData } }` with exactly one certificate and one signer. Revocation lists and unsigned
 * attributes, which no signature covers, are refused rather than passed over.
 */
const securityObject: DerLayout<{ content: Uint8Array; certificate: Uint8Array; info: SignerInfo }> = (cursor) =>
  cursor.inside(SOD_TAG, (file) =>
    file.inside(TAG.sequence, (contentInfo) => {
      requireLayout(objectIdentifier(contentInfo) === SIGNED_DATA);
      return contentInfo.inside(TAG.context0, (explicit) => explicit.inside(TAG.sequence, signedData));
    }),
  );

function signedData(cursor: DerCursor) {
  requireLayout(smallInteger(cursor) === SIGNED_DATA_VERSION);
  const digests = cursor.inside(TAG.set, (set) => set.repeated(hashAlgorithm));
  const content = cursor.inside(TAG.sequence, (encapsulated) => {
    requireLayout(objectIdentifier(encapsulated) === LDS_SECURITY_OBJECT);
    return encapsulated.inside(TAG.context0, octetString);
  });
  const certificate = cursor.inside(TAG.context0, (set) => set.element(TAG.sequence).encoded);
  const info = cursor.inside(TAG.set, (set) => set.inside(TAG.sequence, signerInfo));
  requireLayout(digests.length > 0 && digests.every((digest) => digest === info.hash));
  return { content, certificate, info };
}

function signerInfo(cursor: DerCursor): SignerInfo {
  const version = smallInteger(cursor);
  const signer = signerName(cursor);
  requireLayout(version === SIGNER_VERSION[signer.kind]);
  const hash = hashAlgorithm(cursor);
  const attributes = cursor.element(TAG.context0);
  return {
    signer,
    hash,
    // 5.4: signed as an explicit SET, not under the tag that stands in the message.
    signedBytes: concatBytes(Uint8Array.of(TAG.set), attributes.encoded.subarray(1)),
    messageDigest: signedDigest(attributes.value),
    signatureAlgorithm: signatureAlgorithm(cursor),
    signature: octetString(cursor),
  };
}

function signerName(cursor: DerCursor): SignerName {
  if (cursor.nextTag === TAG.contextPrimitive0)
    return { kind: 'key-identifier', keyIdentifier: cursor.element(TAG.contextPrimitive0).value };
  return cursor.inside(TAG.sequence, (name) => ({
    kind: 'issuer-and-serial',
    issuer: name.element(TAG.sequence).encoded,
    serialNumber: integerBytes(name),
  }));
}

/** The message digest of the signed attributes. It and the content type stand there once each, others as they like. */
function signedDigest(bytes: Uint8Array): Uint8Array {
  const attributes = parseNested(bytes, (cursor) => cursor.repeated(attribute));
  const byType = new Map(attributes);
  requireLayout(byType.size === attributes.length);
  const only = <T>(type: string, layout: DerLayout<T>): T => parseNested(byType.get(type) ?? new Uint8Array(0), layout);
  requireLayout(only(CONTENT_TYPE, objectIdentifier) === LDS_SECURITY_OBJECT);
  return only(MESSAGE_DIGEST, octetString);
}

/** Type and the content of the SET of values. */
const attribute: DerLayout<[string, Uint8Array]> = (cursor) =>
  cursor.inside(TAG.sequence, (pair) => [objectIdentifier(pair), pair.element(TAG.set).value]);

/** Takes a SOD apart, strictly. Every algorithm must be one that is believed. */
export function parseSecurityObject(bytes: Uint8Array): Result<SecurityObject, PassportVerificationError> {
  const parsed = parseDer(bytes, securityObject);
  if (parsed.isErr()) return err({ kind: 'object-malformed', file: 'SOD' });
  const { content, certificate, info } = parsed.value;
  const { hash, signatureAlgorithm: algorithm } = info;
  if (hash === 'refused') return err({ kind: 'algorithm-refused', of: 'hash' });
  if (algorithm === 'refused' || (algorithm.hash !== undefined && algorithm.hash !== hash))
    return err({ kind: 'algorithm-refused', of: 'signature' });
  return ok({ ...info, content, certificate, hash, signatureAlgorithm: algorithm });
}
