import { describe, expect, test } from 'vitest';
import { decodeLine, encodeLine, LINE_LIMIT_BYTES, type LogLine, SHORTEST_LINE_BYTES } from './log-line.ts';

const LINE: LogLine = {
  entry: 12,
  seq: 7,
  at: '2026-01-02T03:04:05.678Z',
  level: 'warn',
  event: 'CARD_LEFT',
  fields: { code: 'left' },
};
/** Its CRC-32 was computed by zlib of Python, over everything before `,"crc"`. */
const WRITTEN =
  '{"entry":12,"seq":7,"at":"2026-01-02T03:04:05.678Z","level":"warn","event":"CARD_LEFT","fields":{"code":"left"},"crc":"1c01c5f2"}\n';

const withoutEnd = (line: Uint8Array): Uint8Array => line.subarray(0, -1);

describe('a line', () => {
  test('is written member by member as it always was', () => {
    expect(encodeLine(LINE).toString()).toBe(WRITTEN);
    expect(decodeLine(Buffer.from(WRITTEN.trimEnd()))._unsafeUnwrap()).toEqual(LINE);
  });

  test('the shortest one is not shorter than what damage is measured by', () => {
    const shortest = encodeLine({ entry: 1, at: LINE.at, level: 'info', event: 'AB', fields: {} });
    expect(shortest.length).toBeGreaterThanOrEqual(SHORTEST_LINE_BYTES);
  });

  test('no beginning of a line is a line', () => {
    const bytes = withoutEnd(encodeLine(LINE));
    for (let length = 0; length < bytes.length; length += 1) {
      expect(decodeLine(bytes.subarray(0, length)).isErr()).toBe(true);
    }
  });

  test('no flipped bit goes unseen', () => {
    const whole = withoutEnd(encodeLine(LINE));
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decodeLine(bytes).isErr()).toBe(true);
    }
  });

  test.each<[string, object]>([
    ['a member more', { ...LINE, more: 1 }],
    ['an entry below one', { ...LINE, entry: 0 }],
    ['an event that is a sentence', { ...LINE, event: 'Card left' }],
    ['a field that is a sentence', { ...LINE, fields: { code: 'two words' } }],
    ['a level nobody knows', { ...LINE, level: 'fatal' }],
  ])('with a right CRC and %s is damaged all the same', (_what, line) => {
    const unchecked: unknown = Reflect.apply(encodeLine, undefined, [line]);
    if (!(unchecked instanceof Uint8Array)) throw new Error('no bytes');
    expect(decodeLine(withoutEnd(unchecked)).isErr()).toBe(true);
  });

  test('longer than the limit is damaged', () => {
    const fields = Object.fromEntries(Array.from({ length: 29 }, (_, at) => [`f${at}`, 'x'.repeat(64)]));
    const bytes = encodeLine({ ...LINE, fields });
    expect(bytes.length).toBeGreaterThan(LINE_LIMIT_BYTES);
    expect(decodeLine(withoutEnd(bytes)).isErr()).toBe(true);
  });
});
