/** The one voice: who interrupts whom, what is repeated and how soon, what silences it, and what a broken output does. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { USUAL_OPTIONS } from '../snapshot.ts';
import { headphoneGuide } from './headphone-guide.ts';
import { CARD_LEFT, SCREENS, screenNamed, snapshotOf } from './testing/snapshots.ts';
import { openVoiceChannel, UTTERANCE_LIMIT_MS, type Utterance, type VoiceEnd } from './voice-channel.ts';

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

it.each([
  ['somebody stops it', { voice: { volumePercent: 80, stopped: true } }],
  ['the hour has no volume', { voice: { volumePercent: 0, stopped: false } }],
])('is silent at once and stays so when %s, alarm or not', (_name, changes) => {
  for (const screen of [takeCard, CARD_LEFT]) {
    const { channel, state, heard } = stand();
    channel.show(snapshotOf(screen, 1));
    channel.show(snapshotOf(screen, 1, changes));
    expect(state.speakingNow).toBe(0);
    vi.advanceTimersByTime(120_000);
    expect(heard()).toHaveLength(1);
  }
});

it('speaks again on the screen after the one it was stopped on', () => {
  const { channel, heard } = stand();
  channel.show(snapshotOf(takeCard, 1, { voice: { volumePercent: 80, stopped: true } }));
  channel.show(snapshotOf(screenNamed('menu'), 2));
  expect(heard()).toEqual(['menu']);
});

it('follows the volume of the hour, also in the middle of a screen', () => {
  const { channel, said } = stand();
  channel.show(snapshotOf(takeCard, 1, { voice: { volumePercent: 100, stopped: false } }));
  channel.show(snapshotOf(takeCard, 1, { voice: { volumePercent: 40, stopped: false } }));
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

it('reads a screen with its sums to headphones, and again when they change', () => {
  const { channel, heard } = stand();
  channel.show(snapshotOf({ name: 'payment', totalYen: 240, insertedYen: 0, means: ['coins'] }, 1, guided));
  channel.show(snapshotOf({ name: 'payment', totalYen: 240, insertedYen: 100, means: ['coins'] }, 1, guided));
  expect(heard()).toEqual([
    'insert-coins price-is number-200 number-40 yen',
    'insert-coins price-is number-200 number-40 yen inserted-is number-100 yen',
  ]);
});

it('keeps alarms in the headphone mode', () => {
  const { channel, heard } = stand();
  channel.show(snapshotOf(CARD_LEFT, 1, guided));
  channel.show(snapshotOf(takeCard, 2, guided));
  vi.advanceTimersByTime(30_000);
  expect(heard()[0]).toBe('card-left');
  expect(heard()).toContain('take-card-urgent');
});

it('says the screen again when asked to, and nothing where nothing is said', () => {
  const { channel, state, heard } = stand();
  channel.again();
  channel.show(snapshotOf(screenNamed('menu'), 1, guided));
  vi.advanceTimersByTime(500);
  channel.again();
  expect(heard()).toEqual(Array(2).fill('menu price-is number-100 number-20 yen'));
  expect(state.mostAtOnce).toBe(1);
  channel.silence();
  channel.again();
  expect(heard()).toHaveLength(2);
});

it('says the screen again to the guide that is told the same words twice', () => {
  const { channel, heard } = stand();
  const guide = headphoneGuide(channel);
  channel.show(snapshotOf(screenNamed('menu'), 1, guided));
  for (const words of ['menu', 'menu', 'copies']) guide.screen(snapshotOf(screenNamed('menu')), words);
  expect(heard()).toHaveLength(2);
  guide.silence();
  guide.screen(snapshotOf(screenNamed('menu')), 'copies');
  expect(heard()).toHaveLength(2);
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
    waitMs: fc.nat(20_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.constantFrom('finished', 'failed', 'never'), (steps, end) => {
      const { channel, state } = stand(end);
      for (const { screen, seq, stopped, spokenGuidance, waitMs } of steps) {
        const voice = { volumePercent: 80, stopped };
        channel.show(snapshotOf(screen, seq, { voice, options: { ...USUAL_OPTIONS, spokenGuidance } }));
        if (stopped) expect(state.speakingNow).toBe(0);
        vi.advanceTimersByTime(waitMs);
      }
      expect(state.mostAtOnce).toBeLessThanOrEqual(1);
      channel.silence();
      expect([state.speakingNow, vi.getTimerCount()]).toEqual([0, 0]);
    }),
    { numRuns: 200, seed: 20261122 },
  );
});
