/**
 * The one place where a PIN, or a clerk's code, is: a few bytes, zeroed after every use (design §4). It is never copied into a
 * string.
 */
/** Digits of the card AP's PIN. */
export const PIN_DIGITS = 4;
const ASCII_ZERO = 0x30;

export type PinBuffer = {
  append(digit: number): void;
  erase(): void;
  wipe(): void;
  readonly length: number;
  /** Lends the digits as ASCII bytes and zeroes them when the borrower is done, whatever it came to. */
  lend<T>(borrower: (pin: Uint8Array) => Promise<T>): Promise<T>;
};

/** A buffer for at most so many digits; more are dropped. */
export function makePinBuffer(digits: number): PinBuffer {
  // Not from Node's shared pool: nobody else's bytes lie beside these.
  const bytes = Buffer.allocUnsafeSlow(digits).fill(0);
  let length = 0;
  const wipe = (): void => {
    bytes.fill(0);
    length = 0;
  };
  return {
    append(digit) {
      if (!Number.isInteger(digit) || digit < 0 || digit > 9) throw new RangeError('A PIN has decimal digits.');
      if (length === digits) return;
      bytes[length] = ASCII_ZERO + digit;
      length += 1;
    },
    erase() {
      if (length === 0) return;
      length -= 1;
      bytes[length] = 0;
    },
    wipe,
    get length() {
      return length;
    },
    async lend(borrower) {
      try {
        return await borrower(bytes.subarray(0, length));
      } finally {
        wipe();
      }
    },
  };
}
