/** The voice: as loud as the hour has it, quiet when somebody has heard enough, and there again on the next screen. */
import { describe, expect, it } from 'vitest';
import { USUAL_OPTIONS } from '../snapshot.ts';
import { playVisit } from './testing/play-visit.ts';

const stop = { type: 'stop-voice' } as const;

describe('the voice of a visit', () => {
  it.each([0, 35, 100])('is %s percent loud in every frame', async (voiceVolumePercent) => {
    const visit = playVisit({}, { voiceVolumePercent });
    await visit.to.payment();
    expect(visit.frames.length).toBeGreaterThan(10);
    expect(new Set(visit.frames.map(({ voice }) => voice.volumePercent))).toEqual(new Set([voiceVolumePercent]));
    expect(visit.frames.some(({ voice }) => voice.stopped)).toBe(false);
  });

  it('stays stopped on its screen, whatever is touched there, and speaks on the next', async () => {
    const visit = playVisit();
    await visit.to.pin();
    await visit.touch(stop);
    expect(visit.frame()).toMatchObject({ voice: { stopped: true }, screen: { name: 'pin' } });
    await visit.type('12');
    await visit.touch({ type: 'language', language: 'ko' }, { type: 'options', options: USUAL_OPTIONS });
    await visit.touch({ type: 'help' }, { type: 'close-help' });
    expect(visit.frame()).toMatchObject({
      language: 'ko',
      voice: { stopped: true },
      screen: { name: 'pin', digits: 2 },
    });
    await visit.type('34');
    for (const frame of visit.frames.filter(({ screen }) => screen.name !== 'pin'))
      expect(frame.voice.stopped).toBe(false);
    expect(visit.screen()?.name).toBe('municipality');
  });

  it('is not stopped on the screen before by going back to it', async () => {
    const visit = playVisit();
    await visit.touch(stop, { type: 'next' }, { type: 'back' });
    expect(visit.frame()).toMatchObject({ voice: { stopped: false }, screen: { name: 'menu' } });
  });

  it('stopped is a sign of life, and begins no new screen', async () => {
    const visit = playVisit();
    await visit.wait(35);
    const before = visit.frame()?.screenSeq;
    expect(visit.frame()?.idleWarningSeconds).toBe(10);
    await visit.touch(stop);
    expect(visit.frame()).toMatchObject({ idleWarningSeconds: null, screenSeq: before });
  });
});
