/** Does everything committed belong together: tables, manifest, files, credits? Every fault is named, none is repaired. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { CLIP_LANGUAGES, clipPath } from '../sentences/index.ts';
import { CLIP_ORDERS, type ClipWords } from './clip-words.ts';
import { isInRange, type LoudnessFailure, measureLoudness } from './loudness.ts';
import { sha256Of } from './make-one.ts';
import {
  CLIP_FOLDER,
  type ClipRecord,
  CREDITS_FILE,
  MANIFEST_FILE,
  type Manifest,
  ManifestSchema,
} from './manifest.ts';
import { readOpusFile } from './opus-file.ts';
import { withoutSpaces } from './reading-trace.ts';

export const CLIP_FAULTS = [
  'clip-without-record',
  'record-without-clip',
  'file-missing',
  'file-without-record',
  'hash-differs',
  'size-differs',
  'not-whole-opus',
  'not-mono',
  'duration-differs',
  'too-long',
  /** The table's words are not the ones the clip was made from: make it anew. */
  'words-differ',
  'reading-differs',
  'loudness-out-of-range',
  'credits-missing',
] as const;
export type ClipFaultKind = (typeof CLIP_FAULTS)[number];

export interface ClipFault {
  readonly clip: string;
  readonly fault: ClipFaultKind;
}

/** A person has walked on by then; also well within the channel's limit for an utterance. */
const LONGEST_CLIP_MS = 12_000;

export type ManifestFailure = { kind: 'manifest-unreadable'; cause: unknown };

export async function readManifest(): Promise<Result<Manifest, ManifestFailure>> {
  try {
    const manifest = v.safeParse(ManifestSchema, JSON.parse(await readFile(MANIFEST_FILE, 'utf8')));
    return manifest.success ? ok(manifest.output) : err({ kind: 'manifest-unreadable', cause: manifest.issues });
  } catch (cause) {
    return err({ kind: 'manifest-unreadable', cause });
  }
}

/** @param readClip the bytes of a clip, `null` when there is no such file. */
export async function checkClips(
  manifest: Manifest,
  readClip: (record: Pick<ClipRecord, 'language' | 'id'>) => Promise<Uint8Array | null> = readCommitted,
): Promise<readonly ClipFault[]> {
  const faults: ClipFault[] = [];
  const records = new Map(manifest.clips.map((record) => [clipPath(record.language, record.id), record]));
  for (const { language, id } of CLIP_ORDERS) {
    const clip = clipPath(language, id);
    if (!records.has(clip)) faults.push({ clip, fault: 'clip-without-record' });
  }
  const wanted = new Map(CLIP_ORDERS.map(({ language, id, words }) => [clipPath(language, id), words]));
  for (const [clip, record] of records) {
    const words = wanted.get(clip);
    if (words === undefined) {
      faults.push({ clip, fault: 'record-without-clip' });
      continue;
    }
    const bytes = await readClip(record);
    const found =
      bytes === null ? (['file-missing'] as const) : [...faultsOf(record, bytes), ...wordFaults(record, words)];
    faults.push(...found.map((fault) => ({ clip, fault })));
  }
  return faults;
}

function faultsOf(record: ClipRecord, bytes: Uint8Array): ClipFaultKind[] {
  const faults: ClipFaultKind[] = [];
  if (bytes.length !== record.bytes) faults.push('size-differs');
  if (sha256Of(bytes) !== record.sha256) faults.push('hash-differs');
  if (!isInRange(record)) faults.push('loudness-out-of-range');
  const file = readOpusFile(bytes);
  if (file.isErr()) return [...faults, 'not-whole-opus'];
  if (file.value.channels !== 1) faults.push('not-mono');
  if (file.value.durationMs !== record.durationMs) faults.push('duration-differs');
  if (file.value.durationMs > LONGEST_CLIP_MS) faults.push('too-long');
  return faults;
}

function wordFaults({ text, spoken, trace }: ClipRecord, words: ClipWords): ClipFaultKind[] {
  const faults: ClipFaultKind[] = [];
  if (words.text !== text || (words.spoken ?? words.text) !== spoken) faults.push('words-differ');
  if (words.reading !== undefined && withoutSpaces(words.reading) !== trace) faults.push('reading-differs');
  return faults;
}

/** Faults of the folder itself: files nobody has listed, and the credits the voice's licence asks for. */
export async function checkFolder(manifest: Manifest): Promise<readonly ClipFault[]> {
  const listed = new Set(manifest.clips.map(({ language, id }) => clipPath(language, id)));
  const faults: ClipFault[] = [];
  for (const language of CLIP_LANGUAGES) {
    for (const name of await readdir(new URL(`voice/${language}/`, CLIP_FOLDER))) {
      const clip = `voice/${language}/${name}`;
      if (!listed.has(clip)) faults.push({ clip, fault: 'file-without-record' });
    }
  }
  const credits = await readFile(CREDITS_FILE, 'utf8').catch(() => '');
  const named = ['tohoku-f01', 'Tohoku University', 'https://creativecommons.org/licenses/by/4.0/'];
  if (!named.every((word) => credits.includes(word))) {
    faults.push({ clip: 'voice/CREDITS.md', fault: 'credits-missing' });
  }
  return faults;
}

/** Measures a committed clip again; for machines that have ffmpeg. */
export async function measuredAgain(
  record: Pick<ClipRecord, 'language' | 'id'>,
): Promise<Result<boolean, LoudnessFailure>> {
  return (await measureLoudness(pathOf(record))).map(isInRange);
}

function pathOf({ language, id }: Pick<ClipRecord, 'language' | 'id'>): string {
  return fileURLToPath(new URL(clipPath(language, id), CLIP_FOLDER));
}

function readCommitted(record: Pick<ClipRecord, 'language' | 'id'>): Promise<Uint8Array | null> {
  return readFile(pathOf(record)).catch(() => null);
}
