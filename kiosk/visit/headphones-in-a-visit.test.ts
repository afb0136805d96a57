/** Headphones in a visit: every frame says who listens; plugging in has everything spoken, and starts nothing else. */
import { describe, expect, it } from 'vitest';
import { USUAL_OPTIONS } from '../snapshot.ts';
import { type PlayedVisit, playVisit } from './testing/play-visit.ts';

const plug = async (visit: PlayedVisit, headphones: 'in' | 'out' | 'unknown') => {
  visit.run.headphones(headphones);
  await visit.rest();
};

describe('headphones', () => {
  it.each(['in', 'out', 'unknown'] as const)(
    'that are %s when the visit begins are so in every frame',
    async (headphones) => {
      const visit = playVisit({}, { headphones });
      await visit.to.payment();
      expect(visit.frames.length).toBeGreaterThan(10);
      expect(new Set(visit.frames.map(({ voice }) => voice.headphones))).toEqual(new Set([headphones]));
      // A choice taken back before the visit stays taken back.
      expect(new Set(visit.frames.map(({ options }) => options.spokenGuidance))).toEqual(new Set([false]));
    },
  );

  it('plugged in have everything spoken from then on, and change no other choice', async () => {
    const options = { ...USUAL_OPTIONS, largeText: true, slowPace: true };
    const visit = playVisit({}, { options, headphones: 'out' });
    await visit.to.pin();
    await plug(visit, 'in');
    expect(visit.frame()).toMatchObject({
      options: { ...options, spokenGuidance: true },
      voice: { headphones: 'in' },
      screen: { name: 'pin' },
    });
  });

  it('pulled out take back no choice, and the very next frame says so', async () => {
    const visit = playVisit({}, { headphones: 'out' });
    await visit.to.preview();
    await plug(visit, 'in');
    const frames = visit.frames.length;
    await plug(visit, 'out');
    expect(visit.frames[frames]).toMatchObject({ voice: { headphones: 'out' }, options: { spokenGuidance: true } });
    await plug(visit, 'unknown');
    expect(visit.frame()).toMatchObject({ voice: { headphones: 'unknown' }, options: { spokenGuidance: true } });
  });

  it('are no touch: the screen keeps its number, what was stopped stays stopped, and the warning goes on counting', async () => {
    const visit = playVisit({}, { headphones: 'out' });
    await visit.to.pin();
    await visit.touch({ type: 'stop-voice' });
    const before = visit.frame();
    while (visit.frame()?.idleWarningSeconds === null) await visit.wait(1);
    const warned = visit.frame()?.idleWarningSeconds ?? 0;
    expect(warned).toBeGreaterThan(1);
    await plug(visit, 'in');
    expect(visit.frame()).toMatchObject({
      screenSeq: before?.screenSeq,
      idleWarningSeconds: warned,
      voice: { stopped: true },
    });
    await visit.wait(1);
    expect(visit.frame()?.idleWarningSeconds).toBe(warned - 1);
  });

  it('plugged in and out for ever keep no visit awake', async () => {
    const visit = playVisit({}, { headphones: 'out' });
    await visit.to.card();
    for (let second = 0; second < 600 && visit.ends.length === 0; second += 1) {
      await plug(visit, second % 2 === 0 ? 'in' : 'out');
      await visit.wait(1);
    }
    expect(visit.ends).toMatchObject([{ outcome: 'timed-out' }]);
    visit.run.headphones('in');
  });
});
