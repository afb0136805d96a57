/** The list of the committed clips: what each says, how it was read, and what it measures. */
import * as v from 'valibot';
import { CLIP_LANGUAGES } from '../sentences/index.ts';

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const ClipRecordSchema = v.strictObject({
  language: v.picklist(CLIP_LANGUAGES),
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
  text: v.string(),
  /** What the synthesiser was given. */
  spoken: v.string(),
  /** How it read that: katakana, or phonemes in English. */
  trace: v.string(),
  sha256,
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  durationMs: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  integratedLufs: v.number(),
  truePeakDbtp: v.number(),
});
export type ClipRecord = v.InferOutput<typeof ClipRecordSchema>;

export const ManifestSchema = v.strictObject({
  v: v.literal(1),
  /** SHA-256 of the voice file the Japanese clips were made with. */
  japaneseVoiceSha256: sha256,
  clips: v.array(ClipRecordSchema),
});
export type Manifest = v.InferOutput<typeof ManifestSchema>;

/** Where clips and manifest lie; the build of the screens takes them from there. */
export const CLIP_FOLDER = new URL('../../screens/', import.meta.url);
export const MANIFEST_FILE = new URL('voice/manifest.json', CLIP_FOLDER);
export const CREDITS_FILE = new URL('voice/CREDITS.md', CLIP_FOLDER);
