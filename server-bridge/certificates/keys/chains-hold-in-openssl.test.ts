import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VrsKeySetSchema } from '../../protocol/index.ts';
import { SYNTHETIC_ISSUER as iss } from '../certificate-fixtures.ts';
import { generateVrsKeys } from './generate-vrs-keys.ts';
import { vrsPublicKeySet, vrsRootPublicKey } from './public-keys.ts';
import { type VrsKeys, VrsKeysSchema } from './vrs-keys.ts';

const now = new Date('2026-11-20T01:02:03.456Z');
const folder = mkdtempSync(join(tmpdir(), 'kofu-chains-'));
let keys: VrsKeys;

const pem = (name: string, der: string) => {
  const path = join(folder, name);
  const body = der.replace(/.{64}/g, '$&\n');
  writeFileSync(path, `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`);
  return path;
};
const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
const at = ['-attime', String((now.getTime() / 1000) | 0)];

beforeAll(async () => {
  keys = await generateVrsKeys({ iss, now });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('development keys', () => {
  it('have a card issuer chain that OpenSSL accepts, with the issuer in the leaf', () => {
    const [leaf = '', authority = '', root = ''] = keys.healthCard.keys[0]?.key.x5c ?? [];
    const files = {
      leaf: pem('leaf.pem', leaf),
      authority: pem('authority.pem', authority),
      root: pem('root.pem', root),
    };
    const result = openssl(
      'verify',
      ...at,
      '-x509_strict',
      '-CAfile',
      files.root,
      '-untrusted',
      files.authority,
      files.leaf,
    );
    expect(result).toContain(': OK');
    const text = openssl('x509', '-in', files.leaf, '-noout', '-text');
    expect(text).toContain(`URI:${iss}`);
    expect(text).toContain('CA:FALSE');
    expect(text).toContain('ecdsa-with-SHA384');
  });

  it('have a barcode signer that OpenSSL accepts, with exactly three extensions', () => {
    const signer = pem('signer.pem', keys.vdsNc.signers[0]?.certificate ?? '');
    const authority = pem('csca.pem', keys.vdsNc.anchors[0] ?? '');
    expect(openssl('verify', ...at, '-CAfile', authority, signer)).toContain(': OK');
    const text = openssl('x509', '-in', signer, '-noout', '-text');
    const extensions = text.slice(text.indexOf('X509v3 extensions'), text.indexOf('Signature Algorithm', 300));
    expect(extensions.match(/^ {12}\S.*:/gm)?.map((line) => line.trim().replace(/:.*/, ''))).toEqual([
      'X509v3 Authority Key Identifier',
      'X509v3 Extended Key Usage',
      '2.23.136.1.1.6.2',
    ]);
    expect(extensions).toMatch(/Extended Key Usage: critical\n\s+2\.23\.136\.1\.1\.14\.2/);
    expect(openssl('x509', '-in', authority, '-noout', '-text')).toContain('pathlen:0');
  });

  it('survive their file, and publish nothing private', () => {
    expect(v.parse(VrsKeysSchema, JSON.parse(JSON.stringify(keys)))).toEqual(keys);
    const published = v.parse(VrsKeySetSchema, vrsPublicKeySet(keys, now));
    const text = JSON.stringify({ published, root: vrsRootPublicKey(keys) });
    expect(text).not.toContain('"d":');
    const secrets = JSON.stringify(keys).match(/"d":"[^"]{43}"/g) ?? [];
    expect(secrets).toHaveLength(5);
    for (const secret of secrets) expect(text).not.toContain(secret.slice(5, -1));
  });
});
