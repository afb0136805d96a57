/** The three certificates of a SMART Health Card issuing key, shaped like those of Japan's issuer (§1.4 of the reference). */
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
} from '@peculiar/x509';
import { authorityKeys, certify, publicKeyOf } from './certificate-chain.ts';
import type { SigningKey } from './signing-key.ts';

/** Root 10 years, authority 5 years, leaf a year and seven weeks: yearly keys that overlap. */
const DAYS = { root: 3650, authority: 1825, leaf: 414 };

/** `x5c` of the key: leaf, authority, root; DER in base64. */
export async function healthCardChain(key: SigningKey, iss: string, now: Date): Promise<string[]> {
  const host = new URL(iss).host;
  const names = {
    root: `CN=${host} DEVELOPMENT Root CA`,
    authority: `CN=${host} DEVELOPMENT CA`,
    leaf: `CN=${host} DEVELOPMENT Issuer`,
  };
  const [root, authority] = [await authorityKeys('P-256'), await authorityKeys('P-256')];
  const leafKey = await publicKeyOf(key);
  const signing = new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true);
  const rootCertificate = await certify({
    subject: names.root,
    issuer: names.root,
    publicKey: root.publicKey,
    signingKey: root.privateKey,
    hash: 'SHA-512',
    now,
    days: DAYS.root,
    extensions: [
      new BasicConstraintsExtension(true, 1, true),
      signing,
      await SubjectKeyIdentifierExtension.create(root.publicKey),
    ],
  });
  const authorityCertificate = await certify({
    subject: names.authority,
    issuer: names.root,
    publicKey: authority.publicKey,
    signingKey: root.privateKey,
    hash: 'SHA-512',
    now,
    days: DAYS.authority,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      signing,
      await SubjectKeyIdentifierExtension.create(authority.publicKey),
      await AuthorityKeyIdentifierExtension.create(root.publicKey),
    ],
  });
  const leafCertificate = await certify({
    subject: names.leaf,
    issuer: names.authority,
    publicKey: leafKey,
    signingKey: authority.privateKey,
    hash: 'SHA-384',
    now,
    days: DAYS.leaf,
    extensions: [
      new BasicConstraintsExtension(false),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature),
      await SubjectKeyIdentifierExtension.create(leafKey),
      await AuthorityKeyIdentifierExtension.create(authority.publicKey),
      new SubjectAlternativeNameExtension([{ type: 'url', value: iss }]),
    ],
  });
  return [leafCertificate, authorityCertificate, rootCertificate];
}
