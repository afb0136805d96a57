/** The built page in chromium: which clips it asks for, when it asks again, and that it is quiet once it has been stopped (K5). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildScreens, everySpokenLine } from '../screens/index.ts';
import { openStudio, SIZES, type Studio } from '../screens/studio.ts';
import type { Snapshot } from '../snapshot.ts';
import { readManifest } from './clips/check-clips.ts';
import { phraseId } from './pieces/phrase-id.ts';
import { pieceClips } from './pieces/spoken-piece.ts';
import { screenNamed, snapshotOf } from './testing/snapshots.ts';

const sayId = (text: string) => phraseId(text);
const TERMS_OF_KEYS = '星のキーで、もう一度聞けます';

let built: string;
let studio: Studio;
let sequence = 0;
let asked: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-voice-'));
  (await buildScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[0]);
  studio.page.on('console', (message) => complaints.push(message.text()));
  studio.page.on('pageerror', (error) => complaints.push(error.message));
  studio.page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.opus')) asked.push(pathname);
  });
  await studio.show(snapshotOf(screenNamed('attract')));
  // The shells allow sound without a touch; this browser was started without that.
  await studio.page.mouse.click(3, 300);
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});
beforeEach(async () => {
  await studio.show(snapshotOf(screenNamed('attract')));
  asked = [];
});

/** Shows a snapshot as the host would: the number rises with the screen, not with what is on it. */
function send(snapshot: Snapshot): void {
  studio.link.show(Buffer.from(JSON.stringify(snapshot)));
}

/** A number no screen has had. */
function fresh(): number {
  sequence += 1_000;
  return sequence;
}

const askedAgain = (path: string) => studio.page.waitForRequest((request) => request.url().endsWith(path));

it('asks for the card, asks again after the pause, and no more when it is stopped', async () => {
  const seq = fresh();
  const first = askedAgain('/voice/ja/take-card.opus');
  send(snapshotOf(screenNamed('take-card'), seq));
  await first;
  await askedAgain('/voice/ja/take-card.opus');
  const event = new Promise((resolve) => {
    const stop = studio.link.onEvent((touch) => {
      stop();
      resolve(touch);
    });
  });
  await studio.page.getByRole('button', { name: '音声を止める', exact: true }).click();
  expect(await event).toEqual({ v: 1, screenSeq: seq, action: { type: 'stop-voice' } });
  send(
    snapshotOf(screenNamed('take-card'), seq, { voice: { volumePercent: 80, stopped: true, headphones: 'unknown' } }),
  );
  // Longer than the clip and the pause together.
  await pass(9_000);
  expect(asked).toEqual(Array(2).fill('/voice/ja/take-card.opus'));
});

it('speaks English to readers of English, Chinese and Korean', async () => {
  for (const language of ['en', 'zh', 'ko'] as const) {
    const heard = askedAgain('/voice/en/lay-card.opus');
    send(snapshotOf(screenNamed('lay-card'), fresh(), { language }));
    await heard;
  }
  expect(asked.some((path) => path.startsWith('/voice/ja/'))).toBe(false);
});

const READ_MENU = everySpokenLine('ja')
  .find(({ text }) => text.startsWith('1番。新型コロナワクチン接種証明書'))
  ?.pieces.flatMap((piece) => pieceClips(piece, 'ja'));

it('reads a screen to headphones clip by clip, and the button the keypad moves to', async () => {
  const snapshot = snapshotOf(screenNamed('menu'), fresh());
  const heading = askedAgain(`/voice/ja/${sayId('行政サービス')}.opus`);
  send({ ...snapshot, options: { ...snapshot.options, spokenGuidance: true } });
  await heading;
  const choice = askedAgain('/voice/ja/number-1.opus');
  await studio.page.keyboard.press('NumpadAdd');
  await choice;
  expect(READ_MENU?.[0]).toBe('number-1');
  // What was being read has been given up for it.
  expect(asked).not.toContain(`/voice/ja/${sayId(TERMS_OF_KEYS)}.opus`);
});

it('plays every clip it asks for, without a word of the browser', async () => {
  expect(await studio.page.locator('html').getAttribute('data-voice')).toBeNull();
  expect(complaints).toEqual([]);
});

it('has clips in the build that chromium can play to the end', async () => {
  const sample = (await readManifest())._unsafeUnwrap().clips.filter((_clip, index) => index % 61 === 0);
  const paths = sample.map(({ language, id }) => `voice/${language}/${id}.opus`);
  // In words: this file is checked without the browser's types.
  const outcomes =
    await studio.page.evaluate(`Promise.all(${JSON.stringify(paths)}.map((path) => new Promise((resolve) => {
    const audio = new Audio(path);
    audio.addEventListener('canplaythrough', () => resolve('plays'));
    audio.addEventListener('error', () => resolve(path));
  })))`);
  expect(outcomes).toEqual(sample.map(() => 'plays'));
});
