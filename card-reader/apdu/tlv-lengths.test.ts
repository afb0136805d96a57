import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, toHex } from './hex.ts';
import { encodeTlv, parseTlv, parseTlvHeader, parseTlvSequence } from './tlv.ts';

describe('BER-TLV lengths', () => {
  it.each([
    [0, '5A00'],
    [1, '5A01'],
    [127, '5A7F'],
    [128, '5A8180'],
    [255, '5A81FF'],
    [256, '5A820100'],
    [65_535, '5A82FFFF'],
  ])('a value of %i bytes begins with %s', (length, header) => {
    const encoded = encodeTlv(0x5a, new Uint8Array(length));
    expect(toHex(encoded.subarray(0, header.length / 2))).toBe(header);
    expect(encoded.length).toBe(header.length / 2 + length);
    expect(parseTlv(encoded)._unsafeUnwrap().value.length).toBe(length);
  });

  it('refuses to code what does not fit its form', () => {
    expect(() => encodeTlv(0x5a, new Uint8Array(128), 'short')).toThrow();
    expect(() => encodeTlv(0x5a, new Uint8Array(256), 'one-byte')).toThrow();
    expect(() => encodeTlv(0x5a, new Uint8Array(65_536))).toThrow();
  });

  it.each([
    ['82009F', 0x9f],
    ['8105', 5],
    ['820005', 5],
  ])('accepts the longer form %s that cards write', (length, expected) => {
    expect(parseTlvHeader(fromHex(`FF20${length}`))._unsafeUnwrap()).toEqual({
      tag: 0xff20,
      headerLength: 2 + length.length / 2,
      valueLength: expected,
    });
  });

  it.each([
    ['the indefinite form', '3080'],
    ['lengths of three bytes', '3083010000'],
    ['the reserved form FF', '30FF'],
    ['a tag of four bytes', '1F81818101'],
    ['a long tag that begins with zero bits', '1F8001'],
  ])('refuses %s', (_name, hex) => {
    expect(parseTlvHeader(fromHex(hex))._unsafeUnwrapErr()).toEqual({ kind: 'unsupported' });
  });
});

describe('BER-TLV objects', () => {
  // ISO/IEC 7816-4 annex style examples and X.690 8.1: an FCI, an OCTET STRING, a two-byte and a three-byte tag.
  it.each([
    ['6F0C840AD3921000310001010408', 0x6f, '840AD3921000310001010408'],
    ['0403012345', 0x04, '012345'],
    ['5F3700', 0x5f37, ''],
    ['DF812E01AA', 0xdf812e, 'AA'],
    ['1F0101', undefined, ''],
  ])('reads %s', (hex, tag, value) => {
    const object = parseTlv(fromHex(hex));
    if (tag === undefined) expect(object._unsafeUnwrapErr()).toEqual({ kind: 'incomplete' });
    else expect([object._unsafeUnwrap().tag, toHex(object._unsafeUnwrap().value)]).toEqual([tag, value]);
  });

  it('every truncation of an object is incomplete, never another object', () => {
    for (const value of [1, 127, 128, 255, 256, 65_535]) {
      const encoded = encodeTlv(0xdf31, new Uint8Array(value));
      for (let length = 0; length < encoded.length; length += length > 300 && length < 65_000 ? 997 : 1)
        expect(parseTlv(encoded.subarray(0, length))._unsafeUnwrapErr()).toEqual({ kind: 'incomplete' });
    }
  });

  it('a sequence must end with its last byte', () => {
    const two = concatBytes(encodeTlv(0x90, fromHex('010001')), encodeTlv(0x91, fromHex('AB')));
    expect(
      parseTlvSequence(two)
        ._unsafeUnwrap()
        .map(({ offset }) => offset),
    ).toEqual([0, 5]);
    expect(parseTlvSequence(concatBytes(two, fromHex('91'))).isErr()).toBe(true);
  });

  it('any bytes give an answer, and what is read lies within them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const parsed = parseTlvSequence(bytes);
        if (parsed.isErr()) return;
        expect(concatBytes(...parsed.value.map(({ encoded }) => encoded))).toEqual(Uint8Array.from(bytes));
      }),
      { seed: 20_261_121, numRuns: 2_000 },
    );
  });
});
