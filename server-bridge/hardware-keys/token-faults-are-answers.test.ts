import { err, ok } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import type { Cryptoki } from './cryptoki.ts';
import { Token, type TokenOptions } from './token.ts';
import { CODE, errorOf } from './token-error.ts';

const DIGEST = Buffer.alloc(32, 7);

/** A module that obeys, with what it was asked and what the test makes it do. */
function scriptedModule() {
  const open = new Set<bigint>();
  let nextSession = 1n;
  const script = {
    open,
    logins: 0,
    /** Gives the code of the next signature; undefined never answers. */
    nextSign: (): number | undefined | Promise<number> => CODE.ok,
    loginCode: CODE.ok as number,
    hasToken: true,
  };
  const cryptoki: Cryptoki = {
    initialize: () => Promise.resolve(CODE.ok),
    finalize: () => Promise.resolve(CODE.ok),
    slotsWithToken: () => Promise.resolve({ code: CODE.ok, slots: script.hasToken ? [4n] : [] }),
    tokenLabel: () => Promise.resolve({ code: CODE.ok, label: 'synthetic' }),
    openSession: () => {
      const session = nextSession++;
      open.add(session);
      return Promise.resolve({ code: CODE.ok, session });
    },
    closeSession: (session) => Promise.resolve(open.delete(session) ? CODE.ok : CODE.sessionHandleInvalid),
    login: () => {
      script.logins += 1;
      return Promise.resolve(script.loginCode);
    },
    logout: () => Promise.resolve(CODE.ok),
    findObjects: () => Promise.resolve({ code: CODE.ok, objects: [9n] }),
    attribute: () => Promise.resolve({ code: CODE.ok, value: Uint8Array.of(1) }),
    signInit: () => Promise.resolve(CODE.ok),
    sign: async () => {
      const code = await (script.nextSign() ?? new Promise<never>(() => undefined));
      return { code, signature: new Uint8Array(64) };
    },
    generateKeyPair: () => Promise.resolve({ code: CODE.deviceError, publicKey: 0n, privateKey: 0n }),
  };
  return { script, cryptoki };
}

function tokenOver(cryptoki: Cryptoki, over: Partial<TokenOptions> = {}) {
  const pins: Uint8Array[] = [];
  const readPin = () => {
    const pin = Uint8Array.from([1, 2, 3, 4]);
    pins.push(pin);
    return Promise.resolve(ok(pin));
  };
  return { token: new Token({ cryptoki, tokenLabel: 'synthetic', readPin, ...over }), pins };
}

describe('a token', () => {
  it('logs in once for many signatures, keeps one session for each at once, and wipes the PIN', async () => {
    const { script, cryptoki } = scriptedModule();
    const { token, pins } = tokenOver(cryptoki);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => token.sign('key', DIGEST)));
    expect(outcomes.every((outcome) => outcome.isOk())).toBe(true);
    expect(script.logins).toBe(1);
    expect(pins).toEqual([new Uint8Array(4)]);
    expect(script.open.size).toBeLessThanOrEqual(9);
    await token.sign('key', DIGEST);
    await token.close();
    expect(script.open.size).toBe(0);
  });

  it.each([CODE.deviceRemoved, CODE.sessionHandleInvalid, CODE.userNotLoggedIn, CODE.keyHandleInvalid])(
    'that was away for a moment (code %i) is found again within the same signature',
    async (code) => {
      const { script, cryptoki } = scriptedModule();
      const { token } = tokenOver(cryptoki);
      await token.sign('key', DIGEST);
      const codes = [code, CODE.ok];
      script.nextSign = () => codes.shift();
      expect((await token.sign('key', DIGEST)).isOk()).toBe(true);
      expect(script.logins).toBe(2);
    },
  );

  it('that stays away is reported, and works again once it is back', async () => {
    const { script, cryptoki } = scriptedModule();
    const { token } = tokenOver(cryptoki);
    script.nextSign = () => CODE.deviceRemoved;
    expect((await token.sign('key', DIGEST))._unsafeUnwrapErr()).toEqual({ kind: 'token-lost', code: 0x32 });
    script.hasToken = false;
    expect((await token.sign('key', DIGEST))._unsafeUnwrapErr().kind).toBe('token-missing');
    script.hasToken = true;
    script.nextSign = () => CODE.ok;
    expect((await token.sign('key', DIGEST)).isOk()).toBe(true);
  });

  it('that answers an unknown code is not asked again, and the session in the middle of it is closed', async () => {
    const { script, cryptoki } = scriptedModule();
    const { token } = tokenOver(cryptoki);
    await token.sign('key', DIGEST);
    const before = script.open.size;
    script.nextSign = () => 0x8000_0001;
    expect((await token.sign('key', DIGEST))._unsafeUnwrapErr()).toEqual({ kind: 'failed', code: 0x8000_0001 });
    expect(script.open.size).toBe(before - 1);
    expect(script.logins).toBe(1);
  });

  it('that never answers is silent for its callers, counts as busy, and never piles up', async () => {
    const { script, cryptoki } = scriptedModule();
    const { token } = tokenOver(cryptoki, { limits: { answerMs: 20, operationsAtOnce: 2 } });
    await token.sign('key', DIGEST);
    const { promise: answer, resolve } = Promise.withResolvers<number>();
    script.nextSign = () => answer;
    const kinds = await Promise.all(
      Array.from({ length: 3 }, async () => (await token.sign('key', DIGEST))._unsafeUnwrapErr().kind),
    );
    expect(kinds.toSorted()).toEqual(['busy', 'silent', 'silent']);
    expect((await token.sign('key', DIGEST))._unsafeUnwrapErr().kind).toBe('busy');
    resolve(CODE.ok);
    script.nextSign = () => CODE.ok;
    await expect.poll(async () => (await token.sign('key', DIGEST)).isOk()).toBe(true);
  });

  it.each([
    [CODE.pinIncorrect, 'pin-wrong'],
    [CODE.pinLengthRange, 'pin-wrong'],
    [CODE.pinLocked, 'pin-locked'],
  ])('that refuses the PIN (code %i) is asked once and never again', async (code, kind) => {
    const { script, cryptoki } = scriptedModule();
    const { token } = tokenOver(cryptoki);
    script.loginCode = code;
    for (let count = 0; count < 3; count += 1) {
      expect((await token.sign('key', DIGEST))._unsafeUnwrapErr().kind).toBe(kind);
    }
    expect(script.logins).toBe(1);
    expect(script.open.size).toBe(0);
  });

  it('without a PIN to read opens nothing that stays open', async () => {
    const { script, cryptoki } = scriptedModule();
    const { token } = tokenOver(cryptoki, {
      readPin: () => Promise.resolve(err({ kind: 'pin-unreadable', cause: undefined })),
    });
    expect((await token.sign('key', DIGEST))._unsafeUnwrapErr().kind).toBe('pin-unreadable');
    expect(script.open.size).toBe(0);
  });

  it('that cannot make a key says so', async () => {
    const { cryptoki } = scriptedModule();
    const { token } = tokenOver(cryptoki);
    expect((await token.generate([], []))._unsafeUnwrapErr()).toEqual({ kind: 'token-lost', code: CODE.deviceError });
  });
});

describe('return codes', () => {
  it('stand for errors, each known one for its own, all others for themselves', () => {
    expect(errorOf(CODE.pinIncorrect).kind).toBe('pin-wrong');
    expect(errorOf(CODE.tokenNotPresent)).toEqual({ kind: 'token-lost', code: 0xe0 });
    expect(errorOf(0x54)).toEqual({ kind: 'failed', code: 0x54 });
  });
});
