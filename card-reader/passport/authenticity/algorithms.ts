import { type DerCursor, requireLayout } from '../der/der-cursor.ts';
import { objectIdentifier, smallInteger, TAG } from '../der/der-values.ts';

/** Hash algorithms that are believed. SHA-1 and SHA-224 are not among them on purpose. */
export type HashAlgorithm = 'sha256' | 'sha384' | 'sha512';

export const HASH_LENGTH: Record<HashAlgorithm, number> = { sha256: 32, sha384: 48, sha512: 64 };

const HASHES: ReadonlyMap<string, HashAlgorithm> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** How a signature is made. `saltLength` in bytes. `hash` is absent where the algorithm leaves it to its surroundings. */
export type SignatureAlgorithm =
  | { scheme: 'rsa-pkcs1'; hash?: HashAlgorithm }
  | { scheme: 'rsa-pss'; hash: HashAlgorithm; saltLength: number }
  | { scheme: 'ecdsa'; hash: HashAlgorithm };

/** RFC 4055, RFC 5758: algorithms whose identifier names the hash; and bare rsaEncryption, which CMS allows (RFC 3370). */
const SIGNATURES: ReadonlyMap<string, SignatureAlgorithm> = new Map<string, SignatureAlgorithm>([
  ['1.2.840.113549.1.1.1', { scheme: 'rsa-pkcs1' }],
  ['1.2.840.113549.1.1.11', { scheme: 'rsa-pkcs1', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { scheme: 'rsa-pkcs1', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { scheme: 'rsa-pkcs1', hash: 'sha512' }],
  ['1.2.840.10045.4.3.2', { scheme: 'ecdsa', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { scheme: 'ecdsa', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { scheme: 'ecdsa', hash: 'sha512' }],
]);

const RSA_PSS = '1.2.840.113549.1.1.10';
const MASK_GENERATION_1 = '1.2.840.113549.1.1.8';

/** An AlgorithmIdentifier of a hash; `refused` for every other. Parameters: absent or NULL (RFC 5754). */
export function hashAlgorithm(cursor: DerCursor): HashAlgorithm | 'refused' {
  return cursor.inside(TAG.sequence, (identifier) => {
    const hash = HASHES.get(objectIdentifier(identifier));
    if (hash !== undefined) absentOrNull(identifier);
    else skipParameters(identifier);
    return hash ?? 'refused';
  });
}

/** An AlgorithmIdentifier of a signature; `refused` for every other. */
export function signatureAlgorithm(cursor: DerCursor): SignatureAlgorithm | 'refused' {
  return cursor.inside(TAG.sequence, (identifier) => {
    const name = objectIdentifier(identifier);
    if (name === RSA_PSS) return pssParameters(identifier);
    const known = SIGNATURES.get(name);
    if (known === undefined) skipParameters(identifier);
    else absentOrNull(identifier);
    return known ?? 'refused';
  });
}

/** RSASSA-PSS-params (RFC 4055, 3.1): every default is SHA-1, so what is left out is refused, as is another mask hash. */
function pssParameters(identifier: DerCursor): SignatureAlgorithm | 'refused' {
  if (identifier.nextTag === undefined) return 'refused';
  return identifier.inside(TAG.sequence, (parameters) => {
    const hash = parameters.optionalInside(TAG.context0, hashAlgorithm) ?? 'refused';
    const maskHash = parameters.optionalInside(TAG.context1, maskGeneration) ?? 'refused';
    const saltLength = parameters.optionalInside(TAG.context2, smallInteger) ?? 20;
    const trailer = parameters.optionalInside(TAG.context3, smallInteger) ?? 1;
    if (hash === 'refused' || maskHash !== hash || trailer !== 1) return 'refused';
    return { scheme: 'rsa-pss', hash, saltLength };
  });
}

function maskGeneration(cursor: DerCursor): HashAlgorithm | 'refused' {
  return cursor.inside(TAG.sequence, (identifier) => {
    if (objectIdentifier(identifier) === MASK_GENERATION_1) return hashAlgorithm(identifier);
    skipParameters(identifier);
    return 'refused';
  });
}

function absentOrNull(identifier: DerCursor): void {
  if (identifier.nextTag === undefined) return;
  requireLayout(identifier.element(TAG.null).value.length === 0);
}

function skipParameters(identifier: DerCursor): void {
  if (identifier.nextTag !== undefined) identifier.any();
}
