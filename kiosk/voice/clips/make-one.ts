/** Makes one clip and its line of the manifest. */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from 'neverthrow';
import { type ClipLanguage, clipPath, ENGLISH_CLIPS, JAPANESE_CLIPS } from '../sentences/index.ts';
import { encodeClip } from './encode.ts';
import { isInRange, type Loudness, type LoudnessFailure, measureLoudness } from './loudness.ts';
import { CLIP_FOLDER, type ClipRecord } from './manifest.ts';
import { type OpusFailure, readOpusFile } from './opus-file.ts';
import { type Spoken, type SynthesisFailure, speakEnglish, speakJapanese } from './synthesise.ts';

export interface ClipOrder {
  readonly language: ClipLanguage;
  readonly id: string;
}

export type ClipFailure =
  | SynthesisFailure
  | LoudnessFailure
  | OpusFailure
  | { kind: 'loudness-out-of-range'; loudness: Loudness }
  | { kind: 'no-such-clip' };

/** Every clip there has to be. */
export const CLIP_ORDERS: readonly ClipOrder[] = [
  ...[...JAPANESE_CLIPS.keys()].map((id) => ({ language: 'ja', id }) as const),
  ...[...ENGLISH_CLIPS.keys()].map((id) => ({ language: 'en', id }) as const),
];

async function speak(
  { language, id }: ClipOrder,
  voicePath: string,
  wav: string,
): Promise<Result<Spoken & { text: string }, ClipFailure>> {
  if (language === 'ja') {
    const words = JAPANESE_CLIPS.get(id);
    if (words === undefined) return err({ kind: 'no-such-clip' });
    return (await speakJapanese(words, voicePath, wav)).map((spoken) => ({ text: words.text, ...spoken }));
  }
  const words = ENGLISH_CLIPS.get(id);
  if (words === undefined) return err({ kind: 'no-such-clip' });
  return (await speakEnglish(words, wav)).map((spoken) => ({ text: words.text, ...spoken }));
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
  const encoded = await encodeClip(wav, path, work);
  if (encoded.isErr()) return err(encoded.error);
  const loudness = await measureLoudness(path);
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
