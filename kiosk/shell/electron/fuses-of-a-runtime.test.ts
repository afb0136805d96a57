/** A runtime is taken only with every fuse as it must be (electron-shell §8); nothing is guessed about one that is another. */
import { describe, expect, it } from 'vitest';
import { FUSES } from './building/index.ts';
import { checkFuses } from './index.ts';

/** Written down here once more, byte for byte as the packer of fuses leaves them in the program of a store. */
const MARKER = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FIT = '000001001';
const program = (states: string, o: { version?: number; length?: number } = {}): Uint8Array =>
  Buffer.concat([
    Buffer.from('\x7fELF and much more'),
    Buffer.from(MARKER),
    Buffer.of(o.version ?? 1, o.length ?? states.length),
    Buffer.from(states),
    Buffer.from('and much more'),
  ]);

it('takes one with all nine as they must be', () => {
  expect(checkFuses(program(FIT)).isOk()).toBe(true);
});

describe('refuses one', () => {
  it.each(Object.keys(FUSES).map((_name, index) => index))('with fuse %i the other way', (index) => {
    const states = [...FIT].map((state, at) => (at === index ? String(1 - Number(state)) : state)).join('');
    expect(checkFuses(program(states))._unsafeUnwrapErr()).toMatchObject({
      kind: 'fuses-wrong',
      wrong: [expect.any(String)],
    });
  });
  it('as it is distributed', () => {
    expect(checkFuses(program('101100011'))._unsafeUnwrapErr()).toEqual({
      kind: 'fuses-wrong',
      wrong: [
        'RunAsNode',
        'EnableNodeOptionsEnvironmentVariable',
        'EnableNodeCliInspectArguments',
        'OnlyLoadAppFromAsar',
        'GrantFileProtocolExtraPrivileges',
      ],
    });
  });
  it('of an older engine, which has fewer', () => {
    expect(checkFuses(program('0000010'))._unsafeUnwrapErr()).toEqual({
      kind: 'fuses-wrong',
      wrong: ['GrantFileProtocolExtraPrivileges', 'WasmTrapHandlers'],
    });
  });
  it('of a newer engine, with a fuse that nobody here has heard of', () => {
    expect(checkFuses(program(`${FIT}0`))._unsafeUnwrapErr()).toEqual({ kind: 'fuses-wrong', wrong: ['unknown'] });
  });
  it.each(['r00001001', '\u000000001001', 'x00001001'])(
    'with a fuse that was taken out or is neither: %j',
    (states) => {
      expect(checkFuses(program(states))._unsafeUnwrapErr()).toEqual({ kind: 'fuses-wrong', wrong: ['RunAsNode'] });
    },
  );
  it.each([
    ['no-fuses', Buffer.from('a program')],
    ['no-fuses', Buffer.alloc(0)],
    ['fuses-of-another-version', program(FIT, { version: 2 })],
    ['fuses-ambiguous', Buffer.concat([program(FIT), program(FIT)])],
  ])('because of %s', (kind, bytes) => {
    expect(checkFuses(bytes)._unsafeUnwrapErr().kind).toBe(kind);
  });
  it('that ends within its fuses, wherever', () => {
    const whole = program(FIT).subarray(0, 18 + MARKER.length + 2 + FIT.length);
    expect(checkFuses(whole).isOk()).toBe(true);
    for (let length = 0; length < whole.length; length += 1)
      expect(checkFuses(whole.subarray(0, length)).isErr()).toBe(true);
  });
});
