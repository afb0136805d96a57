/** A certificate of the development key sets: who signs it and what stands in it. */
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { type Extension, X509CertificateGenerator } from '@peculiar/x509';
import type { SigningKey } from './signing-key.ts';

export type Curve = 'P-256' | 'P-384';
export type Hash = 'SHA-256' | 'SHA-384' | 'SHA-512';

const DAY_MS = 86_400_000;

/** A new key pair for an authority; it is used here and thrown away. */
export function authorityKeys(namedCurve: Curve): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, false, ['sign', 'verify']);
}

/** The public half of a signing key, for its certificate. */
export function publicKeyOf({ x, y }: SigningKey): Promise<webcrypto.CryptoKey> {
  const jwk = { kty: 'EC', crv: 'P-256', x, y };
  return webcrypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
}

/** Signs a certificate and gives its DER in base64. Valid from a day before `now`, whole days. */
export async function certify(o: {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: webcrypto.CryptoKey;
  readonly signingKey: webcrypto.CryptoKey;
  readonly hash: Hash;
  readonly now: Date;
  readonly days: number;
  readonly extensions: Extension[];
}): Promise<string> {
  const start = Math.floor(o.now.getTime() / DAY_MS) * DAY_MS - DAY_MS;
  const certificate = await X509CertificateGenerator.create({
    // Positive and without a leading zero byte, whatever chance gives (RFC 5280 §4.1.2.2).
    serialNumber: `4${randomBytes(8).toString('hex').slice(1)}`,
    subject: o.subject,
    issuer: o.issuer,
    notBefore: new Date(start),
    notAfter: new Date(start + o.days * DAY_MS),
    publicKey: o.publicKey,
    signingKey: o.signingKey,
    signingAlgorithm: { name: 'ECDSA', hash: o.hash },
    extensions: o.extensions,
  });
  return Buffer.from(certificate.rawData).toString('base64');
}
