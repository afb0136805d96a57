import { sign } from 'node:crypto';
import { deflateRawSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { SHCReader } from 'kill-the-clipboard';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type EcPrivateJwk,
  type Es256Signer,
  generateSigningJwk,
  publicJwkOf,
  signerFromJwk,
} from '../../sealing/index.ts';
import { SYNTHETIC_ISSUER as iss, syntheticFacts } from '../certificate-fixtures.ts';
import { healthCardChain } from '../keys/health-card-chain.ts';
import { type HealthCardContent, healthCardContentOf } from './content.ts';
import { issuerChainHolds } from './issuer-chain.ts';
import { healthCardPayload } from './payload.ts';
import { jwsOfShcQrText, shcQrText } from './qr-text.ts';
import { signHealthCard } from './sign.ts';
import { type CertificatePath, verifyHealthCard } from './verify.ts';

const now = new Date('2026-11-20T01:02:03.456Z');
let key: EcPrivateJwk;
let signer: Es256Signer;
let content: HealthCardContent;
let jws: string;

beforeAll(async () => {
  key = await certifiedKey();
  signer = signerFromJwk(key);
  content = healthCardContentOf(syntheticFacts({ kind: 'domestic', doses: 4 }), now);
  jws = (await signHealthCard({ content, iss, signer }))._unsafeUnwrap();
});

const certifiedKey = async (): Promise<EcPrivateJwk> => {
  const made = await generateSigningJwk();
  return { ...made, x5c: await healthCardChain(made, iss, now) };
};
const keys = () => [publicJwkOf(key)];
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
    const { kty, crv, x, y, kid } = key;
    const card = await new SHCReader({ publicKey: { kty, crv, x, y, kid } }).fromJWS(jws);
    const bundle = JSON.stringify(await card.asBundle());
    expect(bundle.match(/"resourceType":"(Patient|Immunization)"/g)).toHaveLength(5);
    expect(bundle).toContain('"family":"架空","given":["花子"]');
    const other = await generateSigningJwk();
    const reader = new SHCReader({ publicKey: { kty, crv, x: other.x, y: other.y } });
    await expect(reader.fromJWS(jws)).rejects.toThrow();
  });

  it('is refused by that library with its payload or signature altered', async () => {
    const { kty, crv, x, y } = key;
    const reader = new SHCReader({ publicKey: { kty, crv, x, y } });
    const [head = '', body = '', tail = ''] = jws.split('.');
    const flip = (part: string, at: number) => part.slice(0, at) + (part[at] === 'A' ? 'B' : 'A') + part.slice(at + 1);
    for (const altered of [`${head}.${flip(body, 40)}.${tail}`, `${head}.${body}.${flip(tail, 10)}`]) {
      await expect(reader.fromJWS(altered)).rejects.toThrow();
    }
  });

  it('of another person verifies as well, but never says what this person’s facts say (P0)', async () => {
    const others = healthCardContentOf(syntheticFacts({ kind: 'domestic', doses: 4, name: '架空\u3000太郎' }), now);
    const signed = (await signHealthCard({ content: others, iss, signer }))._unsafeUnwrap();
    expect(check(signed)._unsafeUnwrap()).toEqual(others);
    expect(check(signed)._unsafeUnwrap()).not.toEqual(content);
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

  it('holds one dose to ten and more, all of them, until a symbol is full: then it is refused, not split', async () => {
    let refused = 0;
    for (let doses = 1; doses <= 99; doses += doses < 20 ? 1 : 8) {
      const facts = healthCardContentOf(syntheticFacts({ kind: 'domestic', doses }), now);
      const made = await signHealthCard({ content: facts, iss, signer });
      if (made.isOk()) {
        expect(refused).toBe(0);
        expect(made.value.length).toBeLessThanOrEqual(1195);
        expect(check(made.value)._unsafeUnwrap().doses).toHaveLength(doses);
      } else {
        expect(doses).toBeGreaterThan(10);
        expect(made.error.kind).toBe('too-long');
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(0);
  });

  it('that the format cannot hold is refused before it is signed', async () => {
    for (const change of [{ name: '' }, { doses: [] }, { birthDate: '1985-4-23' }]) {
      const made = await signHealthCard({ content: { ...content, ...change }, iss, signer });
      expect(made._unsafeUnwrapErr().kind).toBe('unwritable');
    }
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

  it('longer than a symbol holds, however well signed', async () => {
    const long = await cardOf(healthCardPayload(content, iss), {
      compress: (bytes) => deflateRawSync(bytes, { level: 0 }),
    });
    expect(long.length).toBeGreaterThan(1195);
    expect(check(long)._unsafeUnwrapErr().kind).toBe('malformed');
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
    const { kty, crv, x, y, d } = key;
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
    const other = publicJwkOf(await certifiedKey());
    if (key?.x5c === undefined || other.x5c === undefined) throw new Error('development keys carry certificates');
    expect(issuerChainHolds(key, iss, now)).toBe(true);
    expect(issuerChainHolds({ ...key, x5c: other.x5c }, iss, now)).toBe(false);
    expect(issuerChainHolds(key, 'https://other.example', now)).toBe(false);
    expect(issuerChainHolds({ ...key, x5c: key.x5c.toReversed() }, iss, now)).toBe(false);
    expect(issuerChainHolds({ ...key, x5c: key.x5c.slice(0, 1) }, iss, now)).toBe(false);
    expect(issuerChainHolds({ ...key, x5c: ['AA'] }, iss, now)).toBe(false);
    expect(issuerChainHolds(key, iss, new Date('2020-01-01'))).toBe(false);
  });

  it('by a reader who asks for an unexpired path, or for a root of his own choice', async () => {
    const roots = [key.x5c?.at(-1) ?? ''];
    const later = new Date('2030-01-01');
    const kindAt = (at: Date, path: CertificatePath) => check(jws, { now: at, path })._unsafeUnwrapErr().kind;
    expect(check(jws, { path: { judged: 'now', roots } }).isOk()).toBe(true);
    expect(kindAt(later, { judged: 'now' })).toBe('untrusted-key');
    expect(check(jws, { now: later, path: { judged: 'at-issue', roots } }).isOk()).toBe(true);
    expect(kindAt(now, { judged: 'at-issue', roots: [(await certifiedKey()).x5c?.at(-1) ?? ''] })).toBe(
      'untrusted-key',
    );
    const bare = keys().map(({ x5c: _, ...one }) => one);
    expect(check(jws, { keys: bare }).isOk()).toBe(true);
    expect(check(jws, { keys: bare, path: { judged: 'at-issue', roots } })._unsafeUnwrapErr().kind).toBe(
      'untrusted-key',
    );
  });

  it('by a key the issuer has taken back, whether the reader still has it or not', () => {
    const removed = [signer.kid];
    expect(check(jws, { removed })._unsafeUnwrapErr().kind).toBe('revoked-key');
    expect(check(jws, { removed, keys: [] })._unsafeUnwrapErr().kind).toBe('revoked-key');
    expect(check(jws, { removed: ['another'] }).isOk()).toBe(true);
    // Taken back or not: what was not signed is no card of that key.
    const altered = `${jws.slice(0, -2)}${jws.endsWith('AA') ? 'BA' : 'AA'}`;
    expect(check(altered, { removed })._unsafeUnwrapErr().kind).toBe('bad-signature');
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
