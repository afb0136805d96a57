import 'reflect-metadata';
import { createPublicKey, generateKeyPairSync, sign, verify, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from '@peculiar/x509';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TerminalIdSchema } from '../protocol/index.ts';
import { createDevelopmentTrust, DAY_MS } from '../trust/index.ts';
import { issueTerminalCertificate, makeCertificateRequest, makeSoftwareKey, readCertificateRequest } from './index.ts';
import { ecdsaDer } from './signed-der.ts';

const terminalId = v.parse(TerminalIdSchema, 'KOFU-0001');
const now = new Date('2026-04-01T00:00:00.500Z');
let directory: string;
let authority: { certificate: string; key: string };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-trust-'));
  const trust = (await createDevelopmentTrust(directory, { terminals: [], now }))._unsafeUnwrap();
  const read = (path: string): Promise<string> => readFile(path, 'utf8');
  authority = { certificate: await read(trust.lineCaFile), key: await read(join(directory, 'line-ca.key.pem')) };
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const byAuthority = (data: Uint8Array): Promise<Uint8Array> =>
  Promise.resolve(sign('sha256', data, { key: authority.key, dsaEncoding: 'ieee-p1363' }));

describe('a terminal’s certificate', () => {
  test('is for the key of the request, names the terminal and nothing else, and ends in time', async () => {
    const key = makeSoftwareKey();
    const request = await makeCertificateRequest(terminalId, key);
    const publicKey = (await readCertificateRequest(request, terminalId))._unsafeUnwrap();
    const issuer = { certificate: authority.certificate, sign: byAuthority };
    const issued = await issueTerminalCertificate({ terminalId, publicKey, issuer, lifeMs: 30 * DAY_MS, now });
    const certificate = new X509Certificate(issued.certificate);
    expect(certificate.verify(createPublicKey(authority.certificate))).toBe(true);
    expect(certificate.subjectAltName).toBe('URI:urn:kofu:terminal:KOFU-0001');
    expect(certificate.serialNumber).toBe(issued.serial);
    expect(certificate.validToDate).toEqual(new Date('2026-05-01T00:00:00Z'));
    expect(issued.expiresAt).toEqual(certificate.validToDate);
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(certificate.publicKey.equals(key.publicKey)).toBe(true);
  });

  test('does not outlive its issuer, and a foreign issuing key is found before it is handed out', async () => {
    const { publicKey } = makeSoftwareKey();
    const issuer = { certificate: authority.certificate, sign: byAuthority };
    const long = await issueTerminalCertificate({ terminalId, publicKey, issuer, lifeMs: 9_000 * DAY_MS, now });
    expect(long.expiresAt).toEqual(new X509Certificate(authority.certificate).validToDate);
    const foreign = { certificate: authority.certificate, sign: makeSoftwareKey().sign };
    const order = { terminalId, publicKey, issuer: foreign, lifeMs: DAY_MS, now };
    await expect(issueTerminalCertificate(order)).rejects.toThrow('issuing key');
  });
});

describe('a request', () => {
  const requestOf = async (changes: object, curve = 'P-256'): Promise<string> => {
    const algorithm = { name: 'ECDSA', namedCurve: curve };
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const signingAlgorithm = { name: 'ECDSA', hash: curve === 'P-256' ? 'SHA-256' : 'SHA-384' };
    const made = await Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm, ...changes });
    return `${made.toString('pem')}\n`;
  };
  const named = (...names: { type: 'url' | 'dns'; value: string }[]) => ({
    extensions: [new SubjectAlternativeNameExtension(names)],
  });
  const own = { type: 'url', value: 'urn:kofu:terminal:KOFU-0001' } as const;

  test.each([
    ['another terminal’s URI', named({ type: 'url', value: 'urn:kofu:terminal:KOFU-0002' })],
    ['its own and another URI', named(own, { type: 'url', value: 'urn:kofu:terminal:KOFU-0002' })],
    ['a host name', named(own, { type: 'dns', value: 'center.example' })],
    ['another subject', { name: 'CN=KOFU-0002' }],
    ['a subject with more than the name', { name: 'CN=KOFU-0001, O=Somebody' }],
  ])('with %s is refused', async (_what, changes) => {
    const read = await readCertificateRequest(await requestOf(changes), terminalId);
    expect(read._unsafeUnwrapErr().kind).toBe('foreign-name');
  });

  test('without any name is as good as one with its own', async () => {
    expect((await readCertificateRequest(await requestOf({}), terminalId)).isOk()).toBe(true);
    expect((await readCertificateRequest(await requestOf(named(own)), terminalId)).isOk()).toBe(true);
  });

  test('for a key of another curve is refused', async () => {
    const read = await readCertificateRequest(await requestOf({}, 'P-384'), terminalId);
    expect(read._unsafeUnwrapErr().kind).toBe('other-key');
  });

  test('for a key that the sender does not hold is refused', async () => {
    const { publicKey } = makeSoftwareKey();
    const request = await makeCertificateRequest(terminalId, { publicKey, sign: makeSoftwareKey().sign });
    expect((await readCertificateRequest(request, terminalId))._unsafeUnwrapErr().kind).toBe('bad-signature');
  });

  test('cut off anywhere is refused; with a byte changed it is refused or still for the same key', async () => {
    const request = await requestOf(named(own));
    const der = Buffer.from(request.replace(/-----[^-]+-----/g, ''), 'base64');
    const readDer = (bytes: Uint8Array) =>
      readCertificateRequest(
        `-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`,
        terminalId,
      );
    const publicKey = (await readDer(der))._unsafeUnwrap();
    for (let length = 0; length < der.length; length += 7)
      expect((await readDer(der.subarray(0, length))).isErr()).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Buffer.from(der);
        changed.writeUInt8(changed.readUInt8(at) ^ change, at);
        const read = await readDer(changed);
        // Some bytes of the frame mean nothing to the parser; none of them changes what was signed.
        expect(read.isErr() || read.value.equals(publicKey)).toBe(true);
      }),
      { numRuns: 150 },
    );
    expect((await readCertificateRequest('x', terminalId)).isErr()).toBe(true);
  });
});

test('signatures in DER are those that OpenSSL takes, whatever zeros r and s begin with', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // Every 256th r or s begins with a zero byte, every second one needs one put before it.
  for (let count = 0; count < 600; count += 1) {
    const data = Buffer.from([count >> 8, count & 0xff]);
    const raw = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    expect(verify('sha256', data, publicKey, ecdsaDer(raw))).toBe(true);
  }
  expect(() => ecdsaDer(Buffer.alloc(63))).toThrow();
});
