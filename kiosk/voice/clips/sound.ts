/**
 * A sound of one voice as numbers from −1 to 1: out of and into a WAV file, cut at its silence, brought to a loudness, kept below a
 * peak. In this process, because starting a tool four times for each of some thousand clips takes hours.
 */
import { err, ok, type Result } from 'neverthrow';

export interface Sound {
  readonly sampleRateHz: number;
  readonly samples: Float64Array;
}

export type WavFailure = { kind: 'not-a-wav-of-16-bits' };

const HEAD_BYTES = 44;
const FULL_SCALE = 32_768;
const PCM = 1;

/** Reads what both synthesisers write: RIFF, 16 bits, one channel. */
export function readWav(bytes: Buffer): Result<Sound, WavFailure> {
  const refused = err({ kind: 'not-a-wav-of-16-bits' } as const);
  if (bytes.length < HEAD_BYTES || bytes.toString('latin1', 0, 4) !== 'RIFF') return refused;
  if (bytes.toString('latin1', 8, 16) !== 'WAVEfmt ') return refused;
  const isMonoPcm = bytes.readUInt16LE(20) === PCM && bytes.readUInt16LE(22) === 1 && bytes.readUInt16LE(34) === 16;
  const data = bytes.indexOf('data', 36, 'latin1');
  if (!isMonoPcm || data === -1) return refused;
  // Espeak does not know the length when it begins: what is there counts.
  const count = Math.floor((bytes.length - data - 8) / 2);
  const samples = Float64Array.from({ length: count }, (_, at) => bytes.readInt16LE(data + 8 + at * 2) / FULL_SCALE);
  return ok({ sampleRateHz: bytes.readUInt32LE(24), samples });
}

export function writeWav({ sampleRateHz, samples }: Sound): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(PCM, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(sampleRateHz * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, at) => {
    bytes.writeInt16LE(
      Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(sample * FULL_SCALE))),
      HEAD_BYTES + at * 2,
    );
  });
  return bytes;
}

/** −50 dBFS: below it is silence. */
const SILENCE = 10 ** (-50 / 20);
/** What is left of it on both sides; sums are put together from clips. */
const KEPT_SECONDS = 0.05;

/** Without the silence before and after the words. */
export function trimmed({ sampleRateHz, samples }: Sound): Sound {
  const loud = (sample: number) => Math.abs(sample) > SILENCE;
  const first = samples.findIndex(loud);
  if (first === -1) return { sampleRateHz, samples };
  const last = samples.findLastIndex(loud);
  const kept = Math.round(KEPT_SECONDS * sampleRateHz);
  return { sampleRateHz, samples: samples.slice(Math.max(0, first - kept), last + kept) };
}

/** How soon before a peak and how long after it the sound is held back. */
const LIMITER_SECONDS = 0.005;

/** Louder by so many decibels, and turned down for a moment where it would pass the limit. */
export function amplified({ sampleRateHz, samples }: Sound, gainDb: number, limit: number): Sound {
  const gain = 10 ** (gainDb / 20);
  const reach = Math.max(1, Math.round(LIMITER_SECONDS * sampleRateHz));
  const needed = samples.map((sample) => Math.min(1, limit / Math.max(Math.abs(sample * gain), Number.MIN_VALUE)));
  const held = slidingLeast(needed, reach);
  const smooth = slidingMean(held, reach);
  return { sampleRateHz, samples: samples.map((sample, at) => sample * gain * (smooth[at] ?? 1)) };
}

/** The least value from `reach` before to `reach` after each place. */
function slidingLeast(values: Float64Array, reach: number): Float64Array {
  const least = new Float64Array(values.length).fill(1);
  values.forEach((value, at) => {
    if (value >= 1) return;
    const end = Math.min(values.length - 1, at + reach);
    for (let near = Math.max(0, at - reach); near <= end; near += 1) least[near] = Math.min(least[near] ?? 1, value);
  });
  return least;
}

/** The mean over `reach` places around each, never above the least there: the window of the least is as wide. */
function slidingMean(values: Float64Array, reach: number): Float64Array {
  const half = Math.floor(reach / 2);
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, at) => {
    sums[at + 1] = (sums[at] ?? 0) + value;
  });
  return values.map((_, at) => {
    const from = Math.max(0, at - half);
    const to = Math.min(values.length, at + half + 1);
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  });
}
