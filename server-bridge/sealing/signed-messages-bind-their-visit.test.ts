import { createPublicKey, verify } from 'node:crypto';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AnswerPayload,
  type Command,
  CommandSchema,
  type Directive,
  DirectiveSchema,
  MunicipalityCodeSchema,
  TerminalIdSchema,
  VisitIdSchema,
  type VrsKeySet,
  VrsKeySetSchema,
} from '../protocol/index.ts';
import { canonicalText } from './canonical-json.ts';
import { type EcPrivateJwk, generateSigningJwk, publicJwkOf, signerFromJwk } from './es256-signer.ts';
import { syntheticAnswer, syntheticApplication } from './sealing-fixtures.ts';
import { type ExpectedAnswer, signAnswer, verifyAnswer } from './signed-answer.ts';
import { signCommand, verifyCommand } from './signed-command.ts';
import { signDirective, verifyDirective } from './signed-directive.ts';
import { signVrsKeySet, verifyVrsKeySet } from './signed-vrs-key-set.ts';

const now = new Date('2026-11-20T01:02:10.000Z');
const digest = 'd'.repeat(43);
let answerJwk: EcPrivateJwk;
let otherJwk: EcPrivateJwk;
let keySet: VrsKeySet;
let payload: AnswerPayload;
let expected: ExpectedAnswer;
let jws: string;

beforeAll(async () => {
  answerJwk = await generateSigningJwk();
  otherJwk = await generateSigningJwk();
  keySet = v.parse(VrsKeySetSchema, {
    v: 1,
    issuedAt: '2026-11-20T00:00:00.000Z',
    expiresAt: '2026-11-21T00:00:00.000Z',
    sealingKeys: [{ kid: 'vrs-1', publicKey: 'AA' }],
    answerKeys: [publicJwkOf(answerJwk)],
    healthCard: { iss: 'https://vc.vrs.example/issuer', keys: [publicJwkOf(answerJwk)] },
    vdsNcAnchors: [],
  });
  const { application } = syntheticApplication({ answerKey: new Uint8Array(65) });
  payload = syntheticAnswer(application, digest);
  const { visitId, terminalId, municipality, kind, nonce } = application;
  expected = { visitId, terminalId, municipality, kind, nonce, applicationDigest: digest };
  jws = await signAnswer(payload, signerFromJwk(answerJwk));
});

const check = (over: Partial<{ jws: string; keySet: VrsKeySet; expect: ExpectedAnswer; now: Date }> = {}) =>
  verifyAnswer({ jws, keySet, expect: expected, now, ...over });

describe('a signed answer', () => {
  it('verifies for the visit that asked, and by node:crypto alone', async () => {
    expect((await check())._unsafeUnwrap()).toEqual(payload);
    const [header = '', body = '', signature = ''] = jws.split('.');
    const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: answerJwk.x, y: answerJwk.y } });
    const bytes = Buffer.from(`${header}.${body}`);
    expect(verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(Buffer.from(header, 'base64url').toString()).toBe(
      `{"alg":"ES256","kid":"${answerJwk.kid}","typ":"kofu-answer+jwt"}`,
    );
  });

  it.each([
    ['other-visit', { visitId: v.parse(VisitIdSchema, 'AAAAAAAAAAAAAAAAAAAAAA') }],
    ['other-terminal', { terminalId: v.parse(TerminalIdSchema, 'SYNTHETIC-02') }],
    ['other-nonce', { nonce: 'n'.repeat(43) }],
    ['other-application', { applicationDigest: 'x'.repeat(43) }],
    ['other-application', { municipality: v.parse(MunicipalityCodeSchema, '900028') }],
    ['other-application', { kind: 'overseas' as const }],
  ])('is refused as %s', async (kind, change) => {
    expect((await check({ expect: { ...expected, ...change } }))._unsafeUnwrapErr().kind).toBe(kind);
  });

  it('is refused when old, when from the future, and when the key set has ended', async () => {
    const at = (iso: string) => check({ now: new Date(iso) });
    expect((await at('2026-11-20T01:12:05.000Z')).isOk()).toBe(true);
    expect((await at('2026-11-20T01:12:05.001Z'))._unsafeUnwrapErr().kind).toBe('stale');
    expect((await at('2026-11-20T01:01:05.000Z')).isOk()).toBe(true);
    expect((await at('2026-11-20T01:01:04.999Z'))._unsafeUnwrapErr().kind).toBe('stale');
    expect((await at('2026-11-21T00:00:00.000Z'))._unsafeUnwrapErr().kind).toBe('untrusted-key');
  });

  it('under a key outside the set, or under a stolen key id, is refused', async () => {
    const foreign = await signAnswer(payload, signerFromJwk(otherJwk));
    expect((await check({ jws: foreign }))._unsafeUnwrapErr().kind).toBe('untrusted-key');
    const stolen = await signAnswer(payload, { ...signerFromJwk(otherJwk), kid: answerJwk.kid });
    expect((await check({ jws: stolen }))._unsafeUnwrapErr().kind).toBe('bad-signature');
  });

  it('altered in any character of payload or signature is refused', async () => {
    const start = jws.indexOf('.') + 1;
    const positions = Array.from({ length: Math.ceil((jws.length - start) / 7) }, (_, i) => start + i * 7);
    for (const position of [...positions, jws.length - 1]) {
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const character = letters[letters.indexOf(jws[position] ?? '') ^ 1];
      const altered = jws.slice(0, position) + character + jws.slice(position + 1);
      expect((await check({ jws: altered })).isErr(), `character ${position}`).toBe(true);
    }
  });

  it('with another header form is refused as malformed', async () => {
    const [, body = '', signature = ''] = jws.split('.');
    const header = (fields: object) => Buffer.from(JSON.stringify(fields)).toString('base64url');
    const fields = { alg: 'ES256', kid: answerJwk.kid, typ: 'kofu-answer+jwt' };
    const attempts = [
      header({ ...fields, alg: 'none' }),
      header({ ...fields, alg: 'HS256' }),
      header({ ...fields, typ: 'JWT' }),
      header({ ...fields, jwk: publicJwkOf(otherJwk) }),
      header({ alg: 'ES256', kid: answerJwk.kid }),
      header({ typ: fields.typ, alg: fields.alg, kid: fields.kid }),
    ];
    for (const attempt of attempts) {
      const result = await check({ jws: `${attempt}.${body}.${signature}` });
      expect(result._unsafeUnwrapErr().kind).toBe('malformed');
    }
    for (const text of ['', '.', '..', 'a.b', 'a.b.c.d', `${jws}=`, `${jws} `, jws.slice(0, -1)]) {
      expect((await check({ jws: text })).isErr()).toBe(true);
    }
  });

  it('with a signed payload that is not the agreed message is refused', async () => {
    const signer = signerFromJwk(answerJwk);
    const extra = await signAnswer({ ...payload, ...{ extra: 1 } }, signer);
    expect((await check({ jws: extra }))._unsafeUnwrapErr().kind).toBe('malformed');
    const twice = canonicalText(payload).replace('"v":1', '"v":1,"v":1');
    const input = `${jws.split('.')[0]}.${Buffer.from(twice).toString('base64url')}`;
    const signature = Buffer.from(await signer.sign(Buffer.from(input))).toString('base64url');
    expect((await check({ jws: `${input}.${signature}` }))._unsafeUnwrapErr().kind).toBe('malformed');
  });
});

describe('key set, directive and command', () => {
  it('a key set holds under its root key for its life', async () => {
    const root = await generateSigningJwk();
    const signed = await signVrsKeySet(keySet, signerFromJwk(root));
    const rootKey = publicJwkOf(root);
    expect((await verifyVrsKeySet(signed, rootKey, now))._unsafeUnwrap()).toEqual(keySet);
    expect((await verifyVrsKeySet(signed, publicJwkOf(otherJwk), now))._unsafeUnwrapErr().kind).toBe('untrusted-key');
    const late = await verifyVrsKeySet(signed, rootKey, new Date(keySet.expiresAt));
    expect(late._unsafeUnwrapErr().kind).toBe('expired');
    const early = await verifyVrsKeySet(signed, rootKey, new Date('2026-11-19T23:58:00.000Z'));
    expect(early._unsafeUnwrapErr().kind).toBe('not-yet-valid');
  });

  it('a directive holds under a pinned key for its life, and no other kind of message passes as one', async () => {
    const directive: Directive = v.parse(DirectiveSchema, {
      v: 1,
      version: 3,
      issuedAt: '2026-11-20T01:00:00.000Z',
      expiresAt: '2026-11-20T01:10:00.000Z',
      service: { state: 'on' },
      hours: { from: '06:30', to: '23:00' },
      municipalities: [],
      kinds: ['domestic'],
      prices: [{ effectiveFrom: '2026-01-01T00:00:00.000Z', copyYen: 120 }],
      maxCopies: 10,
      terms: { text: { ja: '規約', en: 'Terms' }, digest: 'b'.repeat(64) },
      vrsKeySet: 'x',
      allowedBuilds: [],
      operators: [],
      terminals: [],
    });
    const keys = [publicJwkOf(otherJwk), publicJwkOf(answerJwk)];
    const signed = await signDirective(directive, signerFromJwk(answerJwk));
    expect((await verifyDirective(signed, keys, now))._unsafeUnwrap()).toEqual(directive);
    expect((await verifyDirective(signed, [], now))._unsafeUnwrapErr().kind).toBe('untrusted-key');
    const late = await verifyDirective(signed, keys, new Date(directive.expiresAt));
    expect(late._unsafeUnwrapErr().kind).toBe('expired');
    const early = await verifyDirective(signed, keys, new Date('2026-11-20T00:58:00.000Z'));
    expect(early._unsafeUnwrapErr().kind).toBe('not-yet-valid');
    expect((await verifyDirective(jws, keys, now))._unsafeUnwrapErr().kind).toBe('malformed');
    expect((await verifyCommand(signed, keys, now))._unsafeUnwrapErr().kind).toBe('malformed');
  });

  it('a command holds until it expires', async () => {
    const command: Command = v.parse(CommandSchema, {
      v: 1,
      commandId: 'c'.repeat(22),
      terminalId: 'SYNTHETIC-01',
      processId: 'p'.repeat(22),
      expiresAt: '2026-11-20T01:03:00.000Z',
      order: { kind: 'suspend' },
    });
    const keys = [publicJwkOf(answerJwk)];
    const signed = await signCommand(command, signerFromJwk(answerJwk));
    expect((await verifyCommand(signed, keys, now))._unsafeUnwrap()).toEqual(command);
    const late = await verifyCommand(signed, keys, new Date(command.expiresAt));
    expect(late._unsafeUnwrapErr().kind).toBe('expired');
  });
});
