import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCommand, parseCommand } from './command.ts';
import { fromHex, toHex } from './hex.ts';

const header = { cla: 0x00, ins: 0xb0, p1: 0x01, p2: 0x02 };

describe('command APDUs we send (ISO/IEC 7816-4, short form)', () => {
  it.each([
    ['case 1', header, '00B00102'],
    ['case 2', { ...header, expectedLength: 1 }, '00B0010201'],
    ['case 2 with 255', { ...header, expectedLength: 255 }, '00B00102FF'],
    ['case 2 with 256', { ...header, expectedLength: 256 }, '00B0010200'],
    ['case 3', { ...header, data: fromHex('AABB') }, '00B0010202AABB'],
    ['case 4', { ...header, data: fromHex('AABB'), expectedLength: 256 }, '00B0010202AABB00'],
  ])('%s', (_name, command, hex) => {
    expect(toHex(encodeCommand(command))).toBe(hex);
  });

  it('data of 127, 128 and 255 bytes has a plain length byte', () => {
    for (const length of [1, 127, 128, 255]) {
      const bytes = encodeCommand({ ...header, data: new Uint8Array(length) });
      expect([bytes[4], bytes.length]).toEqual([length, 5 + length]);
    }
  });

  it('refuses what no form can say', () => {
    expect(() => encodeCommand({ ...header, data: new Uint8Array(65_536) })).toThrow();
    expect(() => encodeCommand({ ...header, data: new Uint8Array(0) })).toThrow();
    expect(() => encodeCommand({ ...header, expectedLength: 65_537 })).toThrow();
    expect(() => encodeCommand({ ...header, expectedLength: 0 })).toThrow();
    expect(() => encodeCommand({ ...header, expectedLength: 1.5 })).toThrow();
    expect(() => encodeCommand({ ...header, p1: 256 })).toThrow();
  });
});

describe('command APDUs beyond the short form (ISO/IEC 7816-4, extended form)', () => {
  it.each([
    ['case 2 with 257', { ...header, expectedLength: 257 }, '00B00102000101'],
    ['case 2 with 1,024', { ...header, expectedLength: 1_024 }, '00B00102000400'],
    ['case 2 with 65,535', { ...header, expectedLength: 65_535 }, '00B0010200FFFF'],
    ['case 2 with 65,536', { ...header, expectedLength: 65_536 }, '00B00102000000'],
    ['case 4 with short data', { ...header, data: fromHex('AABB'), expectedLength: 300 }, '00B00102000002AABB012C'],
  ])('%s', (_name, command, hex) => {
    expect(toHex(encodeCommand(command))).toBe(hex);
  });

  it.each([256, 65_535])('case 3 and 4 with %i bytes of data', (length) => {
    const data = new Uint8Array(length).fill(0xa5);
    const three = encodeCommand({ ...header, data });
    expect(toHex(three.subarray(4, 7))).toBe(`00${length.toString(16).toUpperCase().padStart(4, '0')}`);
    expect(three.length).toBe(7 + length);
    const four = encodeCommand({ ...header, data, expectedLength: 1 });
    expect(toHex(four.subarray(-2))).toBe('0001');
  });

  it('what is coded is what a card understands, at every edge of both lengths', () => {
    const edges = [undefined, 1, 127, 128, 255, 256, 257, 65_535];
    for (const dataLength of edges)
      for (const expectedLength of [...edges, 65_536]) {
        const data = dataLength === undefined ? {} : { data: new Uint8Array(dataLength) };
        const command = { ...header, ...data, ...(expectedLength === undefined ? {} : { expectedLength }) };
        const extended = (dataLength ?? 0) > 255 || (expectedLength ?? 0) > 256;
        const parsed = parseCommand(encodeCommand(command))._unsafeUnwrap();
        expect([parsed.data?.length, parsed.expectedLength, parsed.extended]).toEqual([
          dataLength,
          expectedLength,
          extended,
        ]);
      }
  });

  it('every truncation of an extended command contradicts its lengths or is another, shorter one', () => {
    const whole = encodeCommand({ ...header, data: new Uint8Array(300).fill(1), expectedLength: 1_024 });
    for (let length = 0; length < whole.length; length++) {
      const parsed = parseCommand(whole.subarray(0, length));
      const isShorter = [4, 5, 7, 7 + 300].includes(length);
      expect(parsed.isOk(), String(length)).toBe(isShorter);
    }
  });
});

describe('command APDUs a card understands', () => {
  it.each([
    ['00B0010200', { ...header, expectedLength: 256, extended: false }],
    ['00B00102000000', { ...header, expectedLength: 65_536, extended: true }],
    ['00B0010200061F', { ...header, expectedLength: 0x61f, extended: true }],
    ['00B00102000002AABB', { ...header, data: fromHex('AABB'), extended: true }],
    ['00B00102000002AABB0100', { ...header, data: fromHex('AABB'), expectedLength: 256, extended: true }],
  ])('%s', (hex, expected) => {
    expect(parseCommand(fromHex(hex))._unsafeUnwrap()).toEqual(expected);
  });

  it.each(['', '00', '00B001'])('"%s" is no command', (hex) => {
    expect(parseCommand(fromHex(hex))._unsafeUnwrapErr()).toEqual({ kind: 'too-short' });
  });

  it.each(['00A4040C0AD392', '00200080043132', '00B0010202AABB0000', '00B001020000', '00B00102000000AA'])(
    '%s contradicts its own lengths',
    (hex) => {
      expect(parseCommand(fromHex(hex))._unsafeUnwrapErr()).toEqual({ kind: 'length-mismatch' });
    },
  );

  it('never crashes, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        parseCommand(bytes);
      }),
      { seed: 7_816, numRuns: 1_000 },
    );
  });
});
