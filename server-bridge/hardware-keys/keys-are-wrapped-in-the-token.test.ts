import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateWrappingKey, type OpenToken, openToken, unwrapByToken, wrapByToken } from './index.ts';
import { type SoftHsm, startSoftHsm, TOKEN_LABEL } from './test-support/soft-hsm.ts';

let hsm: SoftHsm;
let open: OpenToken;
const LABEL = 'synthetic master key';

beforeAll(async () => {
  hsm = startSoftHsm();
  open = (
    await openToken({ modulePath: hsm.modulePath, tokenLabel: TOKEN_LABEL, pinFile: hsm.pinFile })
  )._unsafeUnwrap();
  (await generateWrappingKey(open.token, LABEL))._unsafeUnwrap();
});
afterAll(async () => {
  await open.close();
  hsm.end();
});

describe('a wrapping key of a token', () => {
  it('wraps and unwraps at one place, every time to other bytes', async () => {
    const keys = randomBytes(64);
    const one = (await wrapByToken(open.token, LABEL, 'place', keys))._unsafeUnwrap();
    const other = (await wrapByToken(open.token, LABEL, 'place', keys))._unsafeUnwrap();
    expect(one).not.toEqual(other);
    expect(one.includes(keys.subarray(0, 8))).toBe(false);
    for (const wrapped of [one, other]) {
      expect((await unwrapByToken(open.token, LABEL, 'place', wrapped))._unsafeUnwrap()).toEqual(keys);
    }
  });

  it('unwraps nothing altered, cut, of another place or another key', async () => {
    const wrapped = (await wrapByToken(open.token, LABEL, 'place', randomBytes(64)))._unsafeUnwrap();
    (await generateWrappingKey(open.token, 'another'))._unsafeUnwrap();
    const opened = async (label: string, place: string, bytes: Uint8Array) =>
      (await unwrapByToken(open.token, label, place, bytes))._unsafeUnwrap();
    expect(await opened(LABEL, 'other place', wrapped)).toBeNull();
    expect(await opened('another', 'place', wrapped)).toBeNull();
    for (const at of [0, 11, 12, 40, wrapped.length - 1]) {
      const altered = Buffer.from(wrapped);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(await opened(LABEL, 'place', altered)).toBeNull();
    }
    for (const length of [0, 11, 27, 28, wrapped.length - 1]) {
      expect(await opened(LABEL, 'place', wrapped.subarray(0, length))).toBeNull();
    }
    // The token is none the worse for it.
    expect((await unwrapByToken(open.token, LABEL, 'place', wrapped)).isOk()).toBe(true);
  });

  it('is named where it is missing, or there twice', async () => {
    const missing = await wrapByToken(open.token, 'nobody', 'place', randomBytes(64));
    expect(missing._unsafeUnwrapErr()).toEqual({ kind: 'key-missing', label: 'nobody' });
    for (let made = 0; made < 2; made += 1) (await generateWrappingKey(open.token, 'twice'))._unsafeUnwrap();
    const twice = await unwrapByToken(open.token, 'twice', 'place', randomBytes(92));
    expect(twice._unsafeUnwrapErr()).toEqual({ kind: 'key-ambiguous', label: 'twice' });
  });
});
