/** The one voice: who interrupts whom, what is repeated and how soon, what silences it, and what a broken output does. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { USUAL_OPTIONS } from '../snapshot.ts';
import { ALARM_FLOOR_PERCENT } from './occasion.ts';
import type { ClipId } from './sentences/index.ts';
import { CARD_LEFT, SCREENS, screenNamed, snapshotOf } from './testing/snapshots.ts';
import { LINE_PAUSE_MS, openVoiceChannel, UTTERANCE_LIMIT_MS, type Utterance, type VoiceEnd } from './voice-channel.ts';

const LASTS_MS = 2_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A channel whose clips last two seconds each, and everything that came out of it. */
function stand(end: VoiceEnd | 'never' | 'throws' = 'finished') {
  const said: Utterance[] = [];
  const reports: string[] = [];
  const state = { end, speakingNow: 0, mostAtOnce: 0 };
  const channel = openVoiceChannel({
    output: {
      say(utterance, ended) {
        if (state.end === 'throws') throw new Error('no device');
        said.push(utterance);
        state.speakingNow += 1;
        state.mostAtOnce = Math.max(state.mostAtOnce, state.speakingNow);
        let open = true;
        const close = () => {
          if (open) state.speakingNow -= 1;
          open = false;
          clearTimeout(timer);
        };
        const timer = setTimeout(() => {
          const how = state.end;
          if (how !== 'finished' && how !== 'failed') return;
          close();
          ended(how);
        }, LASTS_MS);
        return { stop: close };
      },
    },
    timers: {
      after(delayMs, run) {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
    },
    report: (code) => reports.push(code),
  });
  return { channel, said, reports, state, heard: () => said.map(({ clips }) => clips.join(' ')) };
}

const takeCard = screenNamed('take-card');
const guided = { options: { ...USUAL_OPTIONS, spokenGuidance: true } };

it('asks for the card again and again, then more urgently, sooner and louder (K5)', () => {
  const { channel, said, heard } = stand();
  channel.show(snapshotOf(takeCard));
  expect(heard()).toEqual(['take-card']);
  vi.advanceTimersByTime(LASTS_MS + 5_999);
  expect(heard()).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(heard()).toEqual(['take-card', 'take-card']);
  vi.advanceTimersByTime(LASTS_MS + 6_000);
  expect(heard()).toEqual(['take-card', 'take-card', 'take-card-urgent']);
  vi.advanceTimersByTime(3 * (LASTS_MS + 4_000));
  expect(heard().slice(2)).toEqual(Array(4).fill('take-card-urgent'));
  expect(said[2]?.volume).toBeGreaterThan(said[0]?.volume ?? 1);
});

it.each(['take-paper', 'take-passport', 'take-card-first'] as const)('never stops asking on %s', (name) => {
  const { channel, heard } = stand();
  channel.show(snapshotOf(screenNamed(name)));
  vi.advanceTimersByTime(90_000);
  expect(heard().length).toBeGreaterThan(10);
});

it('says guidance once, however often the same screen is painted', () => {
  const { channel, heard } = stand();
  for (let paid = 0; paid < 5; paid += 1) {
    channel.show(snapshotOf({ name: 'payment', totalYen: 240, insertedYen: paid * 10, means: ['coins'] }));
    vi.advanceTimersByTime(3_000);
  }
  expect(heard()).toEqual(['insert-coins']);
});

it('says it anew on another screen with the same words', () => {
  const { channel, heard } = stand();
  channel.show(snapshotOf(screenNamed('checking-card'), 1));
  channel.show(snapshotOf(screenNamed('reading-card'), 2));
  expect(heard()).toEqual(['leave-card', 'leave-card']);
});

it('stops guidance as soon as its screen is gone', () => {
  const { channel, state, heard } = stand();
  channel.show(snapshotOf(screenNamed('menu'), 1));
  channel.show(snapshotOf(screenNamed('attract'), 2));
  expect(state.speakingNow).toBe(0);
  expect(heard()).toEqual(['menu']);
});

it('interrupts guidance for an alarm', () => {
  const { channel, state, heard } = stand();
  channel.show(snapshotOf(screenNamed('menu'), 1));
  vi.advanceTimersByTime(500);
  channel.show(snapshotOf(CARD_LEFT, 2));
  expect(heard()).toEqual(['menu', 'card-left']);
  expect(state.mostAtOnce).toBe(1);
});

it('lets an alarm be said to its end, then guides', () => {
  const { channel, heard } = stand();
  channel.show(snapshotOf(CARD_LEFT, 1));
  vi.advanceTimersByTime(500);
  channel.show(snapshotOf(screenNamed('menu'), 2));
  expect(heard()).toEqual(['card-left']);
  vi.advanceTimersByTime(1_500);
  expect(heard()).toEqual(['card-left', 'menu']);
  vi.advanceTimersByTime(60_000);
  expect(heard()).toHaveLength(2);
});

it('says no more of an alarm once there is nothing left to say', () => {
  const { channel, heard } = stand();
  channel.show(snapshotOf(CARD_LEFT, 1));
  channel.show(snapshotOf(screenNamed('attract'), 2));
  vi.advanceTimersByTime(60_000);
  expect(heard()).toEqual(['card-left']);
});

const STOPPED = { voice: { volumePercent: 80, stopped: true, headphones: 'unknown' as const } };
const NIGHT = { voice: { volumePercent: 0, stopped: false, headphones: 'unknown' as const } };

describe.each([
  ['somebody stops it', STOPPED],
  ['the hour has no volume', NIGHT],
] as const)('when %s', (_name, changes) => {
  it('is silent at once, and calls once more for a card that still lies there (K5)', () => {
    const { channel, state, said, heard } = stand();
    channel.show(snapshotOf(takeCard, 1));
    channel.show(snapshotOf(takeCard, 1, changes));
    expect(state.speakingNow).toBe(0);
    vi.advanceTimersByTime(11_999);
    expect(heard()).toHaveLength(1);
    vi.advanceTimersByTime(120_000);
    expect(heard()).toEqual(['take-card', 'take-card-urgent']);
    expect(said[1]?.volume).toBeGreaterThanOrEqual(ALARM_FLOOR_PERCENT / 100);
  });

  it('calls once for what was left behind, not for anything else', () => {
    const { channel, said, heard } = stand();
    channel.show(snapshotOf(CARD_LEFT, 1, changes));
    vi.advanceTimersByTime(120_000);
    channel.show(snapshotOf(CARD_LEFT, 1, changes));
    channel.show(snapshotOf(screenNamed('menu'), 2, changes));
    channel.show(snapshotOf(screenNamed('printer-attention'), 3, changes));
    vi.advanceTimersByTime(120_000);
    expect(heard()).toEqual(['card-left']);
    expect(said[0]?.volume).toBeGreaterThanOrEqual(ALARM_FLOOR_PERCENT / 100);
  });

  it('has said an alarm that was heard to its end', () => {
    const { channel, heard } = stand();
    channel.show(snapshotOf(CARD_LEFT, 1));
    vi.advanceTimersByTime(LASTS_MS + 1_000);
    channel.show(snapshotOf(CARD_LEFT, 1, changes));
    vi.advanceTimersByTime(120_000);
    expect(heard()).toEqual(['card-left']);
  });
});

it('keeps an alarm above the floor in a quiet hour, and nothing else', () => {
  const { channel, said } = stand();
  channel.show(snapshotOf(takeCard, 1, { voice: { volumePercent: 5, stopped: false, headphones: 'unknown' } }));
  vi.advanceTimersByTime(2 * (LASTS_MS + 6_000));
  expect(said.map(({ volume }) => volume.toFixed(3))).toEqual(['0.035', '0.035', '0.200']);
});

it('speaks again on the screen after the one it was stopped on', () => {
  const { channel, heard } = stand();
  channel.show(
    snapshotOf(takeCard, 1, { voice: { volumePercent: 80, stopped: true, headphones: 'unknown' as const } }),
  );
  channel.show(snapshotOf(screenNamed('menu'), 2));
  expect(heard()).toEqual(['menu']);
});

it('follows the volume of the hour, also in the middle of a screen', () => {
  const { channel, said } = stand();
  channel.show(
    snapshotOf(takeCard, 1, { voice: { volumePercent: 100, stopped: false, headphones: 'unknown' as const } }),
  );
  channel.show(
    snapshotOf(takeCard, 1, { voice: { volumePercent: 40, stopped: false, headphones: 'unknown' as const } }),
  );
  vi.advanceTimersByTime(LASTS_MS + 6_000);
  expect(said.map(({ volume }) => volume.toFixed(2))).toEqual(['0.70', '0.28']);
});

it('speaks the language of the screen, and English where there is no voice', () => {
  const { channel, said } = stand();
  for (const [index, language] of (['ja', 'en', 'zh', 'ko'] as const).entries()) {
    channel.show(snapshotOf(takeCard, index, { language }));
  }
  expect(said.map(({ language }) => language)).toEqual(['ja', 'en', 'en', 'en']);
});

/** Lines of one clip each, by the channel's own ids. */
const lines = (...clips: ClipId[]) => clips.map((clip) => [clip]);

it('reads line after line, and leaves out what it would say by itself', () => {
  const { channel, heard, state } = stand();
  channel.show(snapshotOf(screenNamed('menu'), 1, guided));
  expect(heard()).toEqual([]);
  channel.read(lines('number-1', 'number-2'), 'ja');
  vi.advanceTimersByTime(LASTS_MS + LINE_PAUSE_MS);
  expect(heard()).toEqual(['number-1', 'number-2']);
  vi.advanceTimersByTime(60_000);
  expect(heard()).toHaveLength(2);
  expect(state.mostAtOnce).toBe(1);
});

it('reads the new thing at once instead of the old one', () => {
  const { channel, heard, state } = stand();
  channel.show(snapshotOf(screenNamed('menu'), 1, guided));
  channel.read(lines('number-1', 'number-2'), 'ja');
  channel.read(lines('number-3'), 'ja');
  vi.advanceTimersByTime(60_000);
  expect(heard()).toEqual(['number-1', 'number-3']);
  expect(state.mostAtOnce).toBe(1);
});

it('goes on reading while its screen is painted again, and stops with it', () => {
  const { channel, heard, state } = stand();
  channel.show(snapshotOf(screenNamed('payment'), 1, guided));
  channel.read(lines('number-1', 'number-2', 'number-3'), 'ja');
  channel.show(snapshotOf(screenNamed('payment'), 1, guided));
  vi.advanceTimersByTime(LASTS_MS + LINE_PAUSE_MS + 10);
  channel.show(snapshotOf(screenNamed('printing'), 2, guided));
  expect(state.speakingNow).toBe(0);
  vi.advanceTimersByTime(60_000);
  expect(heard()).toEqual(['number-1', 'number-2']);
});

it('stops reading when it is interrupted, and reminds all the same', () => {
  const { channel, heard, state } = stand();
  channel.show(snapshotOf(takeCard, 1, guided));
  channel.read(lines('number-1', 'number-2'), 'ja');
  channel.interrupt();
  expect(state.speakingNow).toBe(0);
  vi.advanceTimersByTime(6_000);
  expect(heard()).toEqual(['number-1', 'take-card']);
});

it('lets an alarm finish before it reads, and calls again afterwards', () => {
  const { channel, heard } = stand();
  channel.show(snapshotOf(CARD_LEFT, 1, guided));
  channel.read(lines('number-1'), 'ja');
  expect(heard()).toEqual(['card-left']);
  vi.advanceTimersByTime(LASTS_MS + LINE_PAUSE_MS);
  expect(heard()).toEqual(['card-left', 'number-1']);
  vi.advanceTimersByTime(LASTS_MS + 15_000);
  expect(heard()).toEqual(['card-left', 'number-1', 'card-left']);
});

it.each([
  ['nobody has asked for it', {}],
  ['silence was asked for', { ...guided, ...STOPPED }],
  ['the hour has no volume', { ...guided, ...NIGHT }],
])('reads nothing where %s', (_name, changes) => {
  const { channel, heard } = stand();
  channel.show(snapshotOf(screenNamed('attract'), 1, changes));
  channel.read(lines('number-1'), 'ja');
  vi.advanceTimersByTime(60_000);
  expect(heard()).toEqual([]);
});

it('keeps alarms in the headphone mode', () => {
  const { channel, heard } = stand();
  channel.show(snapshotOf(CARD_LEFT, 1, guided));
  channel.show(snapshotOf(takeCard, 2, guided));
  vi.advanceTimersByTime(30_000);
  expect(heard()[0]).toBe('card-left');
  expect(heard()).toContain('take-card-urgent');
});

it('says nothing more after silence', () => {
  const { channel, state, heard } = stand();
  channel.show(snapshotOf(takeCard));
  channel.silence();
  vi.advanceTimersByTime(60_000);
  expect([state.speakingNow, heard().length]).toEqual([0, 1]);
});

it('goes on asking when the sound fails, reports it once, and once more when it is back', () => {
  const { channel, state, reports, heard } = stand('failed');
  channel.show(snapshotOf(takeCard));
  vi.advanceTimersByTime(40_000);
  expect(heard().length).toBeGreaterThan(3);
  expect(reports).toEqual(['voice-output-failed']);
  state.end = 'finished';
  vi.advanceTimersByTime(20_000);
  expect(reports).toEqual(['voice-output-failed', 'voice-output-back']);
});

it('survives an output that throws', () => {
  const { channel, reports } = stand('throws');
  channel.show(snapshotOf(takeCard));
  vi.advanceTimersByTime(40_000);
  channel.show(snapshotOf(screenNamed('menu'), 2));
  vi.advanceTimersByTime(40_000);
  expect(reports).toEqual(['voice-output-failed']);
});

it('gives up a clip that never ends, and asks again', () => {
  const { channel, reports, heard, state } = stand('never');
  channel.show(snapshotOf(takeCard));
  vi.advanceTimersByTime(UTTERANCE_LIMIT_MS - 1);
  expect(reports).toEqual([]);
  vi.advanceTimersByTime(1 + 6_000);
  expect(reports).toEqual(['voice-output-silent']);
  expect(heard()).toHaveLength(2);
  expect(state.mostAtOnce).toBe(1);
});

it('never speaks with two voices, whatever is shown when', () => {
  const step = fc.record({
    screen: fc.constantFrom(...SCREENS, CARD_LEFT),
    seq: fc.nat(3),
    stopped: fc.boolean(),
    spokenGuidance: fc.boolean(),
    readLines: fc.nat(3),
    interrupts: fc.boolean(),
    waitMs: fc.nat(20_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.constantFrom('finished', 'failed', 'never'), (steps, end) => {
      const { channel, state } = stand(end);
      for (const { screen, seq, stopped, spokenGuidance, readLines, interrupts, waitMs } of steps) {
        const voice = { volumePercent: 80, stopped, headphones: 'unknown' as const };
        channel.show(snapshotOf(screen, seq, { voice, options: { ...USUAL_OPTIONS, spokenGuidance } }));
        if (readLines > 0) channel.read(lines('number-1', 'number-2', 'number-3').slice(0, readLines), 'ja');
        if (interrupts) channel.interrupt();
        vi.advanceTimersByTime(waitMs);
      }
      expect(state.mostAtOnce).toBeLessThanOrEqual(1);
      channel.silence();
      expect([state.speakingNow, vi.getTimerCount()]).toEqual([0, 0]);
    }),
    { numRuns: 200, seed: 20261122 },
  );
});
