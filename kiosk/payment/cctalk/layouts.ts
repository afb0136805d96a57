/**
 * How the data of a ccTalk message is laid out: its length in bytes, and where each value stands. Host and simulated peer read and
 * write by the same description; the tests hold it against messages from makers' manuals.
 */
import { err, ok, type Result } from 'neverthrow';

export type LayoutError = { readonly kind: 'wrong-length'; readonly actualBytes: number };

export type Layout<T> = {
  readonly lengthsBytes: readonly number[] | 'any';
  /** Of data that has one of the lengths. */
  readonly read: (data: DataView) => T;
  readonly write: (value: T) => Uint8Array;
};

export function readLayout<T>(
  layout: Pick<Layout<T>, 'lengthsBytes' | 'read'>,
  data: Uint8Array,
): Result<T, LayoutError> {
  const { lengthsBytes } = layout;
  if (lengthsBytes !== 'any' && !lengthsBytes.includes(data.length)) {
    return err({ kind: 'wrong-length', actualBytes: data.length });
  }
  return ok(layout.read(new DataView(data.buffer, data.byteOffset, data.length)));
}

export const NOTHING: Layout<void> = { lengthsBytes: [0], read: () => {}, write: () => new Uint8Array(0) };

/** Some makers answer a bare acknowledgement where others add a byte. */
export const NOTHING_TO_READ: Layout<void> = { lengthsBytes: [0, 1], read: () => {}, write: () => new Uint8Array(0) };

export const BYTE: Layout<number> = {
  lengthsBytes: [1],
  read: (data) => data.getUint8(0),
  write: (value) => Uint8Array.of(value),
};

/** Least significant byte first, as everywhere in ccTalk. */
export const UNSIGNED_16: Layout<number> = {
  lengthsBytes: [2],
  read: (data) => data.getUint16(0, true),
  write: (value) => Uint8Array.of(value & 0xff, value >> 8),
};

export const UNSIGNED_24: Layout<number> = {
  lengthsBytes: [3],
  read: (data) => data.getUint16(0, true) + data.getUint8(2) * 0x10000,
  write: (value) => Uint8Array.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff),
};

export const TEXT: Layout<string> = {
  lengthsBytes: 'any',
  read: (data) => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1'),
  write: (value) => Buffer.from(value, 'latin1'),
};

/** Two letters for the country, three for the value, one for the issue. */
export const COIN_ID: Layout<string> = { ...TEXT, lengthsBytes: [6] };

export const EIGHT_BYTES: Layout<Uint8Array> = {
  lengthsBytes: [8],
  read: (data) => new Uint8Array(data.buffer, data.byteOffset, 8).slice(),
  write: (value) => value.slice(),
};

/** What the acceptor has seen, newest first: `a` is a coin position, or 0 with an error code in `b`. */
export type CreditBuffer = {
  readonly eventCounter: number;
  readonly events: readonly { readonly a: number; readonly b: number }[];
};
export const BUFFERED_EVENTS = 5;
export const CREDIT_BUFFER: Layout<CreditBuffer> = {
  lengthsBytes: [1 + 2 * BUFFERED_EVENTS],
  read: (data) => ({
    eventCounter: data.getUint8(0),
    events: Array.from({ length: BUFFERED_EVENTS }, (_, index) => ({
      a: data.getUint8(1 + 2 * index),
      b: data.getUint8(2 + 2 * index),
    })),
  }),
  write: ({ eventCounter, events }) => Uint8Array.of(eventCounter, ...events.flatMap(({ a, b }) => [a, b])),
};

export type HopperStatus = {
  /** Of dispense commands since the last reset; 0 after one, then 1 to 255 and 1 again. */
  readonly eventCounter: number;
  readonly remainingCoins: number;
  /** Of the payout that is under way or was the last. */
  readonly paidCoins: number;
  readonly unpaidCoins: number;
};
export const HOPPER_STATUS: Layout<HopperStatus> = {
  lengthsBytes: [4],
  read: (data) => ({
    eventCounter: data.getUint8(0),
    remainingCoins: data.getUint8(1),
    paidCoins: data.getUint8(2),
    unpaidCoins: data.getUint8(3),
  }),
  write: (status) => Uint8Array.of(status.eventCounter, status.remainingCoins, status.paidCoins, status.unpaidCoins),
};

/** The flags that decide what becomes of a hopper; further bytes and flags are a maker's own. */
export type HopperFlags = {
  readonly currentExceeded: boolean;
  readonly payoutTimedOut: boolean;
  readonly motorReversed: boolean;
  readonly exitBlockedWhileIdle: boolean;
  readonly exitShorted: boolean;
  readonly exitBlockedInPayout: boolean;
  readonly payoutDisabled: boolean;
};
export const HOPPER_FLAGS: Layout<HopperFlags> = {
  lengthsBytes: [1, 2, 3, 4],
  read: (data) => {
    const flags = data.getUint8(0);
    const bit = (number: number): boolean => (flags & (1 << number)) !== 0;
    return {
      currentExceeded: bit(0),
      payoutTimedOut: bit(1),
      motorReversed: bit(2),
      exitBlockedWhileIdle: bit(3),
      exitShorted: bit(4),
      exitBlockedInPayout: bit(5),
      payoutDisabled: bit(7),
    };
  },
  write: (flags) =>
    Uint8Array.of(
      Number(flags.currentExceeded) |
        (Number(flags.payoutTimedOut) << 1) |
        (Number(flags.motorReversed) << 2) |
        (Number(flags.exitBlockedWhileIdle) << 3) |
        (Number(flags.exitShorted) << 4) |
        (Number(flags.exitBlockedInPayout) << 5) |
        (Number(flags.payoutDisabled) << 7),
    ),
};

export type HopperLevel = { readonly low: boolean | null; readonly full: boolean | null };
/** Null where the hopper has no such sensor. */
export const HOPPER_LEVEL: Layout<HopperLevel> = {
  lengthsBytes: [1],
  read: (data) => {
    const byte = data.getUint8(0);
    return { low: byte & 0x10 ? (byte & 1) !== 0 : null, full: byte & 0x20 ? (byte & 2) !== 0 : null };
  },
  write: ({ low, full }) =>
    Uint8Array.of((low === null ? 0 : 0x10 | Number(low)) | (full === null ? 0 : 0x20 | (Number(full) << 1))),
};

export type Dispense = { readonly authorisation: Uint8Array; readonly coins: number };
/** Three bytes of serial number or eight of a cipher key, and the number of coins. */
export const DISPENSE: Layout<Dispense> = {
  lengthsBytes: [4, 9],
  read: (data) => ({
    authorisation: new Uint8Array(data.buffer, data.byteOffset, data.byteLength - 1).slice(),
    coins: data.getUint8(data.byteLength - 1),
  }),
  write: ({ authorisation, coins }) => Uint8Array.of(...authorisation, coins),
};
