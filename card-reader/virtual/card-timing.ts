/**
 * How long a contactless exchange takes, so that waiting can be tried without plastic. The model, for ISO/IEC 14443
 * type B, blocks of 256 bytes at most and no transmission errors:
 *
 * - line: one elementary time unit is 128 carrier cycles at 106 kbit/s, half and a quarter of that at 212 and 424. A byte
 *   takes 10 units, start and end of a frame 22, a block has 3 bytes besides its part of the command or answer. What does
 *   not fit one block is chained, and every block but the last is acknowledged by a block of 3 bytes (14443-4, 7.5).
 * - turns: the chip waits 64 and 80 subcarrier cycles before it sends, the reader 14 units (14443-3, 7.9; shortest values).
 * - chip: a time by kind of command. Nobody has published measurements of this card: the figures are assumptions.
 *
 * Reader, USB and driver are left out; the real ones add their own on top.
 */
export type CardTiming = {
  readonly bitRateKbps: BitRateKbps;
  readonly processing?: Partial<ProcessingTimes>;
};

export type BitRateKbps = 106 | 212 | 424;

/** Milliseconds in the chip for each kind of command. */
export type ProcessingTimes = {
  readonly selectMs: number;
  /** With a PIN: the counter is written before and after the comparison. */
  readonly verifyMs: number;
  readonly readMs: number;
  /** RSA-2048 with the private key. */
  readonly signMs: number;
  readonly otherMs: number;
};

export const ASSUMED_PROCESSING: ProcessingTimes = {
  selectMs: 6,
  verifyMs: 25,
  readMs: 4,
  signMs: 300,
  otherMs: 3,
};

const CARRIER_KHZ = 13_560;
const SUBCARRIER_KHZ = CARRIER_KHZ / 16;
const UNIT_CYCLES = 128;
const UNITS_PER_BYTE = 10;
/** Start of frame 12, end of frame 10. */
const UNITS_PER_FRAME = 22;
const LONGEST_FRAME = 256;
/** Protocol control byte and two check bytes. */
const BLOCK_OVERHEAD = 3;
const CHIP_TURN_MS = (64 + 80) / SUBCARRIER_KHZ;
const READER_TURN_UNITS = 14;

/** Milliseconds one command and its answer take, line and chip. */
export function exchangeTimeMs(timing: CardTiming, command: Uint8Array, answer: Uint8Array): number {
  return lineTimeMs(timing.bitRateKbps, command.length, answer.length) + processingTimeMs(timing, command);
}

/** Milliseconds on the line alone, for so many bytes there and back. */
export function lineTimeMs(bitRateKbps: BitRateKbps, commandLength: number, answerLength: number): number {
  const unitMs = UNIT_CYCLES / CARRIER_KHZ / (bitRateKbps / 106);
  const turnsMs = CHIP_TURN_MS + READER_TURN_UNITS * unitMs;
  const frameMs = (bytes: number): number => (UNITS_PER_FRAME + UNITS_PER_BYTE * bytes) * unitMs;
  const chain = (length: number): { blocks: number; ms: number } => {
    const blocks = Math.max(1, Math.ceil(length / (LONGEST_FRAME - BLOCK_OVERHEAD)));
    return { blocks, ms: (UNITS_PER_FRAME * blocks + UNITS_PER_BYTE * (length + BLOCK_OVERHEAD * blocks)) * unitMs };
  };
  const there = chain(commandLength);
  const back = chain(answerLength);
  const acknowledgements = there.blocks - 1 + back.blocks - 1;
  // Reader and chip take turns: every frame of the one is answered by one of the other.
  return there.ms + back.ms + acknowledgements * frameMs(BLOCK_OVERHEAD) + (1 + acknowledgements) * turnsMs;
}

function processingTimeMs({ processing = {} }: CardTiming, command: Uint8Array): number {
  const times = { ...ASSUMED_PROCESSING, ...processing };
  switch (command[1]) {
    case 0xa4:
      return times.selectMs;
    case 0x20:
      return command.length > 5 ? times.verifyMs : times.otherMs;
    case 0xb0:
      return times.readMs;
    case 0x2a:
      return times.signMs;
    default:
      return times.otherMs;
  }
}
