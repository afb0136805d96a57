import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../apdu/hex.ts';
import { propertiesControlCode, statesExtendedLength } from './reader-properties.ts';

describe('what a driver says about its reader', () => {
  it.each([
    ['the list of a keypad reader', '0604423300061204423300120A044233000A', 0x42330012],
    ['one feature only', '120442330012', 0x42330012],
    ['no such feature', '060442330006', undefined],
    ['nothing', '', undefined],
    ['a list cut short', '1204423300', undefined],
    ['a control code of two bytes', '12024233', undefined],
  ])('%s', (_name, hex, controlCode) => {
    expect(propertiesControlCode(fromHex(hex))).toBe(controlCode);
  });

  it.each([
    ['65,536 bytes', '0A0400000100', true],
    ['65,535 bytes', '0A04FFFF0000', true],
    ['257 bytes', '0A0401010000', true],
    ['256 bytes', '0A0400010000', false],
    ['0, short commands only', '0A0400000000', false],
    ['other properties before it', '0B02E60D0C0200340A0400000100', true],
    ['no word about it', '0B02E60D', false],
    ['a value of two bytes', '0A020001', false],
    ['nothing', '', false],
  ])('%s', (_name, hex, extended) => {
    expect(statesExtendedLength(fromHex(hex))).toBe(extended);
  });

  it('any bytes are read without a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(typeof statesExtendedLength(bytes)).toBe('boolean');
        expect(propertiesControlCode(bytes) ?? 0).toBeGreaterThanOrEqual(0);
      }),
      { seed: 10, numRuns: 500 },
    );
  });
});
