import { describe, expect, it } from 'vitest';
import { makePinBuffer, PIN_DIGITS } from './process/pin-buffer.ts';

describe('the PIN buffer', () => {
  it('lends ASCII digits once and is empty afterwards', async () => {
    const pin = makePinBuffer(PIN_DIGITS);
    for (const digit of [1, 2, 3, 4]) pin.append(digit);
    let lent: Uint8Array | null = null;
    await pin.lend((bytes) => {
      lent = bytes;
      expect([...bytes]).toEqual([0x31, 0x32, 0x33, 0x34]);
      return Promise.resolve();
    });
    expect(pin.length).toBe(0);
    expect([...(lent ?? [])]).toEqual([0, 0, 0, 0]);
  });

  it('is zeroed when the borrower fails', async () => {
    const pin = makePinBuffer(PIN_DIGITS);
    pin.append(7);
    let lent: Uint8Array | null = null;
    await expect(
      pin.lend((bytes) => {
        lent = bytes;
        return Promise.reject(new Error('The card has gone.'));
      }),
    ).rejects.toThrow();
    expect([...(lent ?? [])]).toEqual([0]);
  });

  it('takes no fifth digit, and zeroes what is erased', async () => {
    const pin = makePinBuffer(PIN_DIGITS);
    for (const digit of [1, 2, 3, 4, 5]) pin.append(digit);
    pin.erase();
    await pin.lend((bytes) => {
      expect([...bytes]).toEqual([0x31, 0x32, 0x33]);
      return Promise.resolve();
    });
  });

  it('holds a clerk’s code of eight digits, and no ninth', async () => {
    const code = makePinBuffer(8);
    for (const digit of [1, 2, 3, 4, 5, 6, 7, 8, 9]) code.append(digit);
    await code.lend((bytes) => Promise.resolve(expect(Buffer.from(bytes).toString('ascii')).toBe('12345678')));
    expect(code.length).toBe(0);
  });

  it('refuses what is no digit', () => {
    const pin = makePinBuffer(PIN_DIGITS);
    expect(() => pin.append(10)).toThrow(RangeError);
    expect(() => pin.append(1.5)).toThrow(RangeError);
  });
});
