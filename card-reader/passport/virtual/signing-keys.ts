import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { HashAlgorithm } from '../authenticity/algorithms.ts';
import { der } from './der-writer.ts';

/** Ways in which real states sign, and one in which they did once (SHA-1). */
export type SigningScheme = 'ecdsa-p256' | 'ecdsa-brainpool-p384' | 'rsa-pkcs1' | 'rsa-pss';

/** A synthetic key, made at run time: nothing it signs is worth anything outside of this process. */
export type SigningKey = {
  readonly hash: HashAlgorithm;
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  /** AlgorithmIdentifier of its signatures. */
  readonly algorithm: Uint8Array;
  sign(bytes: Uint8Array): Uint8Array;
};

/** AlgorithmIdentifiers of the hashes. */
const HASH_NAMES: Record<HashAlgorithm, string> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

export function hashIdentifier(hash: HashAlgorithm): Uint8Array {
  return der.sequence(der.objectIdentifier(HASH_NAMES[hash]));
}

/** Makes a key. RSA takes a noticeable part of a second; the default everywhere is a curve. */
export function makeSigningKey(scheme: SigningScheme = 'ecdsa-p256'): SigningKey {
  switch (scheme) {
    case 'ecdsa-p256':
      return curveKey('prime256v1', 'sha256', '1.2.840.10045.4.3.2');
    case 'ecdsa-brainpool-p384':
      return curveKey('brainpoolP384r1', 'sha384', '1.2.840.10045.4.3.3');
    case 'rsa-pkcs1':
      return rsaKey('sha256', der.sequence(der.objectIdentifier('1.2.840.113549.1.1.11')), (key, bytes) =>
        sign('sha256', bytes, { key, padding: constants.RSA_PKCS1_PADDING }),
      );
    case 'rsa-pss':
      return rsaKey('sha512', pssIdentifier('sha512', 64), (key, bytes) =>
        sign('sha512', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }),
      );
  }
}

function curveKey(namedCurve: string, hash: HashAlgorithm, algorithm: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  return {
    hash,
    publicKey: exportPublicKey(publicKey),
    algorithm: der.sequence(der.objectIdentifier(algorithm)),
    sign: (bytes) => new Uint8Array(sign(hash, bytes, privateKey)),
  };
}

function rsaKey(
  hash: HashAlgorithm,
  algorithm: Uint8Array,
  signWith: (key: KeyObject, bytes: Uint8Array) => Buffer,
): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return {
    hash,
    publicKey: exportPublicKey(publicKey),
    algorithm,
    sign: (bytes) => new Uint8Array(signWith(privateKey, bytes)),
  };
}

function pssIdentifier(hash: HashAlgorithm, saltLength: number): Uint8Array {
  const mask = der.sequence(der.objectIdentifier('1.2.840.113549.1.1.8'), hashIdentifier(hash));
  return der.sequence(
    der.objectIdentifier('1.2.840.113549.1.1.10'),
    der.sequence(der.context(0, hashIdentifier(hash)), der.context(1, mask), der.context(2, der.integer(saltLength))),
  );
}

function exportPublicKey(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ type: 'spki', format: 'der' }));
}
