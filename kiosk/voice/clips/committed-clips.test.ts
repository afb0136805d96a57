/** The committed clips, their manifest, the tables and the credits belong together; and the check can tell when they do not. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { headphoneClips } from '../headphones.ts';
import { CLIP_LANGUAGES, clipPath, ENGLISH_CLIPS } from '../sentences/index.ts';
import { SCREENS, snapshotOf } from '../testing/snapshots.ts';
import { UTTERANCE_LIMIT_MS } from '../voice-channel.ts';
import { checkClips, checkFolder, measuredAgain, readManifest } from './check-clips.ts';
import { CREDITS } from './credits.ts';
import { CLIP_FOLDER, type ClipRecord, CREDITS_FILE } from './manifest.ts';
import { speakEnglish } from './synthesise.ts';

const manifest = (await readManifest())._unsafeUnwrap();
const one = manifest.clips[0];
if (one === undefined) throw new Error('The manifest is empty.');

/** The check with one record changed. */
async function faultsWith(change: Partial<ClipRecord>): Promise<string[]> {
  const clips = manifest.clips.map((record, index) => (index === 0 ? { ...record, ...change } : record));
  return (await checkClips({ ...manifest, clips })).map(({ fault }) => fault);
}

it('finds no fault with what is committed', async () => {
  expect(await checkClips(manifest)).toEqual([]);
  expect(await checkFolder(manifest)).toEqual([]);
});

it('stays small enough to come with the screens', () => {
  const bytes = manifest.clips.reduce((sum, clip) => sum + clip.bytes, 0);
  expect(bytes).toBeLessThan(1_500_000);
});

it('reads no screen to headphones longer than the channel waits', () => {
  const durations = new Map(manifest.clips.map(({ language, id, durationMs }) => [clipPath(language, id), durationMs]));
  for (const screen of SCREENS) {
    for (const language of CLIP_LANGUAGES) {
      const clips = headphoneClips(snapshotOf(screen), language);
      const lengthMs = clips.reduce((sum, id) => sum + (durations.get(clipPath(language, id)) ?? Number.NaN), 0);
      // A clip takes a moment to begin.
      expect(lengthMs + clips.length * 300, screen.name).toBeLessThan(UTTERANCE_LIMIT_MS);
    }
  }
});

it.each([
  ['PIN', 'pˈɪn'],
  ['passport', 'pˈaspɔːt'],
  ['close', 'klˈəʊz'],
  ['certificate', 'sətˈɪfɪkət'],
  ['receipt', 'ɹɪsˈiːt'],
])('reads the English word %s as %s wherever it stands', (word, phonemes) => {
  const spoken = manifest.clips.filter(
    ({ language, text }) => language === 'en' && text.split(/[ .,:?]+/).includes(word),
  );
  expect(spoken.length).toBeGreaterThan(0);
  for (const { id, trace } of spoken) expect(trace, id).toContain(phonemes);
});

it('credits the voice as its licence asks', async () => {
  const credits = await readFile(CREDITS_FILE, 'utf8');
  expect(credits).toBe(CREDITS);
  expect(credits).toContain('CC BY 4.0');
});

describe('the check', () => {
  it.each([
    [{ sha256: '0'.repeat(64) }, 'hash-differs'],
    [{ bytes: one.bytes + 1 }, 'size-differs'],
    [{ durationMs: one.durationMs + 1 }, 'duration-differs'],
    [{ text: 'ほかの言葉' }, 'words-differ'],
    [{ spoken: 'ほかの言葉' }, 'words-differ'],
    [{ trace: 'ニッポンコクナイヨー' }, 'reading-differs'],
    [{ integratedLufs: -23 }, 'loudness-out-of-range'],
    [{ truePeakDbtp: 0 }, 'loudness-out-of-range'],
  ] as const)('sees %o', async (change, fault) => {
    expect(await faultsWith(change)).toEqual([fault]);
  });

  it('sees a record nobody wants and a clip nobody has', async () => {
    expect((await faultsWith({ id: 'advert' })).toSorted()).toEqual(['clip-without-record', 'record-without-clip']);
  });

  it('sees a file that is missing, cut, or another', async () => {
    const faults = async (bytes: Uint8Array | null) =>
      new Set((await checkClips(manifest, () => Promise.resolve(bytes))).map(({ fault }) => fault));
    expect(await faults(null)).toEqual(new Set(['file-missing']));
    const whole = await readFile(new URL(clipPath(one.language, one.id), CLIP_FOLDER));
    expect(await faults(whole.subarray(0, 100))).toContain('not-whole-opus');
    expect(await faults(whole)).toContain('hash-differs');
  });
});

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const sample = manifest.clips.filter((_clip, index) => index % 13 === 0);

it.runIf(hasFfmpeg)('measures as loud as it was, by ffmpeg (every thirteenth clip)', async () => {
  for (const record of sample) expect((await measuredAgain(record))._unsafeUnwrap(), record.id).toBe(true);
});

const hasEspeak = spawnSync('espeak-ng', ['--version']).status === 0;

it.runIf(hasEspeak)('is read in English as it was, by espeak-ng (every thirteenth clip)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kofu-english-'));
  try {
    for (const { language, id, trace } of sample) {
      const words = language === 'en' ? ENGLISH_CLIPS.get(id) : undefined;
      if (words === undefined) continue;
      const spoken = await speakEnglish(words, join(folder, `${id}.wav`));
      expect(spoken._unsafeUnwrap().trace, id).toBe(trace);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('is shown by the hand tool', () => {
  const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
  const ran = (...parameters: string[]) => spawnSync(process.execPath, [cli, ...parameters], { encoding: 'utf8' });
  expect(ran('check')).toMatchObject({ status: 0, stdout: expect.stringContaining(', 0 faults') });
  expect(ran('list').stdout.trim().split('\n')).toHaveLength(manifest.clips.length);
  expect(ran('speak').status).toBe(2);
  expect(ran().status).toBe(2);
});
