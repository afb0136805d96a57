import 'reflect-metadata';
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BasicConstraintsExtension, X509CertificateGenerator } from '@peculiar/x509';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateTokenKey, openToken } from '../../hardware-keys/index.ts';
import { type SoftHsm, startSoftHsm, TOKEN_LABEL } from '../../hardware-keys/test-support/soft-hsm.ts';
import { TerminalIdSchema } from '../../protocol/index.ts';
import { issueTerminalCertificate, makeSoftwareKey } from '../../terminal-certificates/index.ts';
import { openIssuer } from './open-issuer.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const terminalId = v.parse(TerminalIdSchema, 'KOFU-0001');
let hsm: SoftHsm;

beforeAll(() => {
  hsm = startSoftHsm();
});
afterAll(() => hsm.end());

test('the issuing key never leaves its token: certificates are signed there, and only where key and certificate fit', async () => {
  const { modulePath, pinFile, folder } = hsm;
  const opened = (await openToken({ modulePath, tokenLabel: TOKEN_LABEL, pinFile }))._unsafeUnwrap();
  const { kty, crv, x, y } = (await generateTokenKey(opened.token, 'line-ca'))._unsafeUnwrap();
  await generateTokenKey(opened.token, 'another');
  await opened.close();
  const publicKey = createPublicKey({ format: 'jwk', key: { kty, crv, x, y } });
  // The authority's certificate is made elsewhere, by a root; an invented one stands for it.
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authority = async (ca: boolean): Promise<string> => {
    const made = await X509CertificateGenerator.create({
      subject: 'CN=Synthetic line CA',
      issuer: 'CN=Synthetic root',
      notAfter: new Date(Date.now() + 86_400_000 * 365),
      publicKey: publicKey.toCryptoKey(ALGORITHM, true, ['verify']),
      signingKey: root.privateKey.toCryptoKey(ALGORITHM, true, ['sign']),
      signingAlgorithm: { ...ALGORITHM, hash: 'SHA-256' },
      extensions: [new BasicConstraintsExtension(ca, ca ? 0 : undefined, true)],
    });
    const file = join(folder, `authority-${ca}.pem`);
    await writeFile(file, made.toString('pem'));
    return file;
  };
  const certificateFile = await authority(true);
  const shared = { kind: 'pkcs11', modulePath, tokenLabel: TOKEN_LABEL, pinFile, keyLabel: 'line-ca' } as const;
  const issuer = (await openIssuer({ ...shared, certificateFile }))._unsafeUnwrap();
  try {
    const key = makeSoftwareKey();
    const order = { terminalId, publicKey: key.publicKey, issuer: issuer.issuer, lifeMs: 86_400_000, now: new Date() };
    const issued = await issueTerminalCertificate(order);
    expect(new X509Certificate(issued.certificate).verify(publicKey)).toBe(true);
    // The issuer is not the root, so it comes along.
    expect(issued.certificate.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  } finally {
    await issuer.close();
  }
  const kindOf = async (changes: object): Promise<string> => {
    const opening = await openIssuer({ ...shared, certificateFile, ...changes });
    return opening.isErr() && 'issues' in opening.error ? opening.error.issues.join() : 'open';
  };
  expect(await kindOf({ keyLabel: 'another' })).toContain('key-differs');
  expect(await kindOf({ keyLabel: 'nobody' })).toContain('key-missing');
  expect(await kindOf({ tokenLabel: 'nobody' })).toContain('token-missing');
  expect(await kindOf({ certificateFile: await authority(false) })).toContain('authority');
});
