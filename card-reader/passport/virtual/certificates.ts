import { createHash, randomBytes } from 'node:crypto';
import { fromHex } from '../../apdu/hex.ts';
import { encodeTlv } from '../../apdu/tlv.ts';
import { TAG } from '../der/der-values.ts';
import { der } from './der-writer.ts';
import type { SigningKey } from './signing-keys.ts';

/** A certificate under construction, with what a test may want to be wrong about it. */
export type CertificatePlan = {
  readonly country: string;
  readonly commonName: string;
  readonly publicKey: Uint8Array;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Bit string of KeyUsage: `0780` digital signature, `0106` certificate and revocation list signing. */
  readonly keyUsage: 'digital-signature' | 'certificate-signing' | 'none';
  readonly isAuthority: boolean;
  /** Adds an extended key usage, as the signers of master lists and seals have. */
  readonly otherPurpose?: string;
  readonly criticalExtension?: string;
  readonly documentTypes?: readonly string[];
};

/** A certificate, and what its signatures and its children need to know about it. */
export type SyntheticCertificate = {
  readonly bytes: Uint8Array;
  readonly issuerName: Uint8Array;
  /** As an INTEGER in DER. */
  readonly serialNumber: Uint8Array;
  readonly keyIdentifier: Uint8Array;
};

export type Issuer = { readonly name: Uint8Array; readonly keyIdentifier: Uint8Array; readonly key: SigningKey };

const KEY_USAGE_BITS = { 'digital-signature': fromHex('80'), 'certificate-signing': fromHex('06') } as const;
const UNUSED_BITS = { 'digital-signature': 7, 'certificate-signing': 1 } as const;

/** The name of a synthetic authority or signer. */
export function distinguishedName(country: string, commonName: string): Uint8Array {
  return der.sequence(
    der.set(der.sequence(der.objectIdentifier('2.5.4.6'), der.printable(country))),
    der.set(der.sequence(der.objectIdentifier('2.5.4.10'), der.utf8('Kofu synthetic, not an authority'))),
    der.set(der.sequence(der.objectIdentifier('2.5.4.3'), der.utf8(commonName))),
  );
}

/** SHA-1 of the key, which is what RFC 5280 (4.2.1.2) calls a key identifier. */
export function keyIdentifierOf(publicKey: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha1').update(publicKey).digest());
}

/** Makes and signs a certificate (RFC 5280, 4.1; Doc 9303-12, table 6). */
export function issueCertificate(plan: CertificatePlan, issuer: Issuer): SyntheticCertificate {
  const name = distinguishedName(plan.country, plan.commonName);
  const serialNumber = der.positiveInteger(new Uint8Array(randomBytes(8)));
  const keyIdentifier = keyIdentifierOf(plan.publicKey);
  const content = der.sequence(
    der.context(0, der.integer(2)),
    serialNumber,
    issuer.key.algorithm,
    issuer.name,
    der.sequence(der.time(plan.validFrom), der.time(plan.validTo)),
    name,
    plan.publicKey,
    der.context(3, der.sequence(...extensionsOf(plan, keyIdentifier, issuer))),
  );
  const bytes = der.sequence(content, issuer.key.algorithm, der.bitString(issuer.key.sign(content)));
  return { bytes, issuerName: issuer.name, serialNumber, keyIdentifier };
}

function extensionsOf(plan: CertificatePlan, keyIdentifier: Uint8Array, issuer: Issuer): Uint8Array[] {
  const authorityKey = der.sequence(encodeTlv(TAG.contextPrimitive0, issuer.keyIdentifier));
  const extensions = [
    extension('2.5.29.14', false, der.octetString(keyIdentifier)),
    extension('2.5.29.35', false, authorityKey),
  ];
  if (plan.keyUsage !== 'none')
    extensions.push(
      extension('2.5.29.15', true, der.bitString(KEY_USAGE_BITS[plan.keyUsage], UNUSED_BITS[plan.keyUsage])),
    );
  if (plan.isAuthority) extensions.push(extension('2.5.29.19', true, der.sequence(der.boolean(true), der.integer(0))));
  if (plan.otherPurpose !== undefined)
    extensions.push(extension('2.5.29.37', true, der.sequence(der.objectIdentifier(plan.otherPurpose))));
  if (plan.documentTypes !== undefined) {
    const types = der.set(...plan.documentTypes.map(der.printable));
    extensions.push(extension('2.23.136.1.1.6.2', false, der.sequence(der.integer(0), types)));
  }
  if (plan.criticalExtension !== undefined) extensions.push(extension(plan.criticalExtension, true, der.sequence()));
  return extensions;
}

function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  const parts = [der.objectIdentifier(id), ...(critical ? [der.boolean(true)] : []), der.octetString(value)];
  return der.sequence(...parts);
}
