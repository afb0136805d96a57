/**
 * The certificate of a barcode signer and its country-signing authority, after ICAO Doc 9303-12 §7.1 and the TR (reference
 * certificate-formats §3.3). Every extension is checked for being there, or for not being there.
 */
import 'reflect-metadata';
import { type KeyObject, X509Certificate as OpenSslCertificate } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
} from '@peculiar/x509';

/** Extended key usage of VDS-NC signers. */
export const BARCODE_SIGNER_USAGE = '2.23.136.1.1.14.2';
/** Which documents a signer may sign. */
export const DOCUMENT_TYPE_LIST = '2.23.136.1.1.6.2';
/** DER of the list that holds vaccination (`NV`) alone. */
export const VACCINATION_ONLY = Buffer.from('3009020100310413024e56', 'hex');

/** Letters of a country in documents and in certificates. Others are refused: we issue for one and know one more's proofs. */
const COUNTRY_OF_STATE = new Map([
  ['JPN', 'JP'],
  ['AUS', 'AU'],
]);

/** A signer that holds, and the pinned authority that vouches for it. */
export type TrustedSigner = {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  readonly authority: X509Certificate;
};

/** The signer, if its certificate holds in every point for this issuing state at this time. */
export function trustedBarcodeSigner(o: {
  readonly der: Uint8Array;
  readonly anchors: readonly string[];
  readonly state: string;
  readonly now: Date;
}): TrustedSigner | undefined {
  try {
    const signer = new X509Certificate(Uint8Array.from(o.der));
    const country = COUNTRY_OF_STATE.get(o.state);
    if (country === undefined || !hasSignerProfile(signer, country) || !isInItsTime(signer, o.now)) return undefined;
    // OpenSSL judges the signature: it also refuses an outer algorithm that differs from the signed one.
    const certificate = new OpenSslCertificate(o.der);
    if (!certificate.raw.equals(o.der)) return undefined;
    for (const anchor of o.anchors) {
      const der = Buffer.from(anchor, 'base64');
      const anchorCertificate = new X509Certificate(der);
      if (!isAuthorityOf(anchorCertificate, signer, country, o.now)) continue;
      const authority = new OpenSslCertificate(der);
      if (certificate.checkIssued(authority) && certificate.verify(authority.publicKey)) {
        return { key: certificate.publicKey, certificate: signer, authority: anchorCertificate };
      }
    }
    return undefined;
  } catch {
    // What cannot be parsed is not trusted.
    return undefined;
  }
}

function hasSignerProfile(signer: X509Certificate, country: string): boolean {
  const usage = signer.getExtension(ExtendedKeyUsageExtension);
  const types = signer.getExtension(DOCUMENT_TYPE_LIST);
  return (
    countryOf(signer) === country &&
    signer.getExtension(BasicConstraintsExtension) === null &&
    signer.getExtension(KeyUsagesExtension) === null &&
    usage?.usages.length === 1 &&
    usage.usages[0] === BARCODE_SIGNER_USAGE &&
    types !== null &&
    VACCINATION_ONLY.equals(Buffer.from(types.value))
  );
}

function isAuthorityOf(authority: X509Certificate, signer: X509Certificate, country: string, now: Date): boolean {
  const constraints = authority.getExtension(BasicConstraintsExtension);
  const usages = authority.getExtension(KeyUsagesExtension);
  const subjectKey = authority.getExtension(SubjectKeyIdentifierExtension)?.keyId;
  return (
    subjectKey !== undefined &&
    signer.getExtension(AuthorityKeyIdentifierExtension)?.keyId === subjectKey &&
    signer.issuer === authority.subject &&
    countryOf(authority) === country &&
    constraints?.ca === true &&
    constraints.pathLength === 0 &&
    usages?.usages === (KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign) &&
    isInItsTime(authority, now)
  );
}

const countryOf = (certificate: X509Certificate) => certificate.subjectName.getField('C').join();
const isInItsTime = (certificate: X509Certificate, now: Date) =>
  certificate.notBefore <= now && now <= certificate.notAfter;
