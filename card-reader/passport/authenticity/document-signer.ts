import type { KeyObject } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { KEY_USAGE, type PassportCertificate, parseCertificate, validityOf } from './certificate.ts';
import type { SignerName } from './security-object.ts';
import { isAcceptableKey } from './signature.ts';
import type { PassportVerificationError } from './verification-error.ts';

/**
 * Proves that a document signer may sign passports of a country: issued by a configured anchor of that country, valid
 * now, and made for this (Doc 9303-11, 5.1; 9303-12, 7.1). Gives its key. `country`: ISO 3166-1 alpha-2;
 * `documentCode`: of the zone.
 */
export function proveDocumentSigner(options: {
  certificate: Uint8Array;
  named: SignerName;
  anchors: readonly Uint8Array[];
  country: string | undefined;
  documentCode: string;
  now: Date;
}): Result<KeyObject, PassportVerificationError> {
  const { named, now, country } = options;
  const parsed = parseCertificate(options.certificate);
  if (parsed.isErr() || !isNamed(parsed.value, named)) return err({ kind: 'object-malformed', file: 'SOD' });
  const signer = parsed.value;
  if (signer.signatureAlgorithm === 'refused') return err({ kind: 'algorithm-refused', of: 'certificate' });
  const anchors = parseAnchors(options.anchors);
  if (anchors.isErr()) return err(anchors.error);

  const issuers = anchors.value.filter((anchor) => signer.openssl.checkIssued(anchor.openssl));
  if (issuers.length === 0) return err({ kind: 'issuer-unknown' });
  const proven = issuers.filter((anchor) => isSignedBy(signer, anchor));
  if (proven.length === 0) return err({ kind: 'signer-certificate-forged' });
  const current = proven.find((anchor) => validityOf(anchor, now) === 'valid');
  if (current === undefined) return err({ kind: 'issuer-expired' });
  const countries = [signer.issuerCountry, signer.subjectCountry, current.subjectCountry];
  if (country === undefined || countries.some((named) => named !== country)) return err({ kind: 'country-differs' });
  if (!maySign(signer, options.documentCode)) return err({ kind: 'signer-not-for-passports' });
  switch (validityOf(signer, now)) {
    case 'expired':
      return err({ kind: 'signer-expired' });
    case 'not-yet-valid':
      return err({ kind: 'signer-not-yet-valid' });
    case 'valid':
      return isAcceptableKey(signer.openssl.publicKey)
        ? ok(signer.openssl.publicKey)
        : err({ kind: 'algorithm-refused', of: 'certificate' });
  }
}

/** Reads every anchor. One that is no certificate is a fault of the configuration; a weak one, or no CA, issues nothing. */
function parseAnchors(anchors: readonly Uint8Array[]): Result<PassportCertificate[], PassportVerificationError> {
  const usable: PassportCertificate[] = [];
  for (const [index, bytes] of anchors.entries()) {
    const parsed = parseCertificate(bytes);
    if (parsed.isErr()) return err({ kind: 'anchor-malformed', index });
    const { isAuthority, keyUsage, openssl } = parsed.value;
    if (isAuthority && keyUsage?.[KEY_USAGE.keyCertSign] === true && isAcceptableKey(openssl.publicKey))
      usable.push(parsed.value);
  }
  return ok(usable);
}

function isSignedBy(signer: PassportCertificate, anchor: PassportCertificate): boolean {
  try {
    return signer.openssl.verify(anchor.openssl.publicKey);
  } catch {
    return false;
  }
}

function isNamed(certificate: PassportCertificate, named: SignerName): boolean {
  switch (named.kind) {
    case 'issuer-and-serial':
      return same(certificate.issuer, named.issuer) && same(certificate.serialNumber, named.serialNumber);
    case 'key-identifier':
      return (
        certificate.subjectKeyIdentifier !== undefined && same(certificate.subjectKeyIdentifier, named.keyIdentifier)
      );
  }
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

function maySign(signer: PassportCertificate, documentCode: string): boolean {
  const { keyUsage, isAuthority, hasOtherPurpose, hasUnknownCritical, documentTypes } = signer;
  const isMade = keyUsage?.[KEY_USAGE.digitalSignature] === true && !isAuthority;
  // A type of one letter stands for all that begin with it.
  const isOfType = documentTypes?.some((type) => type === documentCode || type === documentCode.charAt(0)) ?? true;
  return isMade && isOfType && !hasOtherPurpose && !hasUnknownCritical;
}
