/** Status bytes of an ESC/POS printer: what each bit means, and which bits prove that a byte is a status at all. */
import { err, ok, type Result } from 'neverthrow';

/** DLE EOT n: real-time status, answered even while the printer is offline. */
export const realTimeStatusRequest = (n: RealTimeStatus): Uint8Array => Uint8Array.of(0x10, 0x04, n);
export type RealTimeStatus = 1 | 2 | 3 | 4;

type BitTable<Flag extends string> = {
  /** The bits that are the same in every status byte of the kind … */
  readonly fixedMask: number;
  /** … and their value. */
  readonly fixedValue: number;
  readonly flags: Readonly<Record<Flag, number>>;
};

const REAL_TIME = { fixedMask: 0b1001_0011, fixedValue: 0b0001_0010 };

export const PRINTER_STATUS = { ...REAL_TIME, flags: { offline: 0b0000_1000 } } as const;
export const OFFLINE_CAUSE = {
  ...REAL_TIME,
  flags: { coverOpen: 0b0000_0100, paperEndStop: 0b0010_0000, error: 0b0100_0000 },
} as const;
export const ERROR_CAUSE = {
  ...REAL_TIME,
  flags: { cutter: 0b0000_1000, unrecoverable: 0b0010_0000, recovering: 0b0100_0000 },
} as const;
export const PAPER_SENSOR = { ...REAL_TIME, flags: { nearEnd: 0b0000_1100, end: 0b0110_0000 } } as const;
/** GS r 1, answered when everything sent before it has been processed; its byte has its own shape. */
export const PAPER_STATUS = {
  fixedMask: 0b1001_0000,
  fixedValue: 0,
  flags: { nearEnd: 0b0000_0011, end: 0b0000_1100 },
} as const;

/** The two kinds of status bytes can be told apart by their fixed bits alone, in whatever order they arrive. */
export type ByteShape = 'real-time' | 'confirmation';

export function byteShape(byte: number): ByteShape | 'noise' {
  if ((byte & REAL_TIME.fixedMask) === REAL_TIME.fixedValue) return 'real-time';
  return (byte & PAPER_STATUS.fixedMask) === PAPER_STATUS.fixedValue ? 'confirmation' : 'noise';
}

/**
 * DLE DC4 8: clears what was sent and is not printed yet, at once and even while the printer is offline. A receipt that was
 * given up must not come out when somebody loads paper hours later.
 */
export const CLEAR_BUFFER = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);

export type StatusByteError = { readonly kind: 'not-a-status-byte' };

/** One byte by its table. A flag that stands in two bits must have both, or neither. */
export function readStatusByte<Flag extends string>(
  table: BitTable<Flag>,
  byte: number,
): Result<ReadonlySet<Flag>, StatusByteError> {
  const set = new Set<Flag>();
  if ((byte & table.fixedMask) !== table.fixedValue) return err({ kind: 'not-a-status-byte' });
  for (const flag in table.flags) {
    const bits = byte & table.flags[flag];
    if (bits !== 0 && bits !== table.flags[flag]) return err({ kind: 'not-a-status-byte' });
    if (bits !== 0) set.add(flag);
  }
  return ok(set);
}

/** The byte in which exactly these flags are set: what a printer answers. */
export function writeStatusByte<Flag extends string>(table: BitTable<Flag>, flags: readonly Flag[]): number {
  return flags.reduce((byte, flag) => byte | table.flags[flag], table.fixedValue);
}
