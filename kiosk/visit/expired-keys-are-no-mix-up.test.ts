/**
 * VRS's keys hold for so long, and a resident may type meanwhile. What comes out of their life is never taken, and closes no
 * terminal; what the keys can prove against an answer closes it whatever the clock says (invariant A, P2).
 */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AnswerPayload,
  AnswerPayloadSchema,
  type Es256Signer,
  generateSigningJwk,
  publicJwkOf,
  signAnswer,
  signerFromJwk,
  type VrsKeySet,
} from '../../server-bridge/index.ts';
import { isAlive, judgeAnswer } from './process/judge-answer.ts';

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
const LIFE = { issuedAt: '2026-11-21T00:00:00.000Z', expiresAt: '2026-11-22T00:00:00.000Z' };
const WITHIN = '2026-11-21T12:00:00.000Z';
const AFTER = '2026-11-22T00:00:01.000Z';
const BEFORE = '2026-11-20T23:00:00.000Z';

const payload: AnswerPayload = v.parse(AnswerPayloadSchema, {
  v: 1,
  visitId: random(16),
  terminalId: 'SYNTHETIC-01',
  municipality: '900010',
  kind: 'domestic',
  nonce: random(32),
  applicationDigest: random(32),
  answeredAt: WITHIN,
  result: { type: 'refused', refusal: 'NO_RECORD_ASK_CITY' },
});
let keySet: VrsKeySet;
let signer: Es256Signer;
let stranger: Es256Signer;

beforeAll(async () => {
  const jwk = await generateSigningJwk();
  signer = await signerFromJwk(jwk);
  stranger = await signerFromJwk(await generateSigningJwk());
  keySet = {
    v: 1,
    ...LIFE,
    sealingKeys: [{ kid: 'synthetic', publicKey: 'AA' }],
    answerKeys: [publicJwkOf(jwk)],
    healthCard: { iss: 'https://vc.vrs.example/issuer', keys: [publicJwkOf(jwk)] },
    vdsNcAnchors: [],
  };
});

/** What becomes of an answer: signed by whom, given when, heard when. */
async function judged(o: {
  by: Es256Signer;
  at?: string;
  now: string;
  change?: Partial<AnswerPayload>;
  forged?: true;
}) {
  const signed = await signAnswer({ ...payload, answeredAt: o.at ?? WITHIN, ...o.change }, o.by);
  const jws = o.forged ? `${signed.slice(0, -6)}${signed.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}` : signed;
  const { visitId, terminalId, municipality, kind, nonce, applicationDigest } = payload;
  const answer = await judgeAnswer({
    jws,
    keySet,
    expect: { visitId, terminalId, municipality, kind, nonce, applicationDigest },
    now: new Date(o.now),
  });
  if (answer.isOk()) return 'taken';
  return answer.error.kind === 'mix-up' ? answer.error.fault : answer.error.kind;
}

describe('an answer within the life of the keys', () => {
  it('is taken', async () => {
    expect(await judged({ by: signer, now: WITHIN })).toBe('taken');
  });

  it('is a mix-up when a stranger signed it', async () => {
    expect(await judged({ by: stranger, now: WITHIN })).toBe('answer-untrusted-key');
  });

  it('is a mix-up when it is forged, or the answer to another visit', async () => {
    expect(await judged({ by: signer, now: WITHIN, forged: true })).toMatch(/^answer-(bad-signature|malformed)$/);
    const other = v.parse(AnswerPayloadSchema.entries.visitId, random(16));
    expect(await judged({ by: signer, now: WITHIN, change: { visitId: other } })).toBe('answer-other-visit');
    expect(await judged({ by: signer, now: WITHIN, change: { nonce: random(32) } })).toBe('answer-other-nonce');
  });

  it('is too old, and nobody’s fault, after a slow line', async () => {
    expect(await judged({ by: signer, at: '2026-11-21T11:00:00.000Z', now: WITHIN })).toBe('unavailable');
  });
});

describe.each([
  ['expired while the resident was typing', AFTER],
  ['do not hold yet by this clock', BEFORE],
])('an answer under keys that %s', (_, now) => {
  it('is not taken, and is no mix-up', async () => {
    expect(await judged({ by: signer, at: now, now })).toBe('unavailable');
  });

  it('is no mix-up either when VRS has signed it with its next key', async () => {
    expect(await judged({ by: stranger, at: now, now })).toBe('unavailable');
  });

  it('is a mix-up still when these very keys prove one', async () => {
    const other = v.parse(AnswerPayloadSchema.entries.visitId, random(16));
    expect(await judged({ by: signer, at: now, now, change: { visitId: other } })).toBe('answer-other-visit');
    expect(await judged({ by: signer, at: now, now, forged: true })).toMatch(/^answer-(bad-signature|malformed)$/);
  });
});

describe('the life of a key set', () => {
  it.each<[string, string, boolean]>([
    ['at its first moment', LIFE.issuedAt, true],
    ['as far before it as two clocks may stand apart', '2026-11-20T23:59:00.000Z', true],
    ['a little further before it', '2026-11-20T23:58:59.999Z', false],
    ['just before its end', '2026-11-21T23:59:59.999Z', true],
    ['at its end', LIFE.expiresAt, false],
  ])('%s', (_, now, alive) => {
    expect(isAlive(keySet, new Date(now))).toBe(alive);
  });
});
