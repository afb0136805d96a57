import { sign } from 'node:crypto';
import { deflateRawSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { SHCReader } from 'kill-the-clipboard';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Es256Signer, generateSigningJwk, publicJwkOf, signerFromJwk } from '../../sealing/index.ts';
import { SYNTHETIC_ISSUER as iss, syntheticFacts } from '../certificate-fixtures.ts';
import { generateVrsKeys } from '../keys/generate-vrs-keys.ts';
import type { VrsKeys } from '../keys/vrs-keys.ts';
import { type HealthCardContent, healthCardContentOf } from './content.ts';
import { issuerChainHolds } from './issuer-chain.ts';
import { healthCardPayload } from './payload.ts';
import { jwsOfShcQrText, shcQrText } from './qr-text.ts';
import { signHealthCard } from './sign.ts';
import { verifyHealthCard } from './verify.ts';

const now = new Date('2026-11-20T01:02:03.456Z');
let vrsKeys: VrsKeys;
let signer: Es256Signer;
let content: HealthCardContent;
let jws: string;

beforeAll(async () => {
  vrsKeys = await generateVrsKeys({ iss, now });
  signer = signerFromJwk(vrsKeys.healthCard.key);
  content = healthCardContentOf(syntheticFacts({ kind: 'domestic', doses: 4 }), now);
  jws = (await signHealthCard({ content, iss, signer }))._unsafeUnwrap();
});

const keys = () => [publicJwkOf(vrsKeys.healthCard.key)];
const check = (text: string, over: Partial<Parameters<typeof verifyHealthCard>[0]> = {}) =>
  verifyHealthCard({ jws: text, iss, keys: keys(), now, ...over });

/** A card around any payload bytes and header, signed for real. */
async function cardOf(payload: unknown, over: { header?: object; compress?: (bytes: Buffer) => Buffer } = {}) {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const header = Buffer.from(JSON.stringify(over.header ?? { zip: 'DEF', alg: 'ES256', kid: signer.kid }));
  const body = (over.compress ?? deflateRawSync)(Buffer.from(text));
  const input = `${header.toString('base64url')}.${body.toString('base64url')}`;
  return `${input}.${Buffer.from(await signer.sign(Buffer.from(input))).toString('base64url')}`;
}

describe('a card of ours', () => {
  it('verifies here and gives its content back', () => {
    expect(check(jws)._unsafeUnwrap()).toEqual(content);
    expect(content.issuedAt).toBe('2026-11-20T01:02:03.000Z');
  });

  it('verifies in an independent library, which refuses it under another key', async () => {
    const { kty, crv, x, y, kid } = vrsKeys.healthCard.key;
    const card = await new SHCReader({ publicKey: { kty, crv, x, y, kid } }).fromJWS(jws);
    const bundle = JSON.stringify(await card.asBundle());
    expect(bundle.match(/"resourceType":"(Patient|Immunization)"/g)).toHaveLength(5);
    expect(bundle).toContain('"family":"架空","given":["花子"]');
    const other = await generateSigningJwk();
    const reader = new SHCReader({ publicKey: { kty, crv, x: other.x, y: other.y } });
    await expect(reader.fromJWS(jws)).rejects.toThrow();
  });

  it('keeps every name, whatever its form, and its symbol’s text', async () => {
    const part = fc.string({
      unit: fc.constantFrom('架', '空', 'ー', 'A', ' ', '\u3000', '𠮷', '"', '\\'),
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(part, async (name) => {
        fc.pre(name !== '');
        const signed = await signHealthCard({ content: { ...content, name }, iss, signer });
        const text = shcQrText(signed._unsafeUnwrap());
        expect(text).toMatch(/^shc:\/[0-9]+$/);
        const read = check(jwsOfShcQrText(text)._unsafeUnwrap());
        expect(read._unsafeUnwrap().name).toBe(name);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('holds after the issuer’s certificates have ended, but not if they had ended at issue', async () => {
    expect(check(jws, { now: new Date('2046-01-01') }).isOk()).toBe(true);
    const late = healthCardContentOf(syntheticFacts({ kind: 'domestic', doses: 1 }), new Date('2028-06-01'));
    const signed = (await signHealthCard({ content: late, iss, signer }))._unsafeUnwrap();
    expect(check(signed, { now: new Date('2028-06-02') })._unsafeUnwrapErr().kind).toBe('untrusted-key');
  });

  it('with more doses than a symbol holds is refused, not split', async () => {
    const long = {
      ...content,
      name: Array.from({ length: 100 }, (_, i) => String.fromCodePoint(0x4e00 + i * 97)).join(''),
    };
    const doses = healthCardContentOf(syntheticFacts({ kind: 'domestic', doses: 40 }), now).doses;
    const result = await signHealthCard({ content: { ...long, doses }, iss, signer });
    expect(result._unsafeUnwrapErr().kind).toBe('too-long');
  });

  it('stays valid after the keys have rolled over (P14)', async () => {
    const next = await generateVrsKeys({ iss, now, previous: vrsKeys });
    const published = [publicJwkOf(next.healthCard.key), ...next.healthCard.retired];
    expect(check(jws, { keys: published }).isOk()).toBe(true);
    expect(next.root).toEqual(vrsKeys.root);
    expect(check(jws, { keys: [publicJwkOf(next.healthCard.key)] })._unsafeUnwrapErr().kind).toBe('untrusted-key');
  });
});

describe('a card that is not ours is refused', () => {
  it('with any character of payload or signature altered', () => {
    const start = jws.indexOf('.') + 1;
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let position = start; position < jws.length; position += 1) {
      const character = letters[letters.indexOf(jws[position] ?? '') ^ 1] ?? 'x';
      expect(check(jws.slice(0, position) + character + jws.slice(position + 1)).isErr()).toBe(true);
    }
  });

  it('truncated at any length', () => {
    for (let length = 0; length < jws.length; length += 1) expect(check(jws.slice(0, length)).isErr()).toBe(true);
  });

  it('under a key outside the set, a stolen key id, or the key of another issuer', async () => {
    const foreign = signerFromJwk(await generateSigningJwk());
    const signed = (await signHealthCard({ content, iss, signer: foreign }))._unsafeUnwrap();
    expect(check(signed)._unsafeUnwrapErr().kind).toBe('untrusted-key');
    const stolen = await signHealthCard({ content, iss, signer: { ...foreign, kid: signer.kid } });
    expect(check(stolen._unsafeUnwrap())._unsafeUnwrapErr().kind).toBe('bad-signature');
    const other = await signHealthCard({ content, iss: 'https://other.example', signer });
    expect(check(other._unsafeUnwrap())._unsafeUnwrapErr().kind).toBe('other-issuer');
  });

  it('with another header, a DER signature, or padded base64url', async () => {
    const payload = healthCardPayload(content, iss);
    for (const header of [
      { zip: 'DEF', alg: 'none', kid: signer.kid },
      { alg: 'ES256', kid: signer.kid },
      { zip: 'DEF', alg: 'ES256', kid: signer.kid, jwk: {} },
    ]) {
      expect(check(await cardOf(payload, { header }))._unsafeUnwrapErr().kind).toBe('malformed');
    }
    const [head = '', body = ''] = jws.split('.');
    const { kty, crv, x, y, d } = vrsKeys.healthCard.key;
    const der = sign('sha256', Buffer.from(`${head}.${body}`), { key: { kty, crv, x, y, d }, format: 'jwk' });
    expect(check(`${head}.${body}.${der.toString('base64url')}`)._unsafeUnwrapErr().kind).toBe('malformed');
    expect(check(`${jws}=`)._unsafeUnwrapErr().kind).toBe('malformed');
    expect(check(`${jws}==`)._unsafeUnwrapErr().kind).toBe('malformed');
  });

  it('compressed with a zlib header, not at all, or into a bomb', async () => {
    const payload = healthCardPayload(content, iss);
    const compressions = [deflateSync, (bytes: Buffer) => bytes.subarray(0, 400)];
    for (const compress of compressions) {
      expect(check(await cardOf(payload, { compress }))._unsafeUnwrapErr().kind).toBe('bad-content');
    }
    const bomb = await cardOf(JSON.stringify({ ...payload, x: ' '.repeat(100_000) }));
    expect(bomb.length).toBeLessThan(1195);
    expect(check(bomb)._unsafeUnwrapErr().kind).toBe('bad-content');
  });

  it('with a repeated key, an unknown field, or doses out of order, though signed', async () => {
    const text = JSON.stringify(healthCardPayload(content, iss));
    const swapped = healthCardPayload({ ...content, doses: content.doses.toReversed() }, iss);
    const attempts = [
      text.replace('"iss":', '"iss":"https://other.example","iss":'),
      text.replace('"status":"completed"', '"status":"completed","\\u0073tatus":"completed"'),
      text.replace('"use":"usual"', '"use":"usual","prefix":["x"]'),
      text.replace('"resource:2"', '"resource:3"'),
      text.replace('"birthDate":"1985-04-23"', '"birthDate":"1985-4-23"'),
      `${text}x`,
      JSON.stringify(swapped),
    ];
    for (const attempt of attempts) {
      expect(attempt).not.toBe(text);
      expect(check(await cardOf(attempt))._unsafeUnwrapErr().kind).toBe('bad-content');
    }
  });

  it('issued in the future or past its end', async () => {
    const payload = healthCardPayload(content, iss);
    const seconds = now.getTime() / 1000;
    const future = await cardOf({ ...payload, nbf: seconds + 3600 });
    expect(check(future)._unsafeUnwrapErr().kind).toBe('not-yet-valid');
    expect(check(await cardOf({ ...payload, exp: seconds - 1 }))._unsafeUnwrapErr().kind).toBe('expired');
    expect(check(await cardOf({ ...payload, exp: seconds + 60 })).isOk()).toBe(true);
  });

  it('whose key’s certificates are another’s, another issuer’s, or out of order', async () => {
    const [key] = keys();
    const other = publicJwkOf((await generateVrsKeys({ iss, now })).healthCard.key);
    if (key?.x5c === undefined || other.x5c === undefined) throw new Error('development keys carry certificates');
    expect(issuerChainHolds(key, iss, now)).toBe(true);
    expect(issuerChainHolds({ ...key, x5c: other.x5c }, iss, now)).toBe(false);
    expect(issuerChainHolds(key, 'https://other.example', now)).toBe(false);
    expect(issuerChainHolds({ ...key, x5c: key.x5c.toReversed() }, iss, now)).toBe(false);
    expect(issuerChainHolds({ ...key, x5c: key.x5c.slice(0, 1) }, iss, now)).toBe(false);
    expect(issuerChainHolds({ ...key, x5c: ['AA'] }, iss, now)).toBe(false);
    expect(issuerChainHolds(key, iss, new Date('2020-01-01'))).toBe(false);
  });
});

describe('a symbol text that is no card is refused', () => {
  it.each(['', 'shc:/', 'shc:/1', 'shc:/1/2/5676', 'shc:/78', 'shc:/ab', 'SHC:/56', `shc:/${'56'.repeat(1196)}`])(
    '%#',
    (text) => {
      expect(jwsOfShcQrText(text).isErr()).toBe(true);
    },
  );
});
