/** How loud a sound is by ITU-R BS.1770 (EBU R128), for one channel: two filters, blocks of 400 ms, two gates. */
import type { Loudness } from './loudness.ts';
import type { Sound } from './sound.ts';

/** The measure needs whole blocks: a short clip is measured played again and again for so long. */
const MEASURED_SECONDS = 6;
const BLOCK_SECONDS = 0.4;
const STEP_SECONDS = 0.1;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;
const OFFSET_LUFS = -0.691;
/** Between samples a wave can pass them by a little; so much is allowed for it. */
const PEAK_MARGIN_DB = 0.3;

interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/** The shelf of the head (BS.1770 annex 1, stage 1) at any sample rate. */
function headShelf(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const middle = high ** 0.4996667741545416;
  const scale = 1 + k / q + k * k;
  return {
    b: [
      (high + (middle * k) / q + k * k) / scale,
      (2 * (k * k - high)) / scale,
      (high - (middle * k) / q + k * k) / scale,
    ],
    a: [(2 * (k * k - 1)) / scale, (1 - k / q + k * k) / scale],
  };
}

/** The high pass (stage 2). */
function highPass(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz);
  const q = 0.5003270373238773;
  const scale = 1 + k / q + k * k;
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / scale, (1 - k / q + k * k) / scale] };
}

function filtered(samples: Float64Array, { b, a }: Biquad): Float64Array {
  const [b0, b1, b2] = b;
  const [a1, a2] = a;
  const out = new Float64Array(samples.length);
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let at = 0; at < samples.length; at += 1) {
    const x = samples[at] ?? 0;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    out[at] = y;
  }
  return out;
}

const lufs = (power: number): number => OFFSET_LUFS + 10 * Math.log10(power);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export function loudnessOf({ sampleRateHz, samples }: Sound): Loudness {
  const length = Math.max(samples.length, MEASURED_SECONDS * sampleRateHz);
  const played = new Float64Array(length);
  for (let at = 0; at < length; at += samples.length) played.set(samples.subarray(0, length - at), at);
  const weighted = filtered(filtered(played, headShelf(sampleRateHz)), highPass(sampleRateHz));
  const sums = new Float64Array(length + 1);
  for (let at = 0; at < length; at += 1) sums[at + 1] = (sums[at] ?? 0) + (weighted[at] ?? 0) ** 2;
  const block = Math.round(BLOCK_SECONDS * sampleRateHz);
  const step = Math.round(STEP_SECONDS * sampleRateHz);
  const powers: number[] = [];
  for (let at = 0; at + block <= length; at += step) powers.push(((sums[at + block] ?? 0) - (sums[at] ?? 0)) / block);
  const audible = powers.filter((power) => lufs(power) > ABSOLUTE_GATE_LUFS);
  const gate = lufs(mean(audible)) + RELATIVE_GATE_LU;
  const integrated = lufs(mean(audible.filter((power) => lufs(power) > gate)));
  const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
  return {
    integratedLufs: Math.round(integrated * 10) / 10,
    truePeakDbtp: Math.round((20 * Math.log10(peak) + PEAK_MARGIN_DB) * 10) / 10,
  };
}
