/** Making one certificate and its key. */
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, KeyObject, X509Certificate } from 'node:crypto';
import { X509CertificateGenerator, X509Certificate as X509Text } from '@peculiar/x509';
import { BACKDATE_MS, type CertificateProfile, extensionsOf, serialNumber } from '../terminal-certificates/index.ts';
import { DAY_MS, LIFETIME_DAYS, subjectOf } from './certificate-profiles.ts';

/** A certificate and its private key, both PEM. */
export type Credential = { readonly certificate: string; readonly key: string };

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { ...ALGORITHM, hash: 'SHA-256' } as const;

/**
 * Issues a certificate for `profile` with a fresh key.
 * @param issuer the authority; `null` makes a self-signed one. No certificate outlives its issuer.
 */
export async function issueCertificate(
  profile: CertificateProfile,
  issuer: Credential | null,
  now: Date,
): Promise<Credential> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const issuing =
    issuer === null
      ? { subject: subjectOf(profile), signingKey: keys.privateKey, publicKey: keys.publicKey, end: Infinity }
      : {
          subject: new X509Text(issuer.certificate).subject,
          signingKey: createPrivateKey(issuer.key).toCryptoKey(ALGORITHM, true, ['sign']),
          publicKey: createPublicKey(issuer.key).toCryptoKey(ALGORITHM, true, ['verify']),
          end: new X509Certificate(issuer.certificate).validToDate.getTime(),
        };
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: subjectOf(profile),
    issuer: issuing.subject,
    notBefore: new Date(now.getTime() - BACKDATE_MS),
    notAfter: new Date(Math.min(now.getTime() + LIFETIME_DAYS[profile.role] * DAY_MS, issuing.end)),
    publicKey: keys.publicKey,
    signingKey: issuing.signingKey,
    signingAlgorithm: SIGNING,
    extensions: await extensionsOf(profile, keys.publicKey, issuing.publicKey),
  });
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
