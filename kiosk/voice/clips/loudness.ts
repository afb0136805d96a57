/** How loud a clip is by EBU R128 (ITU-R BS.1770), measured with ffmpeg, and the range all clips have to lie in. */
import { err, ok, type Result } from 'neverthrow';
import { runTool, type ToolFailure } from './run-tool.ts';

export interface Loudness {
  /** Integrated loudness. */
  readonly integratedLufs: number;
  readonly truePeakDbtp: number;
}

export type LoudnessFailure = ToolFailure | { kind: 'not-measured'; said: string };

export const TARGET_LUFS = -18;
/** A clip beside the next one must not make anybody reach for the volume. */
export const LOUDNESS_RANGE_LUFS = { from: -20, to: -16 } as const;
/** Above it a loudspeaker's converter may clip. */
export const TRUE_PEAK_LIMIT_DBTP = -0.5;

/** The measure needs whole blocks of 400 ms: a short clip is measured played again and again for so long. */
const MEASURED_SECONDS = '6';

/** Of a clip as it is played, by ffmpeg. */
export async function measureLoudness(path: string): Promise<Result<Loudness, LoudnessFailure>> {
  const source = ['-hide_banner', '-nostats', '-stream_loop', '20', '-i', path, '-t', MEASURED_SECONDS];
  const measured = await runTool('ffmpeg', [...source, '-af', 'ebur128=peak=true', '-f', 'null', '-']);
  if (measured.isErr()) return err(measured.error);
  const summary = measured.value.stderr.split('Summary:').at(-1) ?? '';
  const integratedLufs = Number(/\bI:\s+(-?[0-9.]+) LUFS/.exec(summary)?.[1] ?? Number.NaN);
  const truePeakDbtp = Number(/\bPeak:\s+(-?[0-9.]+) dBFS/.exec(summary)?.[1] ?? Number.NaN);
  if (Number.isNaN(integratedLufs) || Number.isNaN(truePeakDbtp)) {
    return err({ kind: 'not-measured', said: summary.slice(0, 400) });
  }
  return ok({ integratedLufs, truePeakDbtp });
}

export function isInRange({ integratedLufs, truePeakDbtp }: Loudness): boolean {
  const { from, to } = LOUDNESS_RANGE_LUFS;
  return integratedLufs >= from && integratedLufs <= to && truePeakDbtp <= TRUE_PEAK_LIMIT_DBTP;
}
