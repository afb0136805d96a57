import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex } from '../apdu/hex.ts';
import { encodeTlv } from '../apdu/tlv.ts';
import { parseDataGroup1, requireDataGroup1 } from './data-files.ts';
import { dataGroup1Of } from './virtual/synthetic-passport.ts';
import { writeZone } from './virtual/zone-writer.ts';

const zone = writeZone({
  issuingState: 'UTO',
  nationality: 'UTO',
  primaryIdentifier: 'MIHON',
  secondaryIdentifier: '',
  documentNumber: 'ZZ0000000',
  birthDate: '870605',
  sex: 'X',
  expiryDate: '310101',
});

describe('DG1', () => {
  const whole = dataGroup1Of(zone);

  it('holds the zone', () => {
    expect(parseDataGroup1(whole)._unsafeUnwrap()).toEqual(zone);
  });

  it('in every truncation is malformed', () => {
    for (let length = 0; length < whole.length; length++)
      expect(parseDataGroup1(whole.subarray(0, length))._unsafeUnwrapErr()).toEqual({
        kind: 'object-malformed',
        file: 'DG1',
      });
  });

  it.each([
    ['a card of three lines', encodeTlv(0x61, encodeTlv(0x5f1f, new Uint8Array(90).fill(0x3c)))],
    ['a zone of other characters', encodeTlv(0x61, encodeTlv(0x5f1f, new Uint8Array(88).fill(0xe9)))],
    ['another tag', encodeTlv(0x75, whole.subarray(2))],
    ['something behind it', concatBytes(whole, fromHex('00'))],
    ['a second object in it', encodeTlv(0x61, concatBytes(whole.subarray(2), fromHex('5F1F00')))],
  ])('%s is malformed', (_name, bytes) => {
    expect(parseDataGroup1(bytes).isErr()).toBe(true);
  });
});

describe('EF.COM', () => {
  const whole = fromHex('60145F0104303130365F36063034303030305C026175');

  it('lists DG1', () => {
    expect(requireDataGroup1(whole).isOk()).toBe(true);
    expect(requireDataGroup1(fromHex('60145F0104303130365F36063034303030305C027575')).isErr()).toBe(true);
  });

  it('in every truncation is malformed', () => {
    for (let length = 0; length < whole.length; length++)
      expect(requireDataGroup1(whole.subarray(0, length))._unsafeUnwrapErr()).toEqual({
        kind: 'object-malformed',
        file: 'EF.COM',
      });
  });
});
