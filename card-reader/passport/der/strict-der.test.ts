import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/hex.ts';
import { encodeTlv } from '../../apdu/tlv.ts';
import { type DerCursor, parseDer } from './der-cursor.ts';
import {
  asciiText,
  integerBytes,
  namedBits,
  objectIdentifier,
  optionalBoolean,
  smallInteger,
  TAG,
} from './der-values.ts';
import { encodeObjectIdentifier } from './object-identifier.ts';

const read = <T>(hex: string, layout: (cursor: DerCursor) => T): T | 'refused' =>
  parseDer(fromHex(hex), layout).unwrapOr('refused');

describe('lengths', () => {
  it.each(['040100', '5F1F0100', `04817F${'00'.repeat(127)}`])('%s', (hex) => {
    const expected = hex.startsWith('0481') ? 'refused' : 1;
    expect(read(hex, (cursor) => cursor.any().value.length)).toBe(expected);
  });

  it('have one spelling', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 1_000]) {
      const shortest = encodeTlv(0x04, new Uint8Array(length));
      expect(parseDer(shortest, (cursor) => cursor.any().value.length)._unsafeUnwrap()).toBe(length);
      for (const form of ['one-byte', 'two-bytes'] as const) {
        if (length > 255 && form === 'one-byte') continue;
        const other = encodeTlv(0x04, new Uint8Array(length), form);
        const same = toHex(other) === toHex(shortest);
        expect(parseDer(other, (cursor) => cursor.any()).isOk()).toBe(same);
      }
    }
  });

  it.each(['3080', '308000', '30800000', '3084000000', '30', '3001', '', '0401', '1F818101'])(
    '"%s" is no object',
    (hex) => {
      expect(read(hex, (cursor) => cursor.any())).toBe('refused');
    },
  );

  it('nothing may be left over, inside or outside', () => {
    expect(read('3003020101', (cursor) => cursor.inside(0x30, smallInteger))).toBe(1);
    expect(read('300302010100', (cursor) => cursor.inside(0x30, smallInteger))).toBe('refused');
    expect(read('30050201010500', (cursor) => cursor.inside(0x30, smallInteger))).toBe('refused');
    expect(read('3103020101', (cursor) => cursor.inside(0x30, smallInteger))).toBe('refused');
  });
});

describe('OBJECT IDENTIFIER', () => {
  it.each([
    ['06062A864886F70D', '1.2.840.113549'],
    ['0606678108010101', '2.23.136.1.1.1'],
    ['0609608648016503040201', '2.16.840.1.101.3.4.2.1'],
    ['060A04007F00070202040202', '0.4.0.127.0.7.2.2.4.2.2'],
    ['0603551D0F', '2.5.29.15'],
    ['0603883703', '2.999.3'],
  ])('%s is %s', (hex, dotted) => {
    expect(read(hex, objectIdentifier)).toBe(dotted);
    expect(toHex(encodeTlv(0x06, encodeObjectIdentifier(dotted)))).toBe(hex);
  });

  it.each(['0600', '060180', '06028001', '06022A80', '06062AFFFFFFFF7F', '0401FF'])('%s is none', (hex) => {
    expect(read(hex, objectIdentifier)).toBe('refused');
  });
});

describe('INTEGER', () => {
  it.each([
    ['020100', 0],
    ['02017F', 127],
    ['02020080', 128],
    ['02047FFFFFFF', 2_147_483_647],
    ['0200', 'refused'],
    ['02020001', 'refused'],
    ['0202FF80', 'refused'],
    ['0201FF', 'refused'],
    ['02050080000000', 'refused'],
    ['030100', 'refused'],
  ])('%s is %s', (hex, value) => {
    expect(read(hex, smallInteger)).toBe(value);
  });

  it('of any size keeps its bytes', () => {
    expect(read('0209008000000000000001', (cursor) => toHex(integerBytes(cursor)))).toBe('008000000000000001');
  });
});

describe('other values', () => {
  it('named bits', () => {
    expect(read('03020780', namedBits)).toEqual([true]);
    expect(read('03020106', namedBits)).toEqual([false, false, false, false, false, true, true]);
    expect(read('030100', namedBits)).toEqual([]);
    for (const hex of ['0300', '030101', '03020880', '04020780']) expect(read(hex, namedBits)).toBe('refused');
  });

  it('booleans that default to false', () => {
    expect(read('0101FF', optionalBoolean)).toBe(true);
    expect(read('010100', optionalBoolean)).toBe(false);
    expect(read('', optionalBoolean)).toBe(false);
    for (const hex of ['010101', '0100', '0102FFFF']) expect(read(hex, optionalBoolean)).toBe('refused');
  });

  it('ASCII texts', () => {
    expect(read('13024A50', asciiText)).toBe('JP');
    expect(read('0C024A50', asciiText)).toBe('JP');
    for (const hex of ['13024A00', '0C02C3A4', '04024A50']) expect(read(hex, asciiText)).toBe('refused');
  });
});

describe('any bytes', () => {
  it('are read or refused, never a crash', () => {
    const layouts = [
      objectIdentifier,
      smallInteger,
      namedBits,
      (cursor: DerCursor) => cursor.repeated((one) => one.any()),
      (cursor: DerCursor) => cursor.inside(TAG.sequence, (inner) => inner.repeated((one) => one.any())),
    ];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...layouts), (bytes, layout) => {
        parseDer<unknown>(bytes, layout);
      }),
      { seed: 690, numRuns: 2_000 },
    );
  });

  it('a failure of the layout itself is not hidden', () => {
    expect(() =>
      parseDer(fromHex('0500'), () => {
        throw new Error('a bug');
      }),
    ).toThrow('a bug');
  });
});
