import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EcPublicJwk } from '../protocol/index.ts';
import { generateSigningJwk, publicJwkOf } from '../sealing/index.ts';
import { ATTRIBUTE } from './cryptoki.ts';
import { generateTokenKey, type OpenToken, openToken, TokenSigningFailed, tokenSigner } from './index.ts';
import { PIN, type SoftHsm, startSoftHsm, TOKEN_LABEL } from './test-support/soft-hsm.ts';
import { CODE } from './token-error.ts';

const LABEL = 'kofu-health-card-synthetic';
let hsm: SoftHsm;
let open: OpenToken;
let key: EcPublicJwk;

beforeAll(async () => {
  hsm = startSoftHsm();
  open = (await openToken({ ...hsm, tokenLabel: TOKEN_LABEL }))._unsafeUnwrap();
  key = (await generateTokenKey(open.token, LABEL))._unsafeUnwrap();
});
afterAll(async () => {
  await open.close();
  hsm.end();
});

const verifies = (data: Uint8Array, signature: Uint8Array) =>
  verify(
    'sha256',
    data,
    { key: createPublicKey({ format: 'jwk', key: { ...key } }), dsaEncoding: 'ieee-p1363' },
    signature,
  );

describe('a key in a PKCS#11 token (SoftHSM2)', () => {
  it('signs as ES256 does, also many at once, without stopping the event loop', async () => {
    const signer = (await tokenSigner(open.token, key, LABEL))._unsafeUnwrap();
    expect(signer.kid).toBe(key.kid);
    let turns = 0;
    const turning = setInterval(() => {
      turns += 1;
    }, 0);
    const messages = Array.from({ length: 40 }, () => randomBytes(2_000));
    const signatures = await Promise.all(messages.map((message) => signer.sign(message)));
    clearInterval(turning);
    expect(turns).toBeGreaterThan(0);
    for (const [index, message] of messages.entries()) {
      const signature = signatures[index] ?? new Uint8Array();
      expect(signature).toHaveLength(64);
      expect(verifies(message, signature)).toBe(true);
      expect(verifies(Buffer.concat([message, Buffer.of(0)]), signature)).toBe(false);
    }
  });

  it('does not give its private half away, and another program sees it as such', async () => {
    const { code, value } = (await open.token.keyAttribute(LABEL, ATTRIBUTE.value))._unsafeUnwrap();
    expect(code).toBe(CODE.attributeSensitive);
    expect(value).toHaveLength(0);
    const listing = hsm.run(
      'pkcs11-tool',
      ...['--module', hsm.modulePath, '--token-label', TOKEN_LABEL, '--login', '--pin', PIN],
      ...['--list-objects', '--type', 'privkey'],
    );
    expect(listing).toContain(LABEL);
    expect(listing).toMatch(/Access:.*sensitive.*never extractable/);
  });

  it('is refused where it could leave the token', async () => {
    const label = 'exportable';
    hsm.run(
      'pkcs11-tool',
      ...['--module', hsm.modulePath, '--token-label', TOKEN_LABEL, '--login', '--pin', PIN],
      ...['--keypairgen', '--key-type', 'EC:prime256v1', '--label', label, '--extractable'],
    );
    expect((await tokenSigner(open.token, key, label))._unsafeUnwrapErr()).toEqual({ kind: 'key-exportable', label });
  });

  it('is refused where another public half is published, where it is missing, and where there are two', async () => {
    const other = publicJwkOf(await generateSigningJwk());
    const kindOf = async (published: EcPublicJwk, label: string) =>
      (await tokenSigner(open.token, published, label))._unsafeUnwrapErr().kind;
    expect(await kindOf(other, LABEL)).toBe('key-differs');
    expect(await kindOf(key, 'none')).toBe('key-missing');
    for (let count = 0; count < 2; count += 1) (await generateTokenKey(open.token, 'twice'))._unsafeUnwrap();
    expect(await kindOf(key, 'twice')).toBe('key-ambiguous');
  });
});

describe('a token that cannot be used is an answer', () => {
  it.each([
    ['a module that is not there', { modulePath: '/nowhere/none.so' }],
    ['a library that is no module', { modulePath: 'libc.so.6' }],
  ])('%s', async (_what, change) => {
    const opened = await openToken({ ...hsm, tokenLabel: TOKEN_LABEL, ...change });
    expect(opened._unsafeUnwrapErr().kind).toBe('module-missing');
  });

  const firstUse = async (change: { tokenLabel?: string; pinFile?: string }) => {
    const { token, close } = (await openToken({ ...hsm, tokenLabel: TOKEN_LABEL, ...change }))._unsafeUnwrap();
    const signed = await token.sign(LABEL, Buffer.alloc(32));
    const again = await token.sign(LABEL, Buffer.alloc(32));
    await close();
    return [signed, again].map((outcome) => outcome._unsafeUnwrapErr().kind);
  };

  it('a label nobody has, or a file without a PIN', async () => {
    expect(await firstUse({ tokenLabel: 'another' })).toEqual(['token-missing', 'token-missing']);
    expect(await firstUse({ pinFile: join(hsm.folder, 'none.txt') })).toEqual(['pin-unreadable', 'pin-unreadable']);
  });
});

// Last: the login is lost with the application's sessions, and the token does not come back.
describe('a token', () => {
  it('with a wrong PIN refuses, and is not asked a second time', async () => {
    await open.close();
    const wrong = join(hsm.folder, 'wrong.txt');
    writeFileSync(wrong, '00000000', { mode: 0o600 });
    const { token, close } = (await openToken({ ...hsm, tokenLabel: TOKEN_LABEL, pinFile: wrong }))._unsafeUnwrap();
    expect((await token.sign(LABEL, Buffer.alloc(32)))._unsafeUnwrapErr().kind).toBe('pin-wrong');
    // The right PIN comes too late: whoever mends it starts the process anew.
    writeFileSync(wrong, PIN);
    expect((await token.sign(LABEL, Buffer.alloc(32)))._unsafeUnwrapErr().kind).toBe('pin-wrong');
    await close();
  });

  it('that is taken away while in use fails every signature, and says so', async () => {
    open = (await openToken({ ...hsm, tokenLabel: TOKEN_LABEL }))._unsafeUnwrap();
    const signer = (await tokenSigner(open.token, key, LABEL))._unsafeUnwrap();
    expect(verifies(Buffer.from('before'), await signer.sign(Buffer.from('before')))).toBe(true);
    hsm.removeToken();
    for (let count = 0; count < 2; count += 1) {
      const failure: unknown = await signer.sign(Buffer.from('after')).catch((error: unknown) => error);
      if (!(failure instanceof TokenSigningFailed)) throw new Error('a token that is gone must not sign');
      expect(['token-lost', 'token-missing', 'key-missing']).toContain(failure.error.kind);
    }
  });
});
