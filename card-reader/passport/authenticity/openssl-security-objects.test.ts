import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../apdu/hex.ts';
import { verifyPassport } from '../verify-passport.ts';
import { TEST_NOW } from '../virtual/laid-passport.ts';
import { opensslSecurityObjects } from '../virtual/openssl-fixtures.ts';

const { dg1, cases } = opensslSecurityObjects();
const genuine = cases.filter(({ name }) => !name.startsWith('refused'));

describe('security objects written by OpenSSL', () => {
  it.each(genuine)('$name is believed under its anchor', ({ anchor, sod }) => {
    const passport = verifyPassport({ dg1, sod, anchors: [anchor], now: TEST_NOW });
    expect(passport._unsafeUnwrap()).toMatchObject({
      documentNumber: 'ZZ0000000',
      issuingState: 'UTO',
      primaryIdentifier: 'MIHON',
      secondaryIdentifier: 'ICHIYO',
      birthDate: '19870605',
      expiryDate: '20310101',
      sex: 'F',
    });
  });

  it.each(genuine)('$name is found among the anchors of others, and not without its own', ({ anchor, sod }) => {
    const others = cases.map((one) => one.anchor).filter((one) => one !== anchor);
    expect(verifyPassport({ dg1, sod, anchors: [...others, anchor], now: TEST_NOW }).isOk()).toBe(true);
    expect(verifyPassport({ dg1, sod, anchors: others, now: TEST_NOW })._unsafeUnwrapErr()).toEqual({
      kind: 'issuer-unknown',
    });
  });

  it.each([
    ['refused-signature-sha1', { kind: 'algorithm-refused', of: 'hash' }],
    ['refused-hashes-sha1', { kind: 'algorithm-refused', of: 'hash' }],
    ['refused-pss-sha1', { kind: 'algorithm-refused', of: 'hash' }],
    ['refused-rsa-1024', { kind: 'algorithm-refused', of: 'certificate' }],
    ['refused-no-attributes', { kind: 'object-malformed', file: 'SOD' }],
    ['refused-no-certificate', { kind: 'object-malformed', file: 'SOD' }],
  ])('%s', (name, error) => {
    const found = cases.find((one) => one.name === name);
    if (found === undefined) throw new Error('no such case');
    const { anchor, sod } = found;
    expect(verifyPassport({ dg1, sod, anchors: [anchor], now: TEST_NOW })._unsafeUnwrapErr()).toEqual(error);
  });
});

describe('a changed security object', () => {
  const verdict = (sod: Uint8Array, anchor: Uint8Array) =>
    verifyPassport({ dg1, sod, anchors: [anchor], now: TEST_NOW });

  it.each(genuine)('$name with one byte changed is refused', ({ name, anchor, sod }) => {
    const accepted: number[] = [];
    // Large keys take ten times as long.
    const step = name === 'ecdsa-p256-sha256' ? 1 : /p384|p521/.test(name) ? 7 : 3;
    for (const [index, byte] of sod.entries()) {
      if (index % step !== 0) continue;
      const changed = sod.slice();
      changed[index] = byte ^ (1 << (index % 8));
      if (verdict(changed, anchor).isOk()) accepted.push(index);
    }
    expect(accepted).toEqual([]);
  });

  it('with any bit changed is refused (ECDSA)', () => {
    const [{ anchor, sod } = { anchor: new Uint8Array(0), sod: new Uint8Array(0) }] = genuine;
    const accepted: number[] = [];
    for (let bit = 0; bit < sod.length * 8; bit++) {
      const changed = sod.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      if (verdict(changed, anchor).isOk()) accepted.push(bit);
    }
    expect(accepted).toEqual([]);
  });

  it.each(genuine)('$name cut or lengthened anywhere is malformed', ({ anchor, sod }) => {
    for (let length = 0; length < sod.length; length++)
      expect(verdict(sod.subarray(0, length), anchor)._unsafeUnwrapErr().kind).toBe('object-malformed');
    const longer = new Uint8Array(sod.length + 1);
    longer.set(sod);
    expect(verdict(longer, anchor)._unsafeUnwrapErr().kind).toBe('object-malformed');
  });

  it('does not vouch for a changed DG1', () => {
    const [{ anchor, sod } = { anchor: new Uint8Array(0), sod: new Uint8Array(0) }] = genuine;
    for (const [index, byte] of dg1.entries()) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = dg1.slice();
        changed[index] = byte ^ (1 << bit);
        const refused = verifyPassport({ dg1: changed, sod, anchors: [anchor], now: TEST_NOW });
        expect(refused._unsafeUnwrapErr().kind).toMatch(/^(object-malformed|data-altered|country-differs)$/);
      }
      expect(verifyPassport({ dg1: dg1.slice(0, index), sod, anchors: [anchor], now: TEST_NOW }).isErr()).toBe(true);
    }
  });
});

describe('a security object that was tampered with at random', () => {
  const mutation = fc.record({
    chosen: fc.constantFrom(...genuine),
    edits: fc.array(fc.record({ at: fc.nat({ max: 2_000 }), byte: fc.nat({ max: 255 }) }), {
      minLength: 1,
      maxLength: 5,
    }),
    cut: fc.option(fc.nat({ max: 2_000 }), { freq: 5 }),
    inserted: fc.option(fc.tuple(fc.nat({ max: 2_000 }), fc.uint8Array({ minLength: 1, maxLength: 9 })), { freq: 5 }),
  });

  it('is refused with a name that tells nothing of the holder', () => {
    fc.assert(
      fc.property(mutation, ({ chosen: { anchor, sod }, edits, cut, inserted }) => {
        const [at, bytes] = inserted ?? [0, new Uint8Array(0)];
        const changed = concatBytes(sod.subarray(0, at), bytes, sod.subarray(at)).slice(0, cut ?? undefined);
        for (const edit of edits) changed[edit.at % Math.max(changed.length, 1)] = edit.byte;
        if (Buffer.compare(changed, sod) === 0) return;
        const refused = verifyPassport({ dg1, sod: changed, anchors: [anchor], now: TEST_NOW })._unsafeUnwrapErr();
        expect(JSON.stringify(refused)).not.toMatch(/ZZ0000000|MIHON|870605/);
      }),
      { seed: 5_652, numRuns: 3_000 },
    );
  });

  it('or is noise, is malformed', () => {
    const [{ anchor } = { anchor: new Uint8Array(0) }] = genuine;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (sod) => {
        const refused = verifyPassport({ dg1, sod, anchors: [anchor], now: TEST_NOW })._unsafeUnwrapErr();
        expect(refused).toEqual({ kind: 'object-malformed', file: 'SOD' });
      }),
      { seed: 5_653, numRuns: 1_000 },
    );
  });
});
