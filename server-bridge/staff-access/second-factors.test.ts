import { describe, expect, test } from 'vitest';
import { firstPassword } from './first-password.ts';
import { codeAt, newOneTimeSecret, otpauthUri, stepOfCode } from './one-time-codes.ts';
import { secretBoxFrom } from './secret-box.ts';

/** RFC 6238 appendix B, SHA-1; its codes have eight digits, the last six of which are ours. */
const VECTORS = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const;
const rfcSecret = Buffer.from('12345678901234567890');
const at = (seconds: number): Date => new Date(seconds * 1_000);

describe('one-time codes', () => {
  test.each(VECTORS)('of RFC 6238 at %d s', (seconds, code) => {
    expect(codeAt(rfcSecret, at(seconds))).toBe(code);
    expect(stepOfCode(rfcSecret, code, at(seconds))).toBe(Math.floor(seconds / 30));
  });

  test('count one step early and one step late, and no further', () => {
    const [step, code] = [Math.floor(1_234_567_890 / 30), '005924'];
    const seen = [-2, -1, 0, 1, 2].map((steps) => stepOfCode(rfcSecret, code, at((step - steps) * 30)));
    expect(seen).toEqual([null, step, step, step, null]);
  });

  test('of another secret count for nothing', () => {
    expect(stepOfCode(newOneTimeSecret(), codeAt(newOneTimeSecret(), at(59)), at(59))).toBeNull();
  });

  test('go into an application by an address that names system and account', () => {
    const uri = new URL(otpauthUri('sato.hanako', rfcSecret));
    expect(uri.protocol + uri.host).toBe('otpauth:totp');
    expect(decodeURIComponent(uri.pathname)).toBe('/Kofu:sato.hanako');
    expect(uri.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect([uri.searchParams.get('digits'), uri.searchParams.get('period')]).toEqual(['6', '30']);
  });
});

describe('secrets at rest', () => {
  const box = secretBoxFrom('0f'.repeat(32));
  if (box === null) throw new Error('no key');
  const sealed = box.seal('sato.hanako', rfcSecret);

  test('open for their account and key alone', () => {
    expect(Buffer.from(box.open('sato.hanako', sealed) ?? []).equals(rfcSecret)).toBe(true);
    expect(box.open('sato.hanaka', sealed)).toBeNull();
    expect(secretBoxFrom('0e'.repeat(32))?.open('sato.hanako', sealed)).toBeNull();
  });

  test('do not open changed in any bit, cut at any length, or empty', () => {
    const [version, body] = [sealed.slice(0, 3), Buffer.from(sealed.slice(3), 'base64url')];
    for (let bit = 0; bit < body.length * 8; bit += 1) {
      const changed = Buffer.from(body);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(box.open('sato.hanako', version + changed.toString('base64url'))).toBeNull();
    }
    for (let length = 0; length < body.length; length += 1) {
      expect(box.open('sato.hanako', version + body.subarray(0, length).toString('base64url'))).toBeNull();
    }
    for (const wrong of ['', 'v1.', `v2.${sealed.slice(3)}`]) expect(box.open('sato.hanako', wrong)).toBeNull();
  });

  test('are never sealed twice alike', () => {
    expect(box.seal('sato.hanako', rfcSecret)).not.toBe(sealed);
  });

  test('a new key in front of the old one: what the old one sealed still opens, what is sealed now needs the new one', () => {
    const [old, renewed] = ['0f'.repeat(32), '0e'.repeat(32)];
    const both = secretBoxFrom(`${renewed}\n${old}\n`);
    if (both === null) throw new Error('no key');
    expect(Buffer.from(both.open('sato.hanako', sealed) ?? []).equals(rfcSecret)).toBe(true);
    expect(both.open('sato.hanaka', sealed)).toBeNull();
    expect(both.isNewest('sato.hanako', sealed)).toBe(false);
    const again = both.seal('sato.hanako', rfcSecret);
    expect(both.isNewest('sato.hanako', again)).toBe(true);
    expect(box.open('sato.hanako', again)).toBeNull();
    expect(Buffer.from(secretBoxFrom(renewed)?.open('sato.hanako', again) ?? []).equals(rfcSecret)).toBe(true);
  });

  test.each([
    '0f'.repeat(32).concat('\n', '0f'.repeat(32)),
    ['0a', '0b', '0c', '0d', '0e'].map((pair) => pair.repeat(32)).join('\n'),
    `${'0f'.repeat(32)}\nzz`,
    `${'0f'.repeat(32)} ${'0e'.repeat(32)}`,
  ])('%j is no file of keys', (text) => {
    expect(secretBoxFrom(text)).toBeNull();
  });

  test.each(['', 'ab', '0f'.repeat(31), '0f'.repeat(33), 'zz'.repeat(32)])('%j is no key', (text) => {
    expect(secretBoxFrom(text)).toBeNull();
  });
});

test('first passwords are long, readable and never the same', () => {
  const many = Array.from({ length: 200 }, firstPassword);
  for (const one of many) expect(one).toMatch(/^([a-hjkmnp-z2-9]{4}-){4}[a-hjkmnp-z2-9]{4}$/);
  expect(new Set(many).size).toBe(200);
});
