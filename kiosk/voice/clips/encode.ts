/** From the synthesiser's sound file to a clip: silence cut, loudness brought to the target, Opus. */
import { readFile, writeFile } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import { type Loudness, TARGET_LUFS } from './loudness.ts';
import { runTool, type ToolFailure } from './run-tool.ts';
import { amplified, readWav, trimmed, type WavFailure, writeWav } from './sound.ts';
import { loudnessOf } from './sound-loudness.ts';

/** About −2 dBFS: room for what the encoder adds to a peak. */
const PEAK_LIMIT = 0.79;

/** Same input, same bytes: a fixed stream number and no comments. */
const OPUS_PARAMETERS = ['--quiet', '--serial', '1', '--speech', '--comp', '5'];

/** Writes `clipPath` from `wavPath` and tells how loud it is; `workPath` is a name for files in between. */
export async function encodeClip(
  wavPath: string,
  clipPath: string,
  workPath: string,
  bitrateKbits: number,
): Promise<Result<Loudness, ToolFailure | WavFailure>> {
  const spoken = readWav(await readFile(wavPath));
  if (spoken.isErr()) return err(spoken.error);
  const cut = trimmed(spoken.value);
  const levelled = amplified(cut, TARGET_LUFS - loudnessOf(cut).integratedLufs, PEAK_LIMIT);
  const levelledPath = `${workPath}-levelled.wav`;
  await writeFile(levelledPath, writeWav(levelled));
  const bitrate = ['--bitrate', String(bitrateKbits)];
  const encoded = await runTool('opusenc', [...OPUS_PARAMETERS, ...bitrate, levelledPath, clipPath]);
  return encoded.isErr() ? err(encoded.error) : ok(loudnessOf(levelled));
}
