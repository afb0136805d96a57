import { expect, test } from 'vitest';
import { decodeDateTime, encodeDateTime } from './date-time.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

test.each([
  // RFC 2579: "Tuesday May 26, 1992 at 1:30:15 PM EDT"
  ['07c8 05 1a 0d 1e 0f 00 2d 04 00', '1992-05-26T17:30:15.000Z', -240],
  ['07ea 0b 15 09 00 00 05 2b 09 00', '2026-11-21T00:00:00.500Z', 540],
  ['07e8 02 1d 00 00 00 00 2b 00 00', '2024-02-29T00:00:00.000Z', 0],
  ['07ea 0c 1f 17 3b 3c 00 2b 00 00', '2027-01-01T00:00:00.000Z', 0],
])('%s is %s', (bytes, instant, utcOffsetMinutes) => {
  expect(decodeDateTime(hex(bytes))).toEqual({ epochMs: Date.parse(instant), utcOffsetMinutes });
});

test('November is written as month eleven', () => {
  const moment = { epochMs: Date.parse('2026-11-21T00:00:00.500Z'), utcOffsetMinutes: 540 };
  expect(Buffer.from(encodeDateTime(moment)).toString('hex')).toBe('07ea0b1509000005' + '2b0900');
});

test.each([
  ['month 13', '07ea 0d 15 09 00 00 00 2b 09 00'],
  ['month 0', '07ea 00 15 09 00 00 00 2b 09 00'],
  ['30 February', '07ea 02 1e 09 00 00 00 2b 09 00'],
  ['hour 24', '07ea 0b 15 18 00 00 00 2b 09 00'],
  ['minute 60', '07ea 0b 15 09 3c 00 00 2b 09 00'],
  ['second 61', '07ea 0b 15 09 00 3d 00 2b 09 00'],
  ['ten tenths', '07ea 0b 15 09 00 00 0a 2b 09 00'],
  ['no sign', '07ea 0b 15 09 00 00 00 20 09 00'],
  ['offset of 15 hours', '07ea 0b 15 09 00 00 00 2b 0f 00'],
  ['ten bytes', '07ea 0b 15 09 00 00 00 2b 09'],
])('%s is no date', (_name, bytes) => {
  expect(decodeDateTime(hex(bytes))).toBeUndefined();
});

test('a year of five digits is refused', () => {
  expect(() => encodeDateTime({ epochMs: Date.UTC(12_000, 0), utcOffsetMinutes: 0 })).toThrow(RangeError);
});
