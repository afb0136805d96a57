/** A terminal's certificate request (PKCS#10, RFC 2986): made by the terminal, read by the center, which trusts nothing in it but its key. */
import 'reflect-metadata';
import { createPublicKey, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
} from '@peculiar/x509';
import { err, ok, type Result } from 'neverthrow';
import type { TerminalId } from '../protocol/index.ts';
import { type Es256Sign, pemOf, signAnew } from './signed-der.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** The URI that names a terminal in its certificate. */
export const terminalUri = (terminalId: TerminalId): string => `urn:kofu:terminal:${terminalId}`;

/** What the signatures of a terminal's key are made with, and the key's public half. */
export type RequestKey = { readonly publicKey: KeyObject; readonly sign: Es256Sign };

/** A fresh key held by this process, and its private half as PEM for its file. */
export function makeSoftwareKey(): RequestKey & { readonly privateKeyPem: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    publicKey,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    sign: (data) =>
      Promise.resolve(createSign('sha256').update(data).sign({ key: privateKey, dsaEncoding: 'ieee-p1363' })),
  };
}

/** The request of a terminal for its own key, PEM. @throws what `sign` throws */
export async function makeCertificateRequest(terminalId: TerminalId, key: RequestKey): Promise<string> {
  // The generator wants a private key to sign with; that signature is then replaced by the one of the real key.
  const unused = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const unsigned = await Pkcs10CertificateRequestGenerator.create({
    name: `CN=${terminalId}`,
    keys: { publicKey: key.publicKey.toCryptoKey(ALGORITHM, true, ['verify']), privateKey: unused.privateKey },
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [new SubjectAlternativeNameExtension([{ type: 'url', value: terminalUri(terminalId) }])],
  });
  return pemOf('CERTIFICATE REQUEST', await signAnew(new Uint8Array(unsigned.rawData), key.sign));
}

export type RequestFault = {
  readonly kind:
    | 'not-a-request'
    /** Anything but a point of P-256. */
    | 'other-key'
    /** The sender does not hold the key. */
    | 'bad-signature'
    /** A subject, name, extension or attribute that is not this terminal's own. */
    | 'foreign-name';
};

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const REQUEST_LIMIT = 4_096;

/** The key of a request, once it is sure that the sender holds it and claims to be nobody else. */
export async function readCertificateRequest(
  pem: string,
  terminalId: TerminalId,
): Promise<Result<KeyObject, RequestFault>> {
  if (pem.length > REQUEST_LIMIT || !pem.startsWith('-----BEGIN CERTIFICATE REQUEST-----')) {
    return err({ kind: 'not-a-request' });
  }
  let request: Pkcs10CertificateRequest;
  let publicKey: KeyObject;
  try {
    request = new Pkcs10CertificateRequest(pem);
    publicKey = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
  } catch {
    return err({ kind: 'not-a-request' });
  }
  if (publicKey.asymmetricKeyType !== 'ec' || publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    return err({ kind: 'other-key' });
  }
  try {
    if (!(await request.verify())) return err({ kind: 'bad-signature' });
    return namesNobodyElse(request, terminalId) ? ok(publicKey) : err({ kind: 'foreign-name' });
  } catch {
    return err({ kind: 'not-a-request' });
  }
}

function namesNobodyElse(request: Pkcs10CertificateRequest, terminalId: TerminalId): boolean {
  if (request.subject !== '' && request.subject !== `CN=${terminalId}`) return false;
  if (request.attributes.some(({ type }) => type !== EXTENSION_REQUEST)) return false;
  return request.extensions.every((extension) => {
    if (extension.type !== SUBJECT_ALTERNATIVE_NAME) return false;
    const names = new SubjectAlternativeNameExtension(extension.rawData).names.items;
    return names.length === 1 && names[0]?.type === 'url' && names[0].value === terminalUri(terminalId);
  });
}
