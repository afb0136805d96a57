/** A country-signing authority and a barcode signer under it, with exactly the extensions of §3.3 of the reference. */
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
} from '@peculiar/x509';
import { BARCODE_SIGNER_USAGE, DOCUMENT_TYPE_LIST, VACCINATION_ONLY } from '../vds-nc/barcode-signer.ts';
import { authorityKeys, certify, publicKeyOf } from './certificate-chain.ts';
import type { SigningKey } from './signing-key.ts';

const DAYS = { authority: 15 * 365, signer: 10 * 365 };
const AUTHORITY = 'C=JP, O=DEVELOPMENT ONLY, CN=Kofu Development CSCA';

/** Certificate of the signer and of its authority, DER in base64, and the authority's key while anybody needs it. */
export async function barcodeSignerChain(
  key: SigningKey,
  now: Date,
  changes: { readonly documentTypes?: Uint8Array; readonly usage?: string | null; readonly country?: string } = {},
): Promise<{ signer: string; authority: string; authorityKey: webcrypto.CryptoKey }> {
  const authority = await authorityKeys('P-384');
  const authorityCertificate = await certify({
    subject: AUTHORITY,
    issuer: AUTHORITY,
    publicKey: authority.publicKey,
    signingKey: authority.privateKey,
    hash: 'SHA-384',
    now,
    days: DAYS.authority,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const signerCertificate = await certify({
    subject: `C=${changes.country ?? 'JP'}, CN=K1`,
    issuer: AUTHORITY,
    publicKey: await publicKeyOf(key),
    signingKey: authority.privateKey,
    hash: 'SHA-384',
    now,
    days: DAYS.signer,
    extensions: [
      await AuthorityKeyIdentifierExtension.create(authority.publicKey),
      ...(changes.usage === null ? [] : [new ExtendedKeyUsageExtension([changes.usage ?? BARCODE_SIGNER_USAGE], true)]),
      new Extension(DOCUMENT_TYPE_LIST, false, Uint8Array.from(changes.documentTypes ?? VACCINATION_ONLY)),
    ],
  });
  return { signer: signerCertificate, authority: authorityCertificate, authorityKey: authority.privateKey };
}
