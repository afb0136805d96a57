/**
 * Messages as makers print them in their manuals: Suzo-Happ Flow hopper (address 3), Azkoyen Modular X6 acceptor (address 2), Alberici
 * hopper and acceptor, and the specification's own worked checksums. They were not made by this code.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMANDS, type Command } from './commands.ts';
import { decodeFrame, encodeFrame, type Frame } from './frame.ts';
import { DISPENSE, readLayout } from './layouts.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const question = <Q, A>(address: number, command: Command<Q, A>, value: Q) =>
  encodeFrame(
    { destination: address, source: 1, header: command.header, data: command.question.write(value) },
    'simple',
  );

test.each([
  ['simple poll', question(3, COMMANDS.simplePoll, undefined), '03 00 01 FE FE'],
  ['manufacturer id', question(3, COMMANDS.manufacturerId, undefined), '03 00 01 F6 06'],
  ['equipment category', question(2, COMMANDS.equipmentCategory, undefined), '02 00 01 F5 08'],
  ['product code', question(3, COMMANDS.productCode, undefined), '03 00 01 F4 08'],
  ['serial number', question(3, COMMANDS.serialNumber, undefined), '03 00 01 F2 0A'],
  ['reset', question(3, COMMANDS.reset, undefined), '03 00 01 01 FB'],
  ['all coins accepted', question(2, COMMANDS.modifyInhibits, 0xffff), '02 02 01 E7 FF FF 16'],
  ['coins 1 2 3 6 8 10 12 accepted', question(2, COMMANDS.modifyInhibits, 0x0aa7), '02 02 01 E7 A7 0A 63'],
  ['inhibits asked for', question(2, COMMANDS.inhibits, undefined), '02 00 01 E6 17'],
  ['buffered credits', question(2, COMMANDS.readCredits, undefined), '02 00 01 E5 18'],
  ['master inhibit set', question(2, COMMANDS.modifyMasterInhibit, 0), '02 01 01 E4 00 18'],
  ['master inhibit asked for', question(2, COMMANDS.masterInhibit, undefined), '02 00 01 E3 1A'],
  ['test hopper', question(3, COMMANDS.testHopper, undefined), '03 00 01 A3 59'],
  ['enable hopper', question(3, COMMANDS.enableHopper, 165), '03 01 01 A4 A5 B2'],
  ['hopper status', question(3, COMMANDS.hopperStatus, undefined), '03 00 01 A6 56'],
  ['cipher key', question(3, COMMANDS.cipherKey, undefined), '03 00 01 A0 5C'],
  ['pump random', question(3, COMMANDS.pumpRandom, hex('5BDAAA6F9A5DC506')), '03 08 01 A1 5B DA AA 6F 9A 5D C5 06 43'],
  [
    'dispense by serial number',
    question(3, COMMANDS.dispense, { authorisation: hex('DFD70A'), coins: 1 }),
    '03 04 01 A7 DF D7 0A 01 90',
  ],
  [
    'dispense by eight bytes',
    question(3, COMMANDS.dispense, { authorisation: new Uint8Array(8), coins: 1 }),
    '03 09 01 A7 00 00 00 00 00 00 00 00 01 4B',
  ],
])('asking: %s', (_name, bytes, manual) => {
  expect(Buffer.from(bytes).toString('hex')).toBe(Buffer.from(hex(manual)).toString('hex'));
});

function answer<Q, A>(command: Command<Q, A>, manual: string): A {
  const { frame } = decodeFrame(hex(manual), 'simple')._unsafeUnwrap();
  expect(frame).toMatchObject({ destination: 1, header: 0 });
  return readLayout(command.answer, frame.data)._unsafeUnwrap();
}

test('answers say what the manuals say they say', () => {
  expect(answer(COMMANDS.simplePoll, '01 00 03 00 FC')).toBeUndefined();
  expect(answer(COMMANDS.manufacturerId, '01 09 03 00 53 75 7A 6F 2D 48 61 70 70 8C')).toBe('Suzo-Happ');
  expect(answer(COMMANDS.productCode, '01 06 03 00 50 61 79 6F 75 74 74')).toBe('Payout');
  expect(answer(COMMANDS.serialNumber, '01 03 03 00 4E 46 05 60')).toBe(345_678);
  expect(answer(COMMANDS.inhibits, '01 02 02 00 00 00 FB')).toBe(0);
  expect(answer(COMMANDS.masterInhibit, '01 01 02 00 01 FB')).toBe(1);
  expect(answer(COMMANDS.dispense, '01 01 03 00 01 FA')).toBeUndefined();
  expect(answer(COMMANDS.testHopper, '01 02 03 00 80 80 FA')).toMatchObject({
    payoutDisabled: true,
    payoutTimedOut: false,
  });
  // Alberici: it was to pay ten, lost its power after seven.
  expect(answer(COMMANDS.hopperStatus, '01 04 03 00 00 00 07 03 EE')).toEqual({
    eventCounter: 0,
    remainingCoins: 0,
    paidCoins: 7,
    unpaidCoins: 3,
  });
  // Azkoyen: six events; coin 6, string, coin not in the tables, coin 6, coin 13, newest first.
  const credits = Uint8Array.of(1, 11, 2, 0, 6, 6, 4, 0, 20, 0, 23, 6, 4, 13, 2, 158);
  expect(answer(COMMANDS.readCredits, Buffer.from(credits).toString('hex'))).toEqual({
    eventCounter: 6,
    events: [
      { a: 6, b: 4 },
      { a: 0, b: 20 },
      { a: 0, b: 23 },
      { a: 6, b: 4 },
      { a: 13, b: 2 },
    ],
  });
  expect(answer(COMMANDS.equipmentCategory, '01 0D 02 00 43 6F 69 6E 20 41 63 63 65 70 74 6F 72 16')).toBe(
    'Coin Acceptor',
  );
});

test('the specification’s own CRC: a simple poll to address 40, and its answer', () => {
  const poll: Frame = { destination: 40, source: 1, header: 254, data: new Uint8Array(0) };
  expect([...encodeFrame(poll, 'crc16')]).toEqual([40, 0, 182, 254, 33]);
  const { frame } = decodeFrame(Uint8Array.of(1, 0, 48, 0, 55), 'crc16')._unsafeUnwrap();
  expect(frame).toMatchObject({ destination: 1, source: null, header: 0 });
  expect(decodeFrame(Uint8Array.of(1, 0, 48, 0, 54), 'crc16')._unsafeUnwrapErr()).toEqual({ kind: 'bad-checksum' });
});

test.each(['simple', 'crc16'] as const)(
  '%s: every length from 0 to 255, every truncation, every changed bit',
  (checksum) => {
    for (const length of [0, 1, 2, 127, 128, 251, 252, 253, 254, 255]) {
      const data = Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 0xff);
      const bytes = encodeFrame({ destination: 3, source: 1, header: 166, data }, checksum);
      expect(bytes.length).toBe(length + 5);
      expect([...decodeFrame(bytes, checksum)._unsafeUnwrap().frame.data]).toEqual([...data]);
      for (let cut = 0; cut < bytes.length; cut += 1) {
        expect(decodeFrame(bytes.subarray(0, cut), checksum)._unsafeUnwrapErr().kind).toBe('incomplete');
      }
      for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(length / 16))) {
        const changed = bytes.map((byte, index) => (index === at ? byte ^ 0x10 : byte));
        expect(decodeFrame(changed, checksum).isErr()).toBe(true);
      }
    }
    const tooLong = { destination: 3, source: 1, header: 166, data: new Uint8Array(256) };
    expect(() => encodeFrame(tooLong, checksum)).toThrow(RangeError);
  },
);

test('data of another length than the command has is refused, never padded', () => {
  for (const command of Object.values(COMMANDS)) {
    const { lengthsBytes } = command.answer;
    if (lengthsBytes === 'any') continue;
    for (let length = 0; length <= 12; length += 1) {
      expect(readLayout<unknown>(command.answer, new Uint8Array(length)).isOk()).toBe(lengthsBytes.includes(length));
    }
  }
  expect(readLayout(DISPENSE, new Uint8Array(5)).isErr()).toBe(true);
});

test('any bytes are a message or refused', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('simple' as const, 'crc16' as const),
      (bytes, check) => {
        const decoded = decodeFrame(bytes, check);
        if (decoded.isOk()) expect(decoded.value.lengthBytes).toBeLessThanOrEqual(bytes.length);
      },
    ),
  );
});
