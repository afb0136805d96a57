/** Makes one clip and its line of the manifest. */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from 'neverthrow';
import { clipPath } from '../sentences/index.ts';
import type { ClipOrder } from './clip-words.ts';
import { encodeClip } from './encode.ts';
import { isInRange, type Loudness } from './loudness.ts';
import { CLIP_FOLDER, type ClipRecord } from './manifest.ts';
import { type OpusFailure, readOpusFile } from './opus-file.ts';
import type { WavFailure } from './sound.ts';
import { type Spoken, type SynthesisFailure, speakEnglish, speakJapanese } from './synthesise.ts';

export type ClipFailure =
  | SynthesisFailure
  | WavFailure
  | OpusFailure
  | { kind: 'loudness-out-of-range'; loudness: Loudness };

async function speak(
  { language, words }: ClipOrder,
  voicePath: string,
  wav: string,
): Promise<Result<Spoken & { text: string }, ClipFailure>> {
  const spoken = language === 'ja' ? speakJapanese(words, voicePath, wav) : speakEnglish(words, wav);
  return (await spoken).map((one) => ({ text: words.text, ...one }));
}

/** Writes the clip to its place. `workFolder` is for files in between, the caller's to remove. */
export async function makeClip(
  order: ClipOrder,
  voicePath: string,
  workFolder: string,
): Promise<Result<ClipRecord, ClipFailure>> {
  const { language, id } = order;
  const work = join(workFolder, `${language}-${id}`);
  const wav = `${work}.wav`;
  const spoken = await speak(order, voicePath, wav);
  if (spoken.isErr()) return err(spoken.error);
  const path = fileURLToPath(new URL(clipPath(language, id), CLIP_FOLDER));
  await mkdir(dirname(path), { recursive: true });
  const loudness = await encodeClip(wav, path, work, order.bitrateKbits);
  if (loudness.isErr()) return err(loudness.error);
  if (!isInRange(loudness.value)) return err({ kind: 'loudness-out-of-range', loudness: loudness.value });
  const bytes = await readFile(path);
  const file = readOpusFile(bytes);
  if (file.isErr()) return err(file.error);
  return ok({
    language,
    id,
    ...spoken.value,
    sha256: sha256Of(bytes),
    bytes: bytes.length,
    durationMs: file.value.durationMs,
    ...loudness.value,
  });
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
