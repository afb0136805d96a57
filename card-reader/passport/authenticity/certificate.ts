import { X509Certificate } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { type DerCursor, type DerLayout, parseDer, parseNested, requireLayout } from '../der/der-cursor.ts';
import {
  asciiText,
  integerBytes,
  namedBits,
  objectIdentifier,
  octetString,
  optionalBoolean,
  smallInteger,
  TAG,
} from '../der/der-values.ts';
import { type SignatureAlgorithm, signatureAlgorithm } from './algorithms.ts';

/** What Doc 9303-12 (table 6) makes depend on a certificate's extensions. */
type Extensions = {
  readonly keyUsage: readonly boolean[] | undefined;
  readonly isAuthority: boolean;
  readonly subjectKeyIdentifier: Uint8Array | undefined;
  /** Extended key usage: the signers of master lists, seals and the like have one, those of passports do not. */
  readonly hasOtherPurpose: boolean;
  readonly hasUnknownCritical: boolean;
  /** Document types that a signer may sign, as the zone writes them; undefined where it is not limited to some. */
  readonly documentTypes: readonly string[] | undefined;
};

/** A CSCA or document signer certificate. Signature and issuer are checked by OpenSSL (`openssl`), the rest is read here. */
export type PassportCertificate = Extensions & {
  readonly openssl: X509Certificate;
  /** DER of the issuer's name, and bytes of the serial number: what a signature names its signer by. */
  readonly issuer: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly issuerCountry: string | undefined;
  readonly subjectCountry: string | undefined;
  readonly signatureAlgorithm: SignatureAlgorithm | 'refused';
};

/** Bits of KeyUsage (RFC 5280, 4.2.1.3). */
export const KEY_USAGE = { digitalSignature: 0, keyCertSign: 5 } as const;

const KEY_USAGE_EXTENSION = '2.5.29.15';
const BASIC_CONSTRAINTS = '2.5.29.19';
const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const DOCUMENT_TYPE_LIST = '2.23.136.1.1.6.2';
/** Private key usage period and certificate policies: true of the key and the issuing, no condition on a verifier. */
const WITHOUT_CONSEQUENCE: readonly string[] = ['2.5.29.16', '2.5.29.32'];
const COUNTRY_NAME = '2.5.4.6';
const VERSION_3 = 2;

type Extension = { readonly id: string; readonly critical: boolean; readonly value: Uint8Array };

const extension: DerLayout<Extension> = (cursor) =>
  cursor.inside(TAG.sequence, (inner) => ({
    id: objectIdentifier(inner),
    critical: optionalBoolean(inner),
    value: octetString(inner),
  }));

/** A Name, as its own bytes and the one country in it. */
function name(cursor: DerCursor): { encoded: Uint8Array; country: string | undefined } {
  const object = cursor.element(TAG.sequence);
  const attributes = parseNested(object.encoded, (inner) =>
    inner.inside(TAG.sequence, (names) =>
      names.repeated((one) => one.inside(TAG.set, (set) => set.repeated(attribute))),
    ),
  ).flat();
  const countries = attributes.filter((country) => country !== undefined);
  requireLayout(countries.length <= 1);
  return { encoded: object.encoded, country: countries[0]?.toUpperCase() };
}

/** The country of an attribute that names one. */
const attribute: DerLayout<string | undefined> = (cursor) =>
  cursor.inside(TAG.sequence, (inner) => {
    if (objectIdentifier(inner) === COUNTRY_NAME) return asciiText(inner);
    inner.any();
    return undefined;
  });

/** TBSCertificate within its Certificate (RFC 5280, 4.1). */
const certificate: DerLayout<Omit<PassportCertificate, 'openssl'>> = (cursor) =>
  cursor.inside(TAG.sequence, (outer) => {
    const parsed = outer.inside(TAG.sequence, (inner) => {
      requireLayout(inner.inside(TAG.context0, smallInteger) === VERSION_3);
      const serialNumber = integerBytes(inner);
      const algorithm = signatureAlgorithm(inner);
      const issuer = name(inner);
      inner.element(TAG.sequence); // validity, read by OpenSSL
      const subject = name(inner);
      inner.element(TAG.sequence); // public key, read by OpenSSL
      const extensions = inner.inside(TAG.context3, (list) =>
        list.inside(TAG.sequence, (all) => all.repeated(extension)),
      );
      return {
        serialNumber,
        signatureAlgorithm: algorithm,
        issuer: issuer.encoded,
        issuerCountry: issuer.country,
        subjectCountry: subject.country,
        ...readExtensions(extensions),
      };
    });
    outer.element(TAG.sequence); // the algorithm again: OpenSSL refuses a certificate where it differs
    requireLayout(outer.element(TAG.bitString).value[0] === 0);
    return parsed;
  });

function readExtensions(extensions: readonly Extension[]): Extensions {
  const byId = new Map(extensions.map((one) => [one.id, one]));
  requireLayout(byId.size === extensions.length);
  const read = <T>(id: string, layout: DerLayout<T>): T | undefined => {
    const value = byId.get(id)?.value;
    return value === undefined ? undefined : parseNested(value, layout);
  };
  const understood = [
    KEY_USAGE_EXTENSION,
    BASIC_CONSTRAINTS,
    SUBJECT_KEY_IDENTIFIER,
    EXTENDED_KEY_USAGE,
    DOCUMENT_TYPE_LIST,
  ];
  return {
    keyUsage: read(KEY_USAGE_EXTENSION, namedBits),
    isAuthority: read(BASIC_CONSTRAINTS, basicConstraints) ?? false,
    subjectKeyIdentifier: read(SUBJECT_KEY_IDENTIFIER, octetString),
    hasOtherPurpose: byId.has(EXTENDED_KEY_USAGE),
    documentTypes: read(DOCUMENT_TYPE_LIST, documentTypeList),
    hasUnknownCritical: extensions.some(
      ({ id, critical }) => critical && !understood.includes(id) && !WITHOUT_CONSEQUENCE.includes(id),
    ),
  };
}

const basicConstraints: DerLayout<boolean> = (cursor) =>
  cursor.inside(TAG.sequence, (inner) => {
    const isAuthority = optionalBoolean(inner);
    if (inner.nextTag !== undefined) smallInteger(inner);
    return isAuthority;
  });

/** DocumentTypeList (Doc 9303-12, 7.1.1): version 0 and a set of types. */
const documentTypeList: DerLayout<string[]> = (cursor) =>
  cursor.inside(TAG.sequence, (inner) => {
    requireLayout(smallInteger(inner) === 0);
    return inner.inside(TAG.set, (set) => set.repeated(asciiText));
  });

/** Reads one certificate, to its last byte. Proves nothing about it. */
export function parseCertificate(bytes: Uint8Array): Result<PassportCertificate, { kind: 'certificate-malformed' }> {
  const parsed = parseDer(bytes, certificate);
  const openssl = importCertificate(bytes);
  if (parsed.isErr() || openssl === undefined) return err({ kind: 'certificate-malformed' });
  return ok({ ...parsed.value, openssl });
}

function importCertificate(bytes: Uint8Array): X509Certificate | undefined {
  try {
    const imported = new X509Certificate(bytes);
    // The key is decoded only when asked for, and throws when OpenSSL cannot use it.
    return imported.publicKey.type === 'public' ? imported : undefined;
  } catch {
    return undefined;
  }
}

/** Whether `now` lies within the certificate's validity. */
export function validityOf({ openssl }: PassportCertificate, now: Date): 'valid' | 'expired' | 'not-yet-valid' {
  if (now.getTime() > openssl.validToDate.getTime()) return 'expired';
  return now.getTime() < openssl.validFromDate.getTime() ? 'not-yet-valid' : 'valid';
}
