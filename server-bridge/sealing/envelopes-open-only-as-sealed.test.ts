import type { webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { ApplicationSchema, SEALED_LIMIT_BYTES } from '../protocol/index.ts';
import { makeAnswerKeyPair, openAnswer, sealAnswer } from './answer-envelope.ts';
import { digestOf, openApplication, sealApplication } from './application-envelope.ts';
import { canonicalBytes } from './canonical-json.ts';
import { openEnvelope, sealEnvelope } from './envelope.ts';
import { PADDED_BYTES, PLAINTEXT_LIMIT_BYTES, pad, unpad } from './padding.ts';
import { syntheticApplication } from './sealing-fixtures.ts';
import { generateSealingJwk, importSealingKey, type SealingPrivateJwk, sealingPublicKey } from './sealing-key.ts';

const peer = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
const text = (value: string) => new TextEncoder().encode(value);

let jwk: SealingPrivateJwk;
let keyPair: webcrypto.CryptoKeyPair;
let keys: ReadonlyMap<string, webcrypto.CryptoKeyPair>;
const answerKey = new Uint8Array(65).fill(4);

beforeAll(async () => {
  jwk = await generateSealingJwk();
  keyPair = await importSealingKey(jwk);
  keys = new Map([['vrs-1', keyPair]]);
});

async function sealed() {
  const { header, application } = syntheticApplication({ answerKey });
  const result = await sealApplication({ header, application, sealingPublicKey: sealingPublicKey(jwk) });
  return { header, application, ...result._unsafeUnwrap() };
}

describe('an application', () => {
  it('opens under its own header and gives what was sealed, with the digest of the sealed bytes', async () => {
    const { header, application, sealed: bytes, digest } = await sealed();
    const opened = (await openApplication({ header, sealed: bytes, keys }))._unsafeUnwrap();
    expect(opened.application).toEqual(application);
    expect(opened.digest).toBe(digest);
    expect(digest).toBe(digestOf(bytes));
    expect(digest).toHaveLength(43);
  });

  it('opens with an independent implementation of RFC 9180', async () => {
    const { header, application, sealed: bytes } = await sealed();
    const privateKey = await peer.DeserializePrivateKey(Buffer.from(jwk.d, 'base64url'), false);
    const plaintext = await peer.Open(privateKey, bytes.subarray(0, 65), bytes.subarray(65), {
      info: text('kofu application v1'),
      aad: canonicalBytes(header),
    });
    const content = canonicalBytes(application);
    expect(plaintext.length % 4096).toBe(0);
    expect(Buffer.from(plaintext).subarray(0, content.length).equals(content)).toBe(true);
    expect(plaintext[content.length]).toBe(0x80);
    expect(plaintext.subarray(content.length + 1).every((byte) => byte === 0)).toBe(true);
  });

  it('sealed by the independent implementation is opened here', async () => {
    const { header, application } = syntheticApplication({ answerKey });
    const padded = pad(canonicalBytes(application));
    if (padded === undefined) throw new Error('the fixture must fit');
    const publicKey = await peer.DeserializePublicKey(sealingPublicKey(jwk));
    const { encapsulatedSecret, ciphertext } = await peer.Seal(publicKey, padded, {
      info: text('kofu application v1'),
      aad: canonicalBytes(header),
    });
    const opened = await openApplication({ header, sealed: Buffer.concat([encapsulatedSecret, ciphertext]), keys });
    expect(opened._unsafeUnwrap().application).toEqual(application);
  });

  it.each([
    ['terminalId', 'SYNTHETIC-02'],
    ['municipality', '900028'],
    ['visitId', 'AAAAAAAAAAAAAAAAAAAAAA'],
  ])('is refused under a header with another %s', async (field, value) => {
    const { header, sealed: bytes } = await sealed();
    const opened = await openApplication({ header: { ...header, [field]: value }, sealed: bytes, keys });
    expect(opened._unsafeUnwrapErr().kind).toBe('not-opened');
  });

  it('is refused for a key id that is not held, and with the key of another receiver', async () => {
    const { header, sealed: bytes } = await sealed();
    const other = await importSealingKey(await generateSealingJwk());
    expect((await openApplication({ header, sealed: bytes, keys: new Map() }))._unsafeUnwrapErr().kind).toBe(
      'unknown-key',
    );
    const foreign = await openApplication({ header, sealed: bytes, keys: new Map([['vrs-1', other]]) });
    expect(foreign._unsafeUnwrapErr().kind).toBe('not-opened');
  });

  it('has the same length whatever it holds', async () => {
    const lengths = new Set<number>();
    for (const fileBytes of [200, 230, 260, 290, 320]) {
      const { header, application } = syntheticApplication({ answerKey, fileBytes });
      const result = await sealApplication({ header, application, sealingPublicKey: sealingPublicKey(jwk) });
      lengths.add(result._unsafeUnwrap().sealed.length);
    }
    expect(lengths.size).toBe(1);
  });

  it('with the largest card and passport files still fits the line, and its key must be a point', async () => {
    const { header, application: card } = syntheticApplication({ answerKey, fileBytes: 4096 });
    const largest = { dg1: 'A'.repeat(267), sod: 'A'.repeat(16_384) };
    const application = v.parse(ApplicationSchema, { ...card, passport: largest });
    expect(v.is(ApplicationSchema, { ...card, passport: { ...largest, sod: `${largest.sod}A` } })).toBe(false);
    const result = await sealApplication({ header, application, sealingPublicKey: sealingPublicKey(jwk) });
    expect(result._unsafeUnwrap().sealed.length).toBeLessThanOrEqual(SEALED_LIMIT_BYTES);
    const bad = await sealApplication({ header, application, sealingPublicKey: new Uint8Array(65).fill(4) });
    expect(bad._unsafeUnwrapErr().kind).toBe('malformed');
  });
});

describe('an envelope', () => {
  it('altered in any byte is refused', async () => {
    const { header, sealed: bytes } = await sealed();
    const positions = [...Array(81).keys(), ...Array.from({ length: 40 }, (_, i) => 81 + i * 100), bytes.length - 1];
    for (const position of positions) {
      const altered = Uint8Array.from(bytes);
      altered[position] = (altered[position] ?? 0) ^ 0x01;
      const opened = await openApplication({ header, sealed: altered, keys });
      expect(opened.isErr(), `byte ${position}`).toBe(true);
    }
  });

  it('of any other length, or of chance bytes, is refused without a throw', async () => {
    const { header, sealed: bytes } = await sealed();
    for (const length of [0, 1, 64, 65, 80, 81, 82, bytes.length - 1]) {
      const opened = await openApplication({ header, sealed: bytes.subarray(0, length), keys });
      expect(opened.isErr()).toBe(true);
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 81 + 4096, maxLength: 81 + 4096 }), async (chance) => {
        expect((await openApplication({ header, sealed: chance, keys })).isErr()).toBe(true);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('made for one direction does not open in the other', async () => {
    const associatedData = text('{}');
    const envelope = await sealEnvelope({
      purpose: 'kofu answer v1',
      publicKey: sealingPublicKey(jwk),
      plaintext: text('x'),
      associatedData,
    });
    const opened = await openEnvelope({
      purpose: 'kofu application v1',
      keyPair,
      sealed: envelope._unsafeUnwrap(),
      associatedData,
    });
    expect(opened._unsafeUnwrapErr().kind).toBe('not-opened');
  });

  it('with a content that is not the agreed JSON is refused', async () => {
    const { header } = syntheticApplication({ answerKey });
    for (const content of ['', '{}', '{"v":1,"v":1}', '[', ' {}', '\ud83d']) {
      const envelope = await sealEnvelope({
        purpose: 'kofu application v1',
        publicKey: sealingPublicKey(jwk),
        plaintext: text(content),
        associatedData: canonicalBytes(header),
      });
      const opened = await openApplication({ header, sealed: envelope._unsafeUnwrap(), keys });
      expect(opened._unsafeUnwrapErr().kind).toBe('bad-content');
    }
  });
});

describe('padding', () => {
  it('is one byte 80 and zeros up to one length for all, never none', () => {
    for (const length of [0, 1, 4094, 4095, 4096, 4097, PLAINTEXT_LIMIT_BYTES]) {
      const padded = pad(new Uint8Array(length).fill(7));
      expect(padded?.length).toBe(49_152);
      expect(unpad(padded ?? new Uint8Array())?.length).toBe(length);
    }
    expect(pad(new Uint8Array(PLAINTEXT_LIMIT_BYTES + 1))).toBeUndefined();
  });

  it('is refused where it is missing, of another form, or of another length', () => {
    expect(unpad(new Uint8Array())).toBeUndefined();
    expect(unpad(new Uint8Array(PADDED_BYTES))).toBeUndefined();
    expect(unpad(new Uint8Array(PADDED_BYTES).fill(0x81))).toBeUndefined();
    for (const length of [4096, PADDED_BYTES - 1, PADDED_BYTES + 1, 2 * PADDED_BYTES]) {
      const other = new Uint8Array(length);
      other[100] = 0x80;
      expect(unpad(other)).toBeUndefined();
    }
    const right = new Uint8Array(PADDED_BYTES);
    right[100] = 0x80;
    expect(unpad(right)?.length).toBe(100);
  });
});

describe('an answer', () => {
  const jws = 'a.b.c';

  it('opens for its visit with its key, and never again after the key is wiped', async () => {
    const { application } = syntheticApplication({ answerKey });
    const pair = await makeAnswerKeyPair();
    const visitId = application.visitId;
    const envelope = (await sealAnswer({ jws, visitId, answerKey: pair.publicKey }))._unsafeUnwrap();
    expect(await openAnswer({ sealed: envelope, visitId, keys: pair }).then((r) => r._unsafeUnwrap())).toBe(jws);
    pair.wipe();
    expect((await openAnswer({ sealed: envelope, visitId, keys: pair }))._unsafeUnwrapErr().kind).toBe('wiped');
  });

  it('is refused for another visit and by another visit’s key', async () => {
    const { application } = syntheticApplication({ answerKey });
    const { application: other } = syntheticApplication({ answerKey });
    const [pair, otherPair] = [await makeAnswerKeyPair(), await makeAnswerKeyPair()];
    const visitId = application.visitId;
    const envelope = (await sealAnswer({ jws, visitId, answerKey: pair.publicKey }))._unsafeUnwrap();
    const wrongVisit = await openAnswer({ sealed: envelope, visitId: other.visitId, keys: pair });
    expect(wrongVisit._unsafeUnwrapErr().kind).toBe('not-opened');
    const wrongKey = await openAnswer({ sealed: envelope, visitId, keys: otherPair });
    expect(wrongKey._unsafeUnwrapErr().kind).toBe('not-opened');
  });

  it('sealed to something that is no point, or holding no compact JWS, is refused', async () => {
    const { application } = syntheticApplication({ answerKey });
    const visitId = application.visitId;
    for (const length of [0, 64, 65, 66]) {
      const result = await sealAnswer({ jws, visitId, answerKey: new Uint8Array(length) });
      expect(result._unsafeUnwrapErr().kind).toBe('malformed');
    }
    const pair = await makeAnswerKeyPair();
    const envelope = (await sealAnswer({ jws: 'no', visitId, answerKey: pair.publicKey }))._unsafeUnwrap();
    expect((await openAnswer({ sealed: envelope, visitId, keys: pair }))._unsafeUnwrapErr().kind).toBe('bad-content');
  });
});
