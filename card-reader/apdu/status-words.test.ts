import { describe, expect, it } from 'vitest';
import { fromHex } from './hex.ts';
import { parseResponse } from './response.ts';
import { isRefusedUnprocessed, meaningOf } from './status-words.ts';

describe('status words', () => {
  it.each([
    [0x9000, { kind: 'done' }],
    [0x63c3, { kind: 'triesLeft', tries: 3 }],
    [0x63c0, { kind: 'triesLeft', tries: 0 }],
    [0x63cf, { kind: 'triesLeft', tries: 15 }],
    [0x6300, { kind: 'verificationFailed' }],
    [0x6984, { kind: 'keyBlocked' }],
    [0x6983, { kind: 'authenticationBlocked' }],
    [0x6a82, { kind: 'notFound' }],
    [0x6110, { kind: 'moreData', length: 16 }],
    [0x6100, { kind: 'moreData', length: 256 }],
    [0x6c11, { kind: 'exactLength', length: 17 }],
    [0x6c00, { kind: 'exactLength', length: 256 }],
    [0x9001, { kind: 'unlisted' }],
    [0x63b0, { kind: 'unlisted' }],
  ])('%i', (statusWord, meaning) => {
    expect(meaningOf(statusWord)).toEqual(meaning);
  });

  it('only the checking errors say that nothing was done', () => {
    const refused = [0x6700, 0x6881, 0x6982, 0x6a86, 0x6b00, 0x6c11, 0x6d00, 0x6e00];
    const open = [0x9000, 0x6110, 0x6282, 0x63c1, 0x6400, 0x6581, 0x66f1, 0x6f00];
    expect(refused.map(isRefusedUnprocessed)).toEqual(refused.map(() => true));
    expect(open.map(isRefusedUnprocessed)).toEqual(open.map(() => false));
  });
});

describe('answers', () => {
  it.each(['', '90'])('"%s" is too short', (hex) => {
    expect(parseResponse(fromHex(hex))._unsafeUnwrapErr()).toEqual({ kind: 'too-short' });
  });

  it.each(['CAFE', '0000', '6000', 'FF', '8000', 'A090'])('%s ends in no status word', (hex) => {
    expect(parseResponse(fromHex(hex)).isErr()).toBe(true);
  });

  it('splits data and status', () => {
    const { data, statusWord } = parseResponse(fromHex('FF100C9000'))._unsafeUnwrap();
    expect([...data, statusWord]).toEqual([0xff, 0x10, 0x0c, 0x9000]);
  });
});
