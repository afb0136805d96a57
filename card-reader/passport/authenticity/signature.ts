import { constants, type KeyObject, verify } from 'node:crypto';
import type { HashAlgorithm, SignatureAlgorithm } from './algorithms.ts';

const SMALLEST_RSA_BITS = 2_048;

/** Curves of Doc 9303-12, 4.4 that OpenSSL knows. It gives explicit parameters their curve's name, or no key at all. */
const CURVES: readonly string[] = [
  'secp224r1',
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'brainpoolP224r1',
  'brainpoolP256r1',
  'brainpoolP320r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
];

/** True for a key that is strong enough, and of a kind that signs passports. */
export function isAcceptableKey(key: KeyObject): boolean {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return modulusLength >= SMALLEST_RSA_BITS;
    case 'ec':
      return CURVES.includes(namedCurve);
    default:
      return false;
  }
}

/** Verifies a signature. A key of another kind, or a signature that is none, verifies nothing; bytes of a chip never throw. */
export function verifySignature(options: {
  key: KeyObject;
  algorithm: SignatureAlgorithm;
  hash: HashAlgorithm;
  signed: Uint8Array;
  signature: Uint8Array;
}): boolean {
  const { key, algorithm, hash, signed, signature } = options;
  const isRsa = key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss';
  if (isRsa === (algorithm.scheme === 'ecdsa')) return false;
  try {
    switch (algorithm.scheme) {
      case 'rsa-pkcs1':
        return verify(hash, signed, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
      case 'rsa-pss': {
        const { saltLength } = algorithm;
        return verify(hash, signed, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);
      }
      case 'ecdsa':
        return verify(hash, signed, { key, dsaEncoding: 'der' }, signature);
    }
  } catch {
    return false;
  }
}
