/** Certificates of terminals as the line's authority issues them in service: short, for one key, naming one terminal. */
import 'reflect-metadata';
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { X509CertificateGenerator, X509Certificate as X509Text } from '@peculiar/x509';
import type { TerminalId } from '../protocol/index.ts';
import { type CertificateProfile, extensionsOf } from './certificate-extensions.ts';
import { terminalUri } from './certificate-request.ts';
import { BACKDATE_MS, serialNumber } from './serial-number.ts';
import { type Es256Sign, pemOf, signAnew } from './signed-der.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
/** Its place is taken by the authority's signature. */
const NO_SIGNATURE = new Uint8Array(64);

/** The authority: its certificate (PEM) and what signs with its P-256 key, wherever that is. */
export type Issuer = { readonly certificate: string; readonly sign: Es256Sign };

export type IssuedCertificate = {
  /** PEM; followed by the issuer's where that is not itself the root, so that a server can build the chain. */
  readonly certificate: string;
  /** Upper-case hexadecimal, as Node writes it. */
  readonly serial: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
};

/** Issues a certificate for a terminal's key. It does not outlive its issuer's. @throws what the issuer's key throws */
export async function issueTerminalCertificate(order: {
  readonly terminalId: TerminalId;
  readonly publicKey: KeyObject;
  readonly issuer: Issuer;
  readonly lifeMs: number;
  readonly now: Date;
}): Promise<IssuedCertificate> {
  const { terminalId, publicKey, issuer, lifeMs, now } = order;
  const issuing = new X509Certificate(issuer.certificate);
  const endMs = Math.min(now.getTime() + lifeMs, issuing.validToDate.getTime());
  // Certificates count in whole seconds.
  const expiresAt = new Date(Math.floor(endMs / 1_000) * 1_000);
  const key = publicKey.toCryptoKey(ALGORITHM, true, ['verify']);
  const profile: CertificateProfile = {
    role: 'client',
    commonName: terminalId,
    names: [{ type: 'url', value: terminalUri(terminalId) }],
  };
  const serial = serialNumber();
  const unsigned = await X509CertificateGenerator.create({
    serialNumber: serial,
    subject: `CN=${terminalId}`,
    issuer: new X509Text(issuer.certificate).subject,
    notBefore: new Date(now.getTime() - BACKDATE_MS),
    notAfter: expiresAt,
    publicKey: key,
    signature: NO_SIGNATURE,
    signingAlgorithm: { ...ALGORITHM, hash: 'SHA-256' },
    extensions: await extensionsOf(
      profile,
      key,
      createPublicKey(issuer.certificate).toCryptoKey(ALGORITHM, true, ['verify']),
    ),
  });
  const own = pemOf('CERTIFICATE', await signAnew(new Uint8Array(unsigned.rawData), issuer.sign));
  if (!new X509Certificate(own).verify(issuing.publicKey)) throw new Error('the issuing key is not the certificate’s');
  const isRoot = issuing.checkIssued(issuing);
  return {
    certificate: isRoot ? own : `${own}${issuing.toString()}`,
    serial: serial.toUpperCase(),
    issuedAt: now,
    expiresAt,
  };
}
