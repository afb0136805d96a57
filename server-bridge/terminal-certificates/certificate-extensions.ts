/** What stands in a certificate besides its names and times. Every key is EC P-256: one signature kind on the whole line. */
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonGeneralNames,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
} from '@peculiar/x509';

export type CertificateRole = 'authority' | 'server' | 'client';

export type CertificateProfile = {
  readonly role: CertificateRole;
  /** Common name. The organisation says on every certificate that it is for development. */
  readonly commonName: string;
  readonly names: JsonGeneralNames;
};

/** Extensions after RFC 5280 §4.2. */
export async function extensionsOf(
  profile: CertificateProfile,
  publicKey: webcrypto.CryptoKey,
  issuerKey: webcrypto.CryptoKey,
): Promise<Extension[]> {
  const identifiers = [
    await SubjectKeyIdentifierExtension.create(publicKey),
    await AuthorityKeyIdentifierExtension.create(issuerKey),
  ];
  if (profile.role === 'authority') {
    return [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ...identifiers,
    ];
  }
  const usage = profile.role === 'server' ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth;
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([usage]),
    new SubjectAlternativeNameExtension(profile.names),
    ...identifiers,
  ];
}
