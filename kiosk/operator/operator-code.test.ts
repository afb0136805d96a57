import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashOperatorCode, type Operator, verifyOperatorCode } from './operator-code.ts';

const code = (digits: string): Uint8Array => Buffer.from(digits, 'ascii');

/**
 * Code 123456 (synthetic), salt 00…0f, N = 2^14: computed with Python's `hashlib.scrypt` and with `@noble/hashes`, which agree.
 */
const KNOWN = '$scrypt$ln=14,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$U+WfH59WwjF9mfeh52/R1DZ3zLGcLBJeBU+agSgeCuw';

describe('an operator code', () => {
  it('is found by a hash that other programs computed', async () => {
    const operators = [{ id: 'clerk-1', codeHash: KNOWN }];
    expect((await verifyOperatorCode(code('123456'), operators))._unsafeUnwrap()).toEqual({ operatorId: 'clerk-1' });
    expect((await verifyOperatorCode(code('123457'), operators))._unsafeUnwrapErr()).toEqual({ kind: 'no-match' });
  });

  it('finds nobody when the directive names nobody', async () => {
    expect((await verifyOperatorCode(code('123456'), []))._unsafeUnwrapErr()).toEqual({ kind: 'no-match' });
  });

  it('is not the beginning or the end of another code', async () => {
    const operators = [{ id: 'clerk-1', codeHash: KNOWN }];
    for (const near of ['12345', '1234567', '23456', '0123456'])
      expect((await verifyOperatorCode(code(near), operators)).isErr(), near).toBe(true);
  });

  it.each([
    ['', false],
    ['123', false],
    ['1234', true],
    ['12345678', true],
    ['123456789', false],
    ['12a4', false],
    ['１２３４', false],
  ])('%j may be a code: %s', async (text, allowed) => {
    const bytes = Buffer.from(text, 'utf8');
    if (allowed) await expect(hashOperatorCode(bytes)).resolves.toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
    else {
      await expect(hashOperatorCode(bytes)).rejects.toThrow(RangeError);
      expect((await verifyOperatorCode(bytes, [{ id: 'a', codeHash: KNOWN }])).isErr()).toBe(true);
    }
  });
});

describe('among several operators', () => {
  let operators: Operator[];
  beforeAll(async () => {
    operators = [
      { id: 'clerk-1', codeHash: await hashOperatorCode(code('1111')) },
      { id: 'clerk-2', codeHash: 'not a hash' },
      { id: 'clerk-3', codeHash: await hashOperatorCode(code('33333333')) },
    ];
  });

  it('each is found by the own code, wherever they stand', async () => {
    expect((await verifyOperatorCode(code('1111'), operators))._unsafeUnwrap().operatorId).toBe('clerk-1');
    expect((await verifyOperatorCode(code('33333333'), operators))._unsafeUnwrap().operatorId).toBe('clerk-3');
  });

  it('a hash that cannot be read is told of when nobody matches', async () => {
    expect((await verifyOperatorCode(code('2222'), operators))._unsafeUnwrapErr()).toEqual({ kind: 'malformed-hash' });
  });

  it('has a salt of its own for each hash', async () => {
    const [first, second] = await Promise.all([hashOperatorCode(code('5555')), hashOperatorCode(code('5555'))]);
    expect(first).not.toBe(second);
  });

  it('leaves the event loop free while it computes', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await verifyOperatorCode(code('4444'), operators);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
  });
});

describe('a malformed hash', () => {
  it.each([
    [
      'another algorithm',
      '$argon2id$v=19$m=65536,t=3,p=4$AAECAwQFBgcICQoLDA0ODw$U+WfH59WwjF9mfeh52/R1DZ3zLGcLBJeBU+agSgeCuw',
    ],
    ['a cost beyond the limit', KNOWN.replace('ln=14', 'ln=18')],
    ['blocks beyond the limit', KNOWN.replace('r=8', 'r=17')],
    ['passes beyond the limit', KNOWN.replace('p=1', 'p=5')],
    ['a cost too high for its blocks', KNOWN.replace('ln=14,r=8', 'ln=16,r=1')],
    ['no cost', KNOWN.replace('ln=14', 'ln=0')],
    ['a padded salt', KNOWN.replace('Dw$', 'Dw==$')],
    ['a salt with stray bits', KNOWN.replace('Dw$', 'Dx$')],
    ['a short salt', KNOWN.replace('AAECAwQFBgcICQoLDA0ODw', 'AAECAw')],
    ['a short hash', KNOWN.slice(0, -30)],
    ['something after it', `${KNOWN}$`],
    ['a line after it', `${KNOWN}\n`],
  ])('%s matches nobody', async (_, codeHash) => {
    expect((await verifyOperatorCode(code('123456'), [{ id: 'clerk-1', codeHash }]))._unsafeUnwrapErr()).toEqual({
      kind: 'malformed-hash',
    });
  });

  it('of any text is refused without a throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 300 }), async (codeHash) => {
        expect((await verifyOperatorCode(code('123456'), [{ id: 'clerk-1', codeHash }])).isErr()).toBe(true);
      }),
    );
  });

  it('with any one character changed no longer matches', async () => {
    const at = fc.integer({ min: KNOWN.lastIndexOf('$') + 1, max: KNOWN.length - 1 });
    await fc.assert(
      fc.asyncProperty(at, fc.constantFrom('A', 'b', '7', '/'), async (index, character) => {
        fc.pre(KNOWN[index] !== character);
        const codeHash = `${KNOWN.slice(0, index)}${character}${KNOWN.slice(index + 1)}`;
        expect((await verifyOperatorCode(code('123456'), [{ id: 'clerk-1', codeHash }])).isErr()).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
