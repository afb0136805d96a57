import 'reflect-metadata';
import { sign } from 'node:crypto';
import { X509Certificate, X509CrlGenerator } from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  canonicalText,
  type EcPrivateJwk,
  type Es256Signer,
  generateSigningJwk,
  signerFromJwk,
} from '../../sealing/index.ts';
import { syntheticFacts } from '../certificate-fixtures.ts';
import { barcodeSignerChain } from '../keys/barcode-signer-chain.ts';
import { type VdsNcContent, vdsNcContentOf } from './content.ts';
import { vdsNcData } from './message.ts';
import { signVdsNc } from './sign.ts';
import { verifyVdsNc } from './verify.ts';

const now = new Date('2026-11-20T01:02:03.456Z');
let jwk: EcPrivateJwk;
let signer: Es256Signer;
let chain: Awaited<ReturnType<typeof barcodeSignerChain>>;
let content: VdsNcContent;
let text: string;

beforeAll(async () => {
  jwk = await generateSigningJwk();
  signer = signerFromJwk(jwk);
  chain = await barcodeSignerChain(jwk, now);
  content = vdsNcContentOf(syntheticFacts({ kind: 'overseas', doses: 4 }))._unsafeUnwrap();
  text = await signed(content);
});

async function signed(what: VdsNcContent, certificate = chain.signer): Promise<string> {
  const result = await signVdsNc({ content: what, signer, signerCertificate: Buffer.from(certificate, 'base64') });
  return result._unsafeUnwrap();
}
const check = (symbol: string, anchors = [chain.authority], at = now) =>
  verifyVdsNc({ text: symbol, anchors, now: at });
const kindOf = async (symbol: string, anchors?: string[], at?: Date) =>
  (await check(symbol, anchors, at))._unsafeUnwrapErr().kind;

/** A symbol around any data, signed for real. */
async function symbolOf(data: object, sigOver: object = {}): Promise<string> {
  const sigvl = Buffer.from(await signer.sign(Buffer.from(canonicalText(data)))).toString('base64url');
  const cer = Buffer.from(chain.signer, 'base64').toString('base64url');
  return canonicalText({ data, sig: { alg: 'ES256', cer, sigvl, ...sigOver } });
}

describe('a proof of ours', () => {
  it('verifies and gives its content back, as ASCII, products in order of their first dose', async () => {
    expect((await check(text))._unsafeUnwrap()).toEqual(content);
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    const products = vdsNcData(content).msg.ve.map(({ nam, vd }) => [nam, vd.map(({ seq }) => seq)]);
    expect(products).toEqual([
      ['Comirnaty', [1, 3]],
      ['Comirnaty(BA.4-5)', [2, 4]],
    ]);
  });

  it('verifies with base64url padded or not, and however its JSON is spaced', async () => {
    const unpadded = text.replaceAll('=', '');
    expect(unpadded).not.toBe(text);
    expect((await check(unpadded)).isOk()).toBe(true);
    expect((await check(JSON.stringify(JSON.parse(text), null, 1))).isOk()).toBe(true);
  });

  it('of the domestic kind, or with a name the format cannot hold, does not exist', () => {
    const domestic = vdsNcContentOf(syntheticFacts({ kind: 'domestic', doses: 1 }));
    expect(domestic._unsafeUnwrapErr().kind).toBe('no-passport');
    const facts = syntheticFacts({ kind: 'overseas', doses: 1 });
    const passport = facts.holder.passport;
    if (passport === null) throw new Error('overseas facts hold a passport');
    const named = (primary: string) =>
      vdsNcContentOf({
        ...facts,
        holder: { ...facts.holder, passport: { ...passport, romanName: { primary, secondary: '' } } },
      });
    expect(named('A'.repeat(39))._unsafeUnwrap().name).toHaveLength(39);
    expect(named('A'.repeat(40))._unsafeUnwrapErr().kind).toBe('name-too-long');
    for (const name of ['MÜLLER', 'KAKU  HANAKO', '架空', '', ' KAKU', 'KAKU\t']) {
      const made = named(name);
      // Two spaces part the identifiers, so they may not stand inside one that is followed by another.
      if (name === 'KAKU  HANAKO') expect(made.isOk()).toBe(true);
      else expect(made._unsafeUnwrapErr().kind).toBe('name-not-writable');
    }
  });

  it('holds one dose to ten and more, all of them, until a symbol is full: then it is refused, not split', async () => {
    let refused = 0;
    for (let doses = 1; doses <= 99; doses += doses < 12 ? 1 : 8) {
      const what = vdsNcContentOf(syntheticFacts({ kind: 'overseas', doses }))._unsafeUnwrap();
      const made = await signVdsNc({ content: what, signer, signerCertificate: Buffer.from(chain.signer, 'base64') });
      if (made.isOk()) {
        expect(refused).toBe(0);
        expect((await check(made.value))._unsafeUnwrap().doses).toHaveLength(doses);
      } else {
        expect(doses).toBeGreaterThan(10);
        expect(made.error.kind).toBe('too-long');
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(0);
  });

  it('that the format cannot hold is refused before it is signed', async () => {
    const [dose] = content.doses;
    if (dose === undefined) throw new Error('the fixture has doses');
    const wrong = [
      { doses: [] },
      { doses: [{ ...dose, lot: 'ロット' }] },
      { doses: [{ ...dose, number: 100 }] },
      { certificateId: 'THIRTEENCHARS' },
      { passportNumber: 'TWELVELETTER' },
    ];
    for (const change of wrong) {
      const signerCertificate = Buffer.from(chain.signer, 'base64');
      const made = await signVdsNc({ content: { ...content, ...change }, signer, signerCertificate });
      expect(made._unsafeUnwrapErr().kind).toBe('unwritable');
    }
  });

  it('of another person verifies as well, but never says what this person’s facts say (P0)', async () => {
    const mine = vdsNcContentOf(syntheticFacts({ kind: 'overseas', doses: 4 }))._unsafeUnwrap();
    const others = { ...content, name: 'KAKU  TARO', birthDate: '1985-04-24' };
    const verified = (await check(await signed(others)))._unsafeUnwrap();
    expect(verified).toEqual(others);
    expect(verified).not.toEqual(mine);
  });
});

describe('a proof that is not ours is refused', () => {
  it('with one character changed in any place', async () => {
    for (let position = 0; position < text.length; position += 3) {
      const character = text[position] === 'A' ? 'B' : 'A';
      const altered = text.slice(0, position) + character + text.slice(position + 1);
      expect((await check(altered)).isErr(), `character ${position}`).toBe(true);
    }
  });

  it('truncated, empty, repeated or too long', async () => {
    for (const symbol of ['', '{}', 'null', text.slice(0, -1), text + text, text.padEnd(2954), '['.repeat(2000)]) {
      expect(await kindOf(symbol)).toBe('malformed');
    }
    expect(await kindOf(text.replace('"uvci":', '"uvci":"SYNTHETIC002","uvci":'))).toBe('malformed');
  });

  it('with another algorithm, a DER signature or a short one', async () => {
    const { kty, crv, x, y, d } = jwk;
    const data = vdsNcData(content);
    const der = sign('sha256', Buffer.from(canonicalText(data)), { key: { kty, crv, x, y, d }, format: 'jwk' });
    expect(await kindOf(await symbolOf(data, { alg: 'ES384' }))).toBe('malformed');
    expect(await kindOf(await symbolOf(data, { sigvl: der.toString('base64url') }))).toBe('malformed');
    expect(await kindOf(await symbolOf(data, { sigvl: 'AAAA' }))).toBe('malformed');
    expect(await kindOf(await symbolOf(data, { sigvl: Buffer.alloc(64, 1).toString('base64url') }))).toBe(
      'bad-signature',
    );
  });

  it('signed for real but of another layout', async () => {
    const data = vdsNcData(content);
    const [first, ...rest] = data.msg.ve;
    if (first === undefined) throw new Error('the fixture has doses');
    const attempts = [
      { ...data, msg: { ...data.msg, pid: { ...data.msg.pid, n: 'KAKU HANAKO  X  Y' } } },
      { ...data, msg: { ...data.msg, pid: { ...data.msg.pid, ai: 'x' } } },
      { ...data, msg: { ...data.msg, uvci: 'THIRTEENCHARS' } },
      { ...data, hdr: { ...data.hdr, t: 'icao.test' } },
      {
        ...data,
        msg: { ...data.msg, ve: [{ ...first, vd: first.vd.map((dose) => ({ ...dose, seq: '1' })) }, ...rest] },
      },
      { ...data, msg: { ...data.msg, ve: [{ ...first, vd: first.vd.map((dose) => ({ ...dose, seq: 1 })) }] } },
    ];
    for (const attempt of attempts) expect(await kindOf(await symbolOf(attempt))).toBe('bad-content');
  });

  it('with a single space in the name, under the signature of the double one', async () => {
    expect(await kindOf(text.replace('KAKU  HANAKO', 'KAKU HANAKO'))).toBe('bad-signature');
  });

  it('by a signer for another state, with another usage, for tests only, or with more than is allowed', async () => {
    const data = vdsNcData(content);
    expect(await kindOf(await symbolOf({ ...data, hdr: { ...data.hdr, is: 'UTO' } }))).toBe('untrusted-signer');
    const changes = [
      { country: 'UT' },
      { usage: '2.23.136.1.1.14.1' },
      { usage: null },
      { documentTypes: Buffer.from('3009020100310413024e54', 'hex') },
    ];
    for (const change of changes) {
      const other = await barcodeSignerChain(jwk, now, change);
      expect(await kindOf(await signed(content, other.signer), [other.authority])).toBe('untrusted-signer');
    }
    expect(await kindOf(await signed(content, chain.authority))).toBe('untrusted-signer');
  });

  it('by a signer its authority has taken back, whatever the list’s age', async () => {
    const listOf = async (serials: string[], nextUpdate: Date, key = chain.authorityKey) => {
      const list = await X509CrlGenerator.create({
        issuer: new X509Certificate(chain.authority).subject,
        thisUpdate: new Date('2026-11-20T00:00:00Z'),
        nextUpdate,
        signingAlgorithm: { name: 'ECDSA', hash: 'SHA-384' },
        signingKey: key,
        entries: serials.map((serialNumber) => ({ serialNumber, revocationDate: now })),
      });
      return Buffer.from(list.rawData);
    };
    const kind = async (...revocationLists: Buffer[]) => {
      const verified = await verifyVdsNc({ text, anchors: [chain.authority], revocationLists, now });
      return verified.isOk() ? 'valid' : verified.error.kind;
    };
    const { serialNumber } = new X509Certificate(chain.signer);
    const [tomorrow, yesterday] = [new Date('2026-11-21T00:00:00Z'), new Date('2026-11-20T00:30:00Z')];
    const other = await barcodeSignerChain(jwk, now);
    expect(await kind(await listOf([], tomorrow))).toBe('valid');
    expect(await kind(await listOf(['1234'], tomorrow))).toBe('valid');
    expect(await kind(await listOf([serialNumber], tomorrow))).toBe('revoked-signer');
    expect(await kind(await listOf([], tomorrow), await listOf([serialNumber], yesterday))).toBe('revoked-signer');
    expect(await kind(await listOf([], yesterday))).toBe('revocation-unknown');
    expect(await kind(await listOf([], tomorrow, other.authorityKey))).toBe('revocation-unknown');
    expect(await kind(await listOf([serialNumber], tomorrow, other.authorityKey))).toBe('revocation-unknown');
  });

  it('under no anchor, another authority of the same name, or outside the certificates’ time', async () => {
    const other = await barcodeSignerChain(jwk, now);
    expect(await kindOf(text, [])).toBe('untrusted-signer');
    expect(await kindOf(text, [other.authority])).toBe('untrusted-signer');
    expect(await kindOf(text, [chain.signer])).toBe('untrusted-signer');
    expect(await kindOf(text, ['AAAA'])).toBe('untrusted-signer');
    expect((await check(text, [other.authority, chain.authority])).isOk()).toBe(true);
    expect(await kindOf(text, [chain.authority], new Date('2026-11-01'))).toBe('untrusted-signer');
    expect(await kindOf(text, [chain.authority], new Date('2037-01-01'))).toBe('untrusted-signer');
  });
});
