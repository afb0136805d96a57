/** From the synthesiser's sound file to a clip: silence cut, loudness brought to the target, Opus. */
import { err, ok, type Result } from 'neverthrow';
import { type LoudnessFailure, measureLoudness, TARGET_LUFS } from './loudness.ts';
import { runTool } from './run-tool.ts';

const BITRATE_KBITS = '24';
/** About −2 dBFS: room for what the encoder adds to a peak. */
const PEAK_LIMIT = '0.79';
/** Silence before and after the words, cut to a twentieth of a second; sums are put together from clips. */
const CUT_START = 'silenceremove=start_periods=1:start_threshold=-50dB:start_silence=0.05';
const CUT_BOTH_ENDS = `${CUT_START},areverse,${CUT_START},areverse`;

/** Same input, same bytes: a fixed stream number and no comments. */
const OPUS_PARAMETERS = ['--quiet', '--serial', '1', '--bitrate', BITRATE_KBITS, '--speech', '--comp', '10'];

/** Writes `clipPath` from `wavPath`; `workPath` is a name for files in between. */
export async function encodeClip(
  wavPath: string,
  clipPath: string,
  workPath: string,
): Promise<Result<void, LoudnessFailure>> {
  const trimmed = `${workPath}-trimmed.wav`;
  const levelled = `${workPath}-levelled.wav`;
  const cut = await ffmpeg(wavPath, CUT_BOTH_ENDS, trimmed);
  if (cut.isErr()) return err(cut.error);
  const loudness = await measureLoudness(trimmed);
  if (loudness.isErr()) return err(loudness.error);
  const gainDb = (TARGET_LUFS - loudness.value.integratedLufs).toFixed(2);
  const level = await ffmpeg(trimmed, `volume=${gainDb}dB,alimiter=limit=${PEAK_LIMIT}:level=false`, levelled);
  if (level.isErr()) return err(level.error);
  const encoded = await runTool('opusenc', [...OPUS_PARAMETERS, levelled, clipPath]);
  return encoded.isErr() ? err(encoded.error) : ok(undefined);
}

function ffmpeg(from: string, filter: string, to: string) {
  return runTool('ffmpeg', [
    '-hide_banner',
    '-nostats',
    '-y',
    '-i',
    from,
    '-af',
    filter,
    '-ac',
    '1',
    '-ar',
    '48000',
    to,
  ]);
}
