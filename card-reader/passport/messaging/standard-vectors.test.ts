import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/hex.ts';
import { aesCmac, decryptAes, encryptAes } from './aes.ts';
import { padBlocks, unpadBlocks } from './block-padding.ts';
import { decryptTripleDes, encryptTripleDes, retailMac } from './triple-des.ts';

describe('AES-CMAC (RFC 4493 section 4; NIST SP 800-38B appendix D)', () => {
  const message = fromHex(
    '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710',
  );
  const keys = {
    128: '2b7e151628aed2a6abf7158809cf4f3c',
    192: '8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b',
    256: '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
  };
  it.each([
    [128, 0, 'BB1D6929E95937287FA37D129B756746'],
    [128, 16, '070A16B46B4D4144F79BDD9DD04A287C'],
    [128, 40, 'DFA66747DE9AE63030CA32611497C827'],
    [128, 64, '51F0BEBF7E3B9D92FC49741779363CFE'],
    [192, 0, 'D17DDF46ADAACDE531CAC483DE7A9367'],
    [192, 64, 'A1D5DF0EED790F794D77589659F39A11'],
    [256, 0, '028962F61B7BF89EFC6B551F4667D983'],
    [256, 64, 'E1992190549F6ED5696A2C056C315410'],
  ] as const)('key of %i bits, message of %i bytes', (bits, length, tag) => {
    expect(toHex(aesCmac(fromHex(keys[bits]), message.subarray(0, length)))).toBe(tag);
  });
});

describe('triple DES with two keys', () => {
  it('is single DES when both are the same (FIPS 46 example, NBS 1977)', () => {
    const key = fromHex('0123456789ABCDEF0123456789ABCDEF');
    expect(toHex(encryptTripleDes(key, fromHex('4E6F772069732074')))).toBe('3FA40E8A984D4815');
    expect(toHex(decryptTripleDes(key, fromHex('3FA40E8A984D4815')))).toBe('4E6F772069732074');
  });

  it('refuses keys and lengths that are none', () => {
    expect(() => encryptTripleDes(new Uint8Array(24), new Uint8Array(8))).toThrow();
    expect(() => encryptTripleDes(new Uint8Array(16), new Uint8Array(7))).toThrow();
    expect(() => encryptAes(new Uint8Array(16), new Uint8Array(15))).toThrow();
    expect(() => decryptAes(new Uint8Array(16), new Uint8Array(17))).toThrow();
  });
});

describe('retail MAC (Doc 9303-11, D.3)', () => {
  it('over the cryptogram of the worked example', () => {
    const key = fromHex('7962D9ECE03D1ACD4C76089DCE131543');
    const cryptogram = fromHex('72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2');
    expect(toHex(retailMac(key, cryptogram))).toBe('5F1448EEA8AD90A7');
  });
});

describe('padding method 2', () => {
  it.each([
    ['', 8, '8000000000000000'],
    ['AABBCCDDEEFF11', 8, 'AABBCCDDEEFF1180'],
    ['AABBCCDDEEFF1122', 8, 'AABBCCDDEEFF11228000000000000000'],
  ])('pads "%s" to blocks of %i', (hex, block, padded) => {
    expect(toHex(padBlocks(fromHex(hex), block))).toBe(padded);
  });

  it('comes off again, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(8, 16), (bytes, block) => {
        const padded = padBlocks(bytes, block);
        expect(padded.length % block).toBe(0);
        expect(toHex(unpadBlocks(padded, block) ?? fromHex('DEAD'))).toBe(toHex(bytes));
      }),
      { seed: 9_797, numRuns: 500 },
    );
  });

  it.each([
    '',
    '0000000000000000',
    'AABBCCDDEEFF1122',
    'AABBCCDDEEFF11228100000000000000',
    '80000000000000000000000000000000',
  ])('is missing in "%s"', (hex) => {
    expect(unpadBlocks(fromHex(hex), 8)).toBeUndefined();
  });
});
