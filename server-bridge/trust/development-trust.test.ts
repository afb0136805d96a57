import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { createDevelopmentTrust, DAY_MS, type DevelopmentTrust, LIFETIME_DAYS } from './index.ts';

const now = new Date();
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const newFolder = () => {
  const above = mkdtempSync(join(tmpdir(), 'kofu-trust-'));
  folders.push(above);
  return join(above, 'trust');
};
const make = async (folder: string, at = now, terminals = ['KOFU-0001', 'KOFU-0002']): Promise<DevelopmentTrust> =>
  (await createDevelopmentTrust(folder, { terminals, now: at }))._unsafeUnwrap();
const certificate = (file: string) => new X509Certificate(readFileSync(file));
const terminal = (trust: DevelopmentTrust, id: string) => {
  const paths = trust.terminals.get(id);
  if (paths === undefined) throw new Error('no such terminal');
  return paths;
};
const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });

test('OpenSSL verifies every chain for its purpose, and refuses the other authority', async () => {
  const trust = await make(newFolder());
  const verify = (ca: string, purpose: string, file: string) =>
    openssl('verify', '-x509_strict', '-CAfile', ca, '-purpose', purpose, file);
  expect(verify(trust.lineCaFile, 'sslserver', trust.centerServer.certificateFile)).toContain('OK');
  expect(verify(trust.lineCaFile, 'sslclient', terminal(trust, 'KOFU-0001').certificateFile)).toContain('OK');
  expect(verify(trust.lgwanCaFile, 'sslserver', trust.vrsServer.certificateFile)).toContain('OK');
  expect(verify(trust.lgwanCaFile, 'sslclient', trust.centerVrsClient.certificateFile)).toContain('OK');
  expect(() => verify(trust.lgwanCaFile, 'sslclient', terminal(trust, 'KOFU-0001').certificateFile)).toThrow();
  expect(() => verify(trust.lineCaFile, 'sslserver', terminal(trust, 'KOFU-0001').certificateFile)).toThrow();
});

test('names: servers for this machine, clients by URI alone, marked as development', async () => {
  const trust = await make(newFolder());
  expect(certificate(trust.centerServer.certificateFile).subjectAltName).toBe(
    'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
  );
  const client = certificate(terminal(trust, 'KOFU-0002').certificateFile);
  expect(client.subjectAltName).toBe('URI:urn:kofu:terminal:KOFU-0002');
  expect(client.subject).toContain('DEVELOPMENT ONLY');
  expect(certificate(trust.centerVrsClient.certificateFile).subjectAltName).toBe('URI:urn:kofu:center:development');
});

test('lifetimes: a year for authorities, 90 days for the rest, never longer than the issuer', async () => {
  const folder = newFolder();
  const trust = await make(folder);
  const lifeDays = (file: string) => (certificate(file).validToDate.getTime() - now.getTime()) / DAY_MS;
  expect(Math.ceil(lifeDays(trust.lineCaFile))).toBe(LIFETIME_DAYS.authority);
  expect(Math.ceil(lifeDays(trust.centerServer.certificateFile))).toBe(LIFETIME_DAYS.server);
  const late = await make(folder, new Date(now.getTime() + 300 * DAY_MS));
  expect(certificate(late.centerServer.certificateFile).validToDate).toEqual(certificate(late.lineCaFile).validToDate);
});

test('what is there and lives on is kept; what ends within seven days is replaced', async () => {
  const folder = newFolder();
  const read = (file: string) => readFileSync(file, 'utf8');
  const first = await make(folder);
  const leaf = read(first.centerServer.certificateFile);
  const ca = read(first.lineCaFile);
  const directiveKey = read(first.directiveKeyFile);
  const days = (count: number) => new Date(now.getTime() + count * DAY_MS);
  await make(folder, days(82));
  expect(read(first.centerServer.certificateFile)).toBe(leaf);
  await make(folder, days(84));
  expect(read(first.centerServer.certificateFile)).not.toBe(leaf);
  expect(read(first.lineCaFile)).toBe(ca);
  const fresh = read(first.centerServer.certificateFile);
  await make(folder, days(360));
  expect(read(first.lineCaFile)).not.toBe(ca);
  expect(read(first.centerServer.certificateFile)).not.toBe(fresh);
  expect(read(first.directiveKeyFile)).toBe(directiveKey);
});

test('a replaced authority takes its certificates with it; damage is repaired', async () => {
  const folder = newFolder();
  const trust = await make(folder);
  const before = readFileSync(trust.centerServer.certificateFile, 'utf8');
  const vrs = readFileSync(trust.vrsServer.certificateFile, 'utf8');
  writeFileSync(trust.lineCaFile, 'no certificate');
  writeFileSync(trust.directiveKeyFile, '{"kty":');
  const again = await make(folder);
  expect(readFileSync(trust.centerServer.certificateFile, 'utf8')).not.toBe(before);
  expect(readFileSync(trust.vrsServer.certificateFile, 'utf8')).toBe(vrs);
  expect(again.directivePublicKey.kid).not.toBe(trust.directivePublicKey.kid);
});

test('the folder is for its owner only', async () => {
  const trust = await make(newFolder());
  expect(statSync(trust.directory).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(trust.directory)) {
    expect(statSync(join(trust.directory, name)).mode & 0o777, name).toBe(0o600);
  }
});

test('the directive key is named by its RFC 7638 thumbprint and its public file has no secret', async () => {
  const trust = await make(newFolder());
  const shared = JSON.parse(readFileSync(trust.directivePublicKeyFile, 'utf8'));
  expect(shared).toEqual(trust.directivePublicKey);
  expect(shared).not.toHaveProperty('d');
  expect(trust.directivePublicKey.kid).toBe(await calculateJwkThumbprint(shared));
});

test('a terminal id that does not fit is refused before anything is written', async () => {
  const made = await createDevelopmentTrust(newFolder(), { terminals: ['../escape'], now });
  expect(made._unsafeUnwrapErr()).toEqual({ kind: 'invalid-terminal', terminalId: '../escape' });
});

test('a folder that cannot be made is a value', async () => {
  const made = await createDevelopmentTrust('/dev/null/trust', { terminals: [], now });
  expect(made._unsafeUnwrapErr().kind).toBe('storage');
});
