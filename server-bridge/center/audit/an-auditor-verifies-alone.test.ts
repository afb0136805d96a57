import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateTokenKey, openToken } from '../../hardware-keys/index.ts';
import { startSoftHsm, TOKEN_LABEL } from '../../hardware-keys/test-support/soft-hsm.ts';
import { generateSigningJwk, publicJwkOf } from '../../sealing/index.ts';
import { openAuditKey } from './audit-key.ts';
import { auditPublicKey, signCheckpoint, verifyCheckpoint } from './checkpoint-note.ts';
import { derOf } from './ecdsa-der.ts';

const tree = { node: 'center-1', size: 20_852_163, root: Buffer.alloc(32, 7) };
const embedded = (directory: string | null) => ({ kind: 'pglite', directory }) as const;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-audit-key-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('a checkpoint', () => {
  test('is a C2SP note, and openssl finds its signature good', async () => {
    const key = (await openAuditKey(undefined, embedded(join(directory, 'noted'))))._unsafeUnwrap();
    if (key === null) throw new Error('no key');
    const note = await signCheckpoint(tree, key);
    const [text = '', signatureLine = ''] = note.split('\n\n');
    expect(text).toBe(`kofu/center-audit/center-1\n20852163\n${Buffer.alloc(32, 7).toString('base64')}`);
    expect(signatureLine).toMatch(/^— kofu\/center-audit\/center-1 [A-Za-z0-9+/]+=*\n$/u);
    const signature = Buffer.from(signatureLine.split(' ')[2] ?? '', 'base64');
    const spki = key.publicKey.key.export({ format: 'der', type: 'spki' });
    const file = (name: string) => join(directory, name);
    await writeFile(file('key.der'), spki);
    await writeFile(file('text'), `${text}\n`);
    await writeFile(file('signature'), signature.subarray(4));
    const openssl = (...words: string[]) => execFileSync('openssl', words, { encoding: 'utf8' });
    expect(openssl('dgst', '-sha256', file('key.der'))).toContain(signature.subarray(0, 4).toString('hex'));
    const pem = openssl('pkey', '-pubin', '-inform', 'DER', '-in', file('key.der'));
    await writeFile(file('key.pem'), pem);
    const words = ['dgst', '-sha256', '-verify', file('key.pem'), '-signature', file('signature'), file('text')];
    expect(openssl(...words)).toBe('Verified OK\n');
  });

  test('may carry signatures of others; only known ones count', async () => {
    const jwk = await generateSigningJwk();
    const key = (await openAuditKey(undefined, embedded(join(directory, 'witnessed'))))._unsafeUnwrap();
    if (key === null) throw new Error('no key');
    const note = `${await signCheckpoint(tree, key)}— witness.example/w1 jWbPPwAAAABkGFDL\n`;
    expect(verifyCheckpoint(note, [auditPublicKey(jwk), key.publicKey])._unsafeUnwrap()).toEqual(tree);
    expect(verifyCheckpoint(note, [auditPublicKey(jwk)])._unsafeUnwrapErr()).toBe('unknown-key');
    expect(verifyCheckpoint(note, [])._unsafeUnwrapErr()).toBe('unknown-key');
  });

  test.each([
    ['00'.repeat(32) + '00'.repeat(32), '3006020100020100'],
    [`${'00'.repeat(31)}7f${'00'.repeat(31)}80`, '300702017f02020080'],
    [`${'ff'.repeat(32)}00${'01'.repeat(31)}`, `3044022100${'ff'.repeat(32)}021f${'01'.repeat(31)}`],
  ])('r‖s %s as DER', (signature, der) => {
    expect(derOf(Buffer.from(signature, 'hex')).toString('hex')).toBe(der);
  });
});

describe('the key', () => {
  test('is made once beside an embedded store, closed to others, its public half with it', async () => {
    const store = join(directory, 'store');
    const first = (await openAuditKey(undefined, embedded(store)))._unsafeUnwrap();
    const again = (await openAuditKey(undefined, embedded(store)))._unsafeUnwrap();
    expect(again?.publicKey.id).toEqual(first?.publicKey.id);
    expect((await stat(`${store}.audit-key.private.jwk.json`)).mode & 0o777).toBe(0o600);
    const open = JSON.parse(await readFile(`${store}.audit-key.public.jwk.json`, 'utf8'));
    expect(open.d).toBeUndefined();
    expect(auditPublicKey(open).id).toEqual(first?.publicKey.id);
  });

  test('is none for a store without a place of its own', async () => {
    expect((await openAuditKey(undefined, embedded(null)))._unsafeUnwrap()).toBeNull();
    const url = 'postgres://nobody@127.0.0.1:1/none';
    expect((await openAuditKey(undefined, { kind: 'postgres', url }))._unsafeUnwrap()).toBeNull();
  });

  test('in a file that is missing, open to others, or no key is refused', async () => {
    const keyFile = join(directory, 'wrong.jwk.json');
    const refusal = async () => (await openAuditKey({ kind: 'file', keyFile }, embedded(null)))._unsafeUnwrapErr().kind;
    expect(await refusal()).toBe('unreadable-file');
    await writeFile(keyFile, '{}', { mode: 0o600 });
    expect(await refusal()).toBe('invalid-content');
    await writeFile(`${keyFile}.open`, JSON.stringify(await generateSigningJwk()), { mode: 0o644 });
    const open = await openAuditKey({ kind: 'file', keyFile: `${keyFile}.open` }, embedded(null));
    expect(open._unsafeUnwrapErr()).toMatchObject({ issues: ['the key file is open to others'] });
  });

  test('in a token signs checkpoints; another key than the published one is refused', async () => {
    const hsm = startSoftHsm();
    try {
      const opened = (await openToken({ ...hsm, tokenLabel: TOKEN_LABEL }))._unsafeUnwrap();
      const publicKey = (await generateTokenKey(opened.token, 'audit'))._unsafeUnwrap();
      await opened.close();
      const publicKeyFile = join(hsm.folder, 'audit.jwk.json');
      const configured = {
        kind: 'pkcs11',
        modulePath: hsm.modulePath,
        pinFile: hsm.pinFile,
        tokenLabel: TOKEN_LABEL,
        keyLabel: 'audit',
        publicKeyFile,
      } as const;
      await writeFile(publicKeyFile, JSON.stringify(publicKey));
      const key = (await openAuditKey(configured, embedded(null)))._unsafeUnwrap();
      if (key === null) throw new Error('no key');
      const note = await signCheckpoint(tree, key);
      await key.close();
      expect(verifyCheckpoint(note, [auditPublicKey(publicKey)])._unsafeUnwrap()).toEqual(tree);
      await writeFile(publicKeyFile, JSON.stringify(publicJwkOf(await generateSigningJwk())));
      expect((await openAuditKey(configured, embedded(null)))._unsafeUnwrapErr()).toMatchObject({
        issues: ['key-differs'],
      });
    } finally {
      hsm.end();
    }
  });
});

describe('the command', () => {
  const cli = join(import.meta.dirname, 'cli.ts');
  const run = (...words: string[]): Promise<{ code: unknown; said: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [cli, ...words], (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : error.code, said: `${stdout}${stderr}` }),
      );
    });

  test('says what it was not given, and ends with codes that scripts can tell apart', async () => {
    const key = join(directory, 'public.jwk.json');
    await writeFile(key, JSON.stringify(publicJwkOf(await generateSigningJwk())));
    const file = join(directory, 'no-export');
    await writeFile(file, 'nothing\n');
    const [bare, keyless, noFile, noKey, wrong] = await Promise.all([
      run(),
      run('verify', file),
      run('verify', join(directory, 'absent'), '--key', key),
      run('verify', file, '--key', file),
      run('verify', file, '--key', key),
    ]);
    expect(bare).toMatchObject({ code: 64, said: expect.stringContaining('usage: cli.ts verify FILE') });
    expect(keyless.code).toBe(64);
    expect(noFile).toMatchObject({ code: 66, said: expect.stringContaining('cannot read') });
    expect(noKey).toMatchObject({ code: 66, said: expect.stringContaining('cannot be read as a public key') });
    expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('NOT SOUND  line 1') });
  });
});
