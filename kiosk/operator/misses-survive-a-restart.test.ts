import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCodeDesk } from './code-desk.ts';
import { type Misses, NO_MISSES, UNREADABLE_MISSES } from './lock-out.ts';
import { fileMisses } from './misses-file.ts';
import type { Operator } from './operator-code.ts';

/** Code 123456 (synthetic); see `operator-code.test.ts`. */
const CLERK: Operator = {
  id: 'clerk-1',
  codeHash: '$scrypt$ln=14,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$U+WfH59WwjF9mfeh52/R1DZ3zLGcLBJeBU+agSgeCuw',
};
const NOON_MS = Date.UTC(2026, 10, 22, 3);

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kofu-misses-'));
  path = join(folder, 'misses.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The code desk of a host that has just started. */
function started(atMs: number) {
  const clock = { ms: atMs };
  const desk = openCodeDesk({ nowMs: () => clock.ms, onMalformedHash: () => {}, misses: fileMisses(path) });
  return { clock, desk, check: (digits: string) => desk.check(Buffer.from(digits, 'ascii'), [CLERK]) };
}

describe('a lock-out', () => {
  it('is still there after a restart, for what is left of it', async () => {
    const first = started(NOON_MS);
    for (const digits of ['0000', '0001', '0002']) await first.check(digits);
    const second = started(NOON_MS + 20_000);
    expect(second.desk.lockedForMs(second.clock.ms)).toBe(40_000);
    expect(await second.check('123456')).toEqual({ kind: 'locked-out' });
    second.clock.ms = NOON_MS + 60_000;
    expect(await second.check('123456')).toMatchObject({ kind: 'confirmed' });
    expect(started(second.clock.ms).desk.lockedForMs(second.clock.ms)).toBe(0);
  });

  it('counts on where a restart interrupted the counting', async () => {
    await started(NOON_MS).check('0000');
    await started(NOON_MS).check('0001');
    expect(await started(NOON_MS).check('0002')).toEqual({ kind: 'no-match', lockedOut: true });
  });

  it('counts a try whose check a power cut interrupted', () => {
    const { check } = started(NOON_MS);
    const interrupted = check('0000');
    return Promise.resolve()
      .then(() => expect(fileMisses(path).read()).toEqual({ inARow: 1, lastAtMs: NOON_MS }))
      .then(() => interrupted);
  });

  it('is forgotten on disk by a right code', async () => {
    const { check } = started(NOON_MS);
    await check('0000');
    await check('123456');
    expect(fileMisses(path).read()).toEqual(NO_MISSES);
  });

  it('neither opens nor grows when the clock is set back', async () => {
    const first = started(NOON_MS);
    for (const digits of ['0000', '0001', '0002']) await first.check(digits);
    const yesterdayMs = NOON_MS - 86_400_000;
    const second = started(yesterdayMs);
    expect(second.desk.lockedForMs(yesterdayMs)).toBe(60_000);
    second.clock.ms = yesterdayMs + 59_999;
    expect(await second.check('123456')).toEqual({ kind: 'locked-out' });
    second.clock.ms = yesterdayMs + 60_000;
    expect(await second.check('123456')).toMatchObject({ kind: 'confirmed' });
  });
});

describe('the file of misses', () => {
  it('is none before the first miss: nothing is locked', () => {
    expect(fileMisses(path).read()).toEqual(NO_MISSES);
  });

  it('gives back what was written, of the owner alone, and leaves nothing beside it', () => {
    const store = fileMisses(path);
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 2 ** 45 }), (inARow, lastAtMs) => {
        store.write({ inARow, lastAtMs });
        expect(fileMisses(path).read()).toEqual({ inARow, lastAtMs });
      }),
      { numRuns: 10 },
    );
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['misses.json']);
  });

  it.each([
    ['nothing', ''],
    ['half of it', '{"v":1,"inARow":3,"las'],
    ['another version', '{"v":2,"inARow":0,"lastAtMs":0}'],
    ['a field more', '{"v":1,"inARow":0,"lastAtMs":0,"x":1}'],
    ['fewer than no misses', '{"v":1,"inARow":-1,"lastAtMs":0}'],
    ['no number', '{"v":1,"inARow":null,"lastAtMs":0}'],
    ['far too much', ' '.repeat(5_000)],
  ])('that holds %s locks for the first period, from when it is looked at', async (_, text) => {
    writeFileSync(path, text);
    expect(fileMisses(path).read()).toEqual(UNREADABLE_MISSES);
    const { clock, desk, check } = started(NOON_MS);
    expect(desk.lockedForMs(NOON_MS)).toBe(60_000);
    expect(await check('123456')).toEqual({ kind: 'locked-out' });
    clock.ms += 60_000;
    expect(await check('123456')).toMatchObject({ kind: 'confirmed' });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ v: 1, inARow: 0, lastAtMs: 0 });
  });

  it('that is no file locks too; what cannot be written is told, and counts in memory', async () => {
    mkdirSync(path);
    const told: unknown[] = [];
    const misses = fileMisses(path, { onUnwritable: (cause) => told.push(cause) });
    const clock = { ms: NOON_MS };
    const desk = openCodeDesk({ nowMs: () => clock.ms, onMalformedHash: () => {}, misses });
    expect(desk.lockedForMs(clock.ms)).toBe(60_000);
    clock.ms += 60_000;
    expect(await desk.check(Buffer.from('0000'), [CLERK])).toEqual({ kind: 'no-match', lockedOut: true });
    expect(desk.lockedForMs(clock.ms)).toBe(120_000);
    expect(told.length).toBeGreaterThan(0);
  });

  it('is asked once and told every change by the desk', async () => {
    const written: Misses[] = [];
    let reads = 0;
    const desk = openCodeDesk({
      nowMs: () => NOON_MS,
      onMalformedHash: () => {},
      misses: {
        read() {
          reads += 1;
          return { inARow: 1, lastAtMs: 5 };
        },
        write: (misses) => written.push(misses),
      },
    });
    await desk.check(Buffer.from('0000'), [CLERK]);
    await desk.check(Buffer.from('123456'), [CLERK]);
    expect(reads).toBe(1);
    expect(written).toEqual([{ inARow: 2, lastAtMs: NOON_MS }, { inARow: 3, lastAtMs: NOON_MS }, NO_MISSES]);
  });
});
