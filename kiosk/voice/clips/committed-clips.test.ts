/** The committed clips, their manifest, the tables and the credits belong together; and the check can tell when they do not. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { everySpokenLine, heardSnapshots } from '../../screens/index.ts';
import { pieceClips } from '../pieces/spoken-piece.ts';
import { CLIP_LANGUAGES, clipPath } from '../sentences/index.ts';
import { UTTERANCE_LIMIT_MS } from '../voice-channel.ts';
import { checkClips, checkFolder, measuredAgain, readManifest } from './check-clips.ts';
import { CLIP_ORDERS } from './clip-words.ts';
import { CREDITS } from './credits.ts';
import { CLIP_FOLDER, type ClipRecord, CREDITS_FILE } from './manifest.ts';
import { readingOf } from './reading-trace.ts';
import { DICTIONARY, speakEnglish } from './synthesise.ts';

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
  expect(bytes).toBeLessThan(9_000_000);
});

const durations = new Map(manifest.clips.map(({ language, id, durationMs }) => [clipPath(language, id), durationMs]));

it('has a clip for every piece of every line that can be read, and no line longer than the channel waits', () => {
  for (const language of CLIP_LANGUAGES) {
    for (const { text, pieces } of everySpokenLine(language)) {
      const clips = pieces.flatMap((piece) => pieceClips(piece, language));
      expect(clips.length, text).toBeGreaterThan(0);
      // A clip that is missing has no duration; one that is there takes a moment to begin.
      const lengthMs = clips.reduce((sum, id) => sum + (durations.get(clipPath(language, id)) ?? Number.NaN), 0);
      expect(lengthMs + clips.length * 300, text).toBeLessThan(UTTERANCE_LIMIT_MS);
    }
  }
});

it('would find a line without a clip', () => {
  const line = pieceClips({ kind: 'phrase', text: '作りかけの言葉です。' }, 'ja');
  expect(line).toHaveLength(1);
  for (const id of line) expect(durations.has(clipPath('ja', id))).toBe(false);
});

it('names no two sentences alike', () => {
  const paths = CLIP_ORDERS.map(({ language, id }) => clipPath(language, id));
  expect(new Set(paths).size).toBe(paths.length);
  expect(heardSnapshots('ja').length).toBeGreaterThan(100);
});

const phrases = manifest.clips.filter(({ language, id }) => language === 'ja' && id.startsWith('say-'));

it.each([
  ['証明書', 'ショーメーショ'],
  ['暗証番号', 'アンショーバンゴー'],
  ['置き忘れ', 'オキワスレ'],
  ['市区町村', 'シクチョーソン'],
  ['都道府県', 'トドーフケン'],
  ['海外用', 'カイガイヨー'],
  ['日本国内', 'ニホンコクナイ'],
  ['返却口', 'ヘンキャクグチ'],
  ['取り出し口', 'トリダシグチ'],
  ['投入口', 'トーニューグチ'],
  ['領収証', 'リョーシューショー'],
  ['4桁の', 'ヨンケタノ'],
  ['お札', 'オサツ'],
  ['硬貨', 'コーカ'],
  ['1枚', 'イチマイ'],
  ['10秒', 'ジュービョー'],
  ['次の方', 'ツギノカタ'],
])('reads %s on the screens as %s wherever it stands', (written, reading) => {
  const spoken = phrases.filter(({ text }) => text.includes(written));
  expect(spoken.length).toBeGreaterThan(0);
  for (const { text, trace } of spoken) expect(trace, text).toContain(reading);
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
const sample = manifest.clips.filter((_clip, index) => index % 101 === 0);

it.runIf(hasFfmpeg)('measures as loud as it was, by ffmpeg (some of the clips)', async () => {
  for (const record of sample) expect((await measuredAgain(record))._unsafeUnwrap(), record.id).toBe(true);
});

const hasEspeak = spawnSync('espeak-ng', ['--version']).status === 0;
const english = CLIP_ORDERS.filter(({ language }) => language === 'en').filter((_order, index) => index % 41 === 0);

it.runIf(hasEspeak)('is read in English as it was, by espeak-ng (some of the clips)', async () => {
  const traces = new Map(manifest.clips.map(({ language, id, trace }) => [clipPath(language, id), trace]));
  const folder = await mkdtemp(join(tmpdir(), 'kofu-english-'));
  try {
    for (const { language, id, words } of english) {
      const spoken = await speakEnglish(words, join(folder, `${id}.wav`));
      expect(spoken._unsafeUnwrap().trace, id).toBe(traces.get(clipPath(language, id)));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** For the trace no voice is needed, but Open JTalk wants one: without it this is left to `make-clips.ts`. */
const voicePath = process.env['KOFU_VOICE'];

it.runIf(voicePath !== undefined)('is read in Japanese as it was, by Open JTalk (every twentieth phrase)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kofu-japanese-'));
  try {
    for (const { spoken, trace, text } of phrases.filter((_one, index) => index % 20 === 0)) {
      const tracePath = join(folder, 'trace');
      const parameters = ['-x', DICTIONARY, '-m', voicePath ?? '', '-r', '3', '-ow', '/dev/null', '-ot', tracePath];
      spawnSync('open_jtalk', parameters, { input: `${spoken}\n` });
      expect(readingOf(await readFile(tracePath, 'utf8'))._unsafeUnwrap(), text).toBe(trace);
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
