import { expect, test } from 'vitest';
import {
  ERROR_CAUSE,
  OFFLINE_CAUSE,
  PAPER_SENSOR,
  PAPER_STATUS,
  PRINTER_STATUS,
  readStatusByte,
  writeStatusByte,
} from './escpos-status.ts';

test.each([
  ['DLE EOT 1 online', PRINTER_STATUS, 0x12, []],
  ['DLE EOT 1 with the drawer’s pin high', PRINTER_STATUS, 0x16, []],
  ['DLE EOT 1 offline', PRINTER_STATUS, 0x1a, ['offline']],
  ['DLE EOT 2 cover open', OFFLINE_CAUSE, 0x16, ['coverOpen']],
  ['DLE EOT 2 paper end and error', OFFLINE_CAUSE, 0x72, ['paperEndStop', 'error']],
  ['DLE EOT 3 cutter', ERROR_CAUSE, 0x1a, ['cutter']],
  ['DLE EOT 3 unrecoverable', ERROR_CAUSE, 0x32, ['unrecoverable']],
  ['DLE EOT 4 near end', PAPER_SENSOR, 0x1e, ['nearEnd']],
  ['DLE EOT 4 near end and end', PAPER_SENSOR, 0x7e, ['nearEnd', 'end']],
  ['GS r 1 paper there', PAPER_STATUS, 0x00, []],
  ['GS r 1 near end', PAPER_STATUS, 0x03, ['nearEnd']],
  ['GS r 1 end', PAPER_STATUS, 0x0f, ['nearEnd', 'end']],
])('%s', (_name, table, byte, flags) => {
  expect([...readStatusByte<string>(table, byte)._unsafeUnwrap()]).toEqual(flags);
});

test.each([
  ['XOFF', PRINTER_STATUS, 0x13],
  ['all bits', PRINTER_STATUS, 0xff],
  ['no bits', PRINTER_STATUS, 0x00],
  ['one of two bits of the same sensor', PAPER_SENSOR, 0x16],
  ['a real-time byte where the answer to GS r is due', PAPER_STATUS, 0x12],
])('%s is no status', (_name, table, byte) => {
  expect(readStatusByte<string>(table, byte).isErr()).toBe(true);
});

test('every byte is a status or refused, and a status says what was written', () => {
  for (let byte = 0; byte <= 0xff; byte += 1) {
    const flags = readStatusByte(PAPER_SENSOR, byte);
    if (flags.isOk()) expect(writeStatusByte(PAPER_SENSOR, [...flags.value])).toBe(byte);
  }
  expect(writeStatusByte(PAPER_SENSOR, ['nearEnd', 'end'])).toBe(0x7e);
});
