import type { SyntheticCertificate } from './certificates.ts';
import { type CertificatePlan, distinguishedName, issueCertificate, keyIdentifierOf } from './certificates.ts';
import { makeSigningKey, type SigningKey, type SigningScheme } from './signing-keys.ts';

/** A document signer with its key. */
export type DocumentSigner = { readonly certificate: SyntheticCertificate; readonly key: SigningKey };

/** A synthetic state that issues passports: its CSCA certificate is the anchor. */
export type SyntheticState = {
  /** ISO 3166-1 alpha-2, or UT for Utopia. */
  readonly country: string;
  /** DER of the self-signed CSCA certificate. */
  readonly anchor: Uint8Array;
  /** Issues a document signer; `changes` make it wrong on purpose. */
  issueSigner(scheme?: SigningScheme, changes?: Partial<CertificatePlan>): DocumentSigner;
};

export type StateOptions = {
  readonly scheme?: SigningScheme;
  readonly validFrom?: Date;
  readonly validTo?: Date;
  readonly changes?: Partial<CertificatePlan>;
};

const DEFAULT_FROM = new Date('2020-01-01T00:00:00Z');
const DEFAULT_TO = new Date('2060-01-01T00:00:00Z');

/** Founds a state: a fresh CSCA key and its certificate. */
export function foundState(country: string, options: StateOptions = {}): SyntheticState {
  const { scheme = 'ecdsa-p256', validFrom = DEFAULT_FROM, validTo = DEFAULT_TO, changes = {} } = options;
  const key = makeSigningKey(scheme);
  const commonName = `Synthetic CSCA ${country}`;
  const issuer = { name: distinguishedName(country, commonName), keyIdentifier: keyIdentifierOf(key.publicKey), key };
  const authority = issueCertificate(
    {
      country,
      commonName,
      publicKey: key.publicKey,
      validFrom,
      validTo,
      keyUsage: 'certificate-signing',
      isAuthority: true,
      ...changes,
    },
    issuer,
  );
  return {
    country,
    anchor: authority.bytes,
    issueSigner: (signerScheme = 'ecdsa-p256', signerChanges = {}) => {
      const signerKey = makeSigningKey(signerScheme);
      const certificate = issueCertificate(
        {
          country,
          commonName: `Synthetic document signer ${country}`,
          publicKey: signerKey.publicKey,
          validFrom,
          validTo,
          keyUsage: 'digital-signature',
          isAuthority: false,
          ...signerChanges,
        },
        issuer,
      );
      return { certificate, key: signerKey };
    },
  };
}
