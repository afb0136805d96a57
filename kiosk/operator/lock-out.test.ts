import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCodeDesk } from './code-desk.ts';
import { isLockedOut, lockOutMs, NO_MISSES, withMiss } from './lock-out.ts';
import type { Operator } from './operator-code.ts';

/** Code 123456 (synthetic); see `operator-code.test.ts`. */
const CLERK: Operator = {
  id: 'clerk-1',
  codeHash: '$scrypt$ln=14,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$U+WfH59WwjF9mfeh52/R1DZ3zLGcLBJeBU+agSgeCuw',
};
const code = (digits: string): Uint8Array => Buffer.from(digits, 'ascii');

describe('the lock-out', () => {
  it.each([
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 60],
    [4, 120],
    [5, 240],
    [8, 1_920],
    [9, 3_600],
    [1_000, 3_600],
  ])('after %i misses lasts %i s', (misses, seconds) => {
    expect(lockOutMs(misses)).toBe(seconds * 1000);
  });

  it('ends to the millisecond', () => {
    const misses = { inARow: 3, lastAtMs: 1_000 };
    expect(isLockedOut(misses, 60_999)).toBe(true);
    expect(isLockedOut(misses, 61_000)).toBe(false);
  });

  it('is not opened by a clock set back', () => {
    expect(isLockedOut({ inARow: 3, lastAtMs: 100_000 }, 0)).toBe(true);
  });

  it('never becomes shorter by another miss', () => {
    fc.assert(fc.property(fc.nat(2_000), (misses) => lockOutMs(misses + 1) >= lockOutMs(misses)));
  });

  it('counts each miss from its own time', () => {
    expect(withMiss(withMiss(NO_MISSES, 5), 9)).toEqual({ inARow: 2, lastAtMs: 9 });
  });
});

describe('the code desk', () => {
  const open = () => {
    const clock = { ms: 0 };
    const told: string[] = [];
    const desk = openCodeDesk({ nowMs: () => clock.ms, onMalformedHash: () => told.push('malformed-hash') });
    return { clock, told, check: (digits: string) => desk.check(code(digits), [CLERK]), desk };
  };

  it('refuses even the right code while the lock-out lasts, and takes it afterwards', async () => {
    const { clock, check } = open();
    expect(await check('000000')).toEqual({ kind: 'no-match', lockedOut: false });
    expect(await check('000001')).toEqual({ kind: 'no-match', lockedOut: false });
    expect(await check('000002')).toEqual({ kind: 'no-match', lockedOut: true });
    expect(await check('123456')).toEqual({ kind: 'locked-out' });
    clock.ms = 60_000;
    expect(await check('123456')).toEqual({ kind: 'confirmed', operatorId: 'clerk-1' });
  });

  it('forgets the misses with a right code, not with the end of a lock-out', async () => {
    const { clock, check } = open();
    for (const digits of ['0000', '0001', '0002']) await check(digits);
    clock.ms = 60_000;
    expect(await check('0003')).toEqual({ kind: 'no-match', lockedOut: true });
    clock.ms = 179_999;
    expect(await check('123456')).toEqual({ kind: 'locked-out' });
    clock.ms = 180_000;
    await check('123456');
    expect(await check('0004')).toEqual({ kind: 'no-match', lockedOut: false });
  });

  it('does not let codes sent at once slip under the lock-out together', async () => {
    const { check } = open();
    const answers = await Promise.all(['0000', '0001', '0002', '123456'].map(check));
    expect(answers.at(-1)).toEqual({ kind: 'locked-out' });
  });

  it('overwrites the code, right or wrong or not looked at', async () => {
    const { desk } = open();
    const typed = ['123456', '0000', '0001', '0002', '123456'].map(code);
    for (const bytes of typed) await desk.check(bytes, [CLERK]);
    expect(typed.map((bytes) => [...bytes].every((byte) => byte === 0))).toEqual([true, true, true, true, true]);
  });

  it('tells of a hash that cannot be read', async () => {
    const { desk, told } = open();
    await desk.check(code('0000'), [{ id: 'clerk-2', codeHash: 'nonsense' }]);
    expect(told).toEqual(['malformed-hash']);
  });
});
