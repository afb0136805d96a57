import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Es256Signer, generateSigningJwk, publicJwkOf, signerFromJwk } from '../../sealing/index.ts';
import { signMessage } from '../../sealing/signed-message.ts';
import { ATTESTATION_TYPE, type Attestation, bodyDigest, signAttestation } from './attestation-message.ts';
import { type AttestationTrust, createSignedAttestationVerifier } from './signed-attestation-verifier.ts';
import { rememberAttestations } from './used-attestations.ts';

const NOW = new Date('2026-11-20T01:02:03.456Z');
const NOW_SECONDS = Math.floor(NOW.getTime() / 1_000);
const BODY = Buffer.from('{"visitId":"AAAAAAAAAAAAAAAAAAAAAA"}');
let signer: Es256Signer;
let stranger: Es256Signer;
let trust: AttestationTrust;

beforeAll(async () => {
  const key = await generateSigningJwk();
  signer = signerFromJwk(key);
  stranger = signerFromJwk(await generateSigningJwk());
  const limits = { longestLifeSeconds: 300, remembered: 1_000 };
  trust = { keys: [publicJwkOf(key)], app: 'jp.example.kofu', builds: ['1.4.2', '1.4.3'], ...limits };
});

const attestation = (over: Partial<Attestation> = {}): Attestation => ({
  v: 1,
  jti: randomBytes(16).toString('base64url'),
  app: 'jp.example.kofu',
  build: '1.4.3',
  iat: NOW_SECONDS,
  exp: NOW_SECONDS + 120,
  body: bodyDigest(BODY),
  ...over,
});
const verifier = (over: Partial<AttestationTrust> = {}, now = () => NOW) =>
  createSignedAttestationVerifier({ ...trust, ...over }, now);
const verdict = async (token: string | undefined, body: Uint8Array = BODY) => {
  const verified = await verifier().verify(token, body);
  return verified.isOk() ? 'believed' : verified.error.kind;
};

describe('an attestation of the trusted service', () => {
  it('is believed for its request, in its time, for each allowed build', async () => {
    for (const build of trust.builds)
      expect(await verdict(await signAttestation(attestation({ build }), signer))).toBe('believed');
    expect(await verdict(await signAttestation(attestation({ exp: NOW_SECONDS + 300 }), signer))).toBe('believed');
    // Clocks may stand a minute apart.
    expect(await verdict(await signAttestation(attestation({ iat: NOW_SECONDS + 59 }), signer))).toBe('believed');
  });

  it.each<[string, Partial<Attestation>]>([
    ['expired', { iat: NOW_SECONDS - 120, exp: NOW_SECONDS }],
    ['early', { iat: NOW_SECONDS + 62, exp: NOW_SECONDS + 90 }],
    ['overlong', { exp: NOW_SECONDS + 301 }],
    ['overlong', { iat: NOW_SECONDS + 10, exp: NOW_SECONDS + 10 }],
    ['other-app', { app: 'jp.example.kofu2' }],
    ['other-build', { build: '1.4.1' }],
    ['other-request', { body: bodyDigest(Buffer.from('{}')) }],
  ])('is refused as %s with %o', async (fault, over) => {
    expect(await verdict(await signAttestation(attestation(over), signer))).toBe(fault);
  });

  it('is refused with another body, however little differs', async () => {
    const token = await signAttestation(attestation(), signer);
    expect(await verdict(token, Buffer.concat([BODY, Buffer.from(' ')]))).toBe('other-request');
    expect(await verdict(token, Buffer.alloc(0))).toBe('other-request');
  });

  it('is refused without a token, from another key, or under our key’s name by another key', async () => {
    expect(await verdict(undefined)).toBe('missing');
    expect(await verdict(await signAttestation(attestation(), stranger))).toBe('foreign');
    const disguised = { kid: signer.kid, sign: stranger.sign };
    expect(await verdict(await signAttestation(attestation(), disguised))).toBe('forged');
  });

  it('is malformed as another kind of message, with more or less in it, or too long', async () => {
    expect(await verdict(await signMessage('kofu-answer+jwt', attestation(), signer))).toBe('malformed');
    expect(await verdict(await signMessage(ATTESTATION_TYPE, { ...attestation(), more: 1 }, signer))).toBe('malformed');
    const { exp: _exp, ...endless } = attestation();
    expect(await verdict(await signMessage(ATTESTATION_TYPE, endless, signer))).toBe('malformed');
    expect(await verdict('a'.repeat(2_049))).toBe('malformed');
    for (const text of ['', '.', '..', 'a.b.c', 'none']) expect(await verdict(text)).toBe('malformed');
  });

  it('is believed in no altered form', async () => {
    const token = await signAttestation(attestation(), signer);
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom('A', 'z', '_', '.', ''), async (at, letter) => {
        const altered = `${token.slice(0, at)}${letter}${token.slice(at + 1)}`;
        fc.pre(altered !== token);
        expect(await verdict(altered)).not.toBe('believed');
      }),
      { numRuns: 200 },
    );
  });
});

describe('single use', () => {
  it('the same one a second time is reused, also in the other form of its signature', async () => {
    const one = verifier();
    const token = await signAttestation(attestation(), signer);
    expect((await one.verify(token, BODY)).isOk()).toBe(true);
    expect((await one.verify(token, BODY))._unsafeUnwrapErr()).toEqual({ kind: 'reused' });
    expect((await one.verify(otherSignatureForm(token), BODY))._unsafeUnwrapErr()).toEqual({ kind: 'reused' });
  });

  it('of a hundred at the same moment one is believed', async () => {
    const one = verifier();
    const token = await signAttestation(attestation(), signer);
    const all = await Promise.all(Array.from({ length: 100 }, () => one.verify(token, BODY)));
    expect(all.filter((verified) => verified.isOk())).toHaveLength(1);
  });

  it('a refused one is not used up', async () => {
    const one = verifier();
    const token = await signAttestation(attestation(), signer);
    expect((await one.verify(token, Buffer.from('{}'))).isErr()).toBe(true);
    expect((await one.verify(token, BODY)).isOk()).toBe(true);
  });

  it('what is remembered is bounded, and nothing living is forgotten for something new', () => {
    const used = rememberAttestations(3);
    expect(['a', 'b', 'c'].map((id, index) => used.take(id, 1_000 + index, 0))).toEqual(['taken', 'taken', 'taken']);
    expect(used.take('d', 2_000, 999)).toBe('crowded');
    expect(used.take('a', 1_000, 999)).toBe('reused');
    expect(used.take('d', 2_000, 1_000)).toBe('taken');
    expect(used.take('e', 2_000, 1_000)).toBe('crowded');
    expect(used.take('b', 1_001, 1_000)).toBe('reused');
    expect(used.take('e', 2_000, 1_002)).toBe('taken');
    expect(used.size()).toBeLessThanOrEqual(3);
  });
});

/** ECDSA: (r, n − s) verifies wherever (r, s) does. */
function otherSignatureForm(token: string): string {
  const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
  const [header = '', payload = '', signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const other = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
  return `${header}.${payload}.${other.toString('base64url')}`;
}
