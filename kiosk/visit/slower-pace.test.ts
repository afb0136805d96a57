/** Whoever chooses a slower pace has twice the time, everywhere and at once; devices are not waited for any longer. */
import { describe, expect, it } from 'vitest';
import { USUAL_OPTIONS } from '../snapshot.ts';
import { PATIENCE, patienceOf, VISIT_LIMIT_MS } from './machine/index.ts';
import { type PlayedVisit, playVisit } from './testing/play-visit.ts';
import { sampleFacts } from './testing/scripted-world.ts';

const SLOW = { ...USUAL_OPTIONS, slowPace: true };
const slower = { type: 'options', options: SLOW } as const;
const usual = { type: 'options', options: USUAL_OPTIONS } as const;
const next = { type: 'next' } as const;

const isScreen = (name: string): name is keyof typeof PATIENCE => Object.hasOwn(PATIENCE, name);
const screens = Object.keys(PATIENCE).filter(isScreen);

/** Somebody who always asks for more time, for so many minutes. */
async function lingering(visit: PlayedVisit, minutes: number): Promise<void> {
  for (let half = 0; half < minutes * 2 && visit.ends.length === 0; half += 1) {
    visit.clock.increment(25_000);
    await visit.rest();
    visit.clock.increment(5_000);
    await visit.touch({ type: 'more-time' });
  }
}

describe('the patience of a screen', () => {
  it.each(screens)('%s', (name) => {
    const usually = patienceOf(name, { slowPace: false });
    const slowly = patienceOf(name, { slowPace: true });
    expect(usually).toEqual(PATIENCE[name]);
    const factor = usually.waitsFor === 'person' ? 2 : 1;
    expect(slowly.limitMs).toBe(factor * usually.limitMs);
    expect(slowly.warnBeforeMs).toBe(factor * usually.warnBeforeMs);
  });

  it('is a device’s only where nobody has to do anything', () => {
    expect(screens.filter((name) => PATIENCE[name].waitsFor === 'device').sort()).toEqual([
      'applying',
      'checking-card',
      'printer-attention',
      'printing',
      'reading-card',
      'reading-passport',
      'returning-money',
    ]);
  });
});

describe('a visit at a slower pace', () => {
  it('warns after twice the time, for twice as long, and ends then', async () => {
    const visit = playVisit({}, { options: SLOW });
    const { limitMs, warnBeforeMs } = PATIENCE.menu;
    await visit.wait((2 * (limitMs - warnBeforeMs)) / 1_000 - 1);
    expect(visit.frame()?.idleWarningSeconds).toBeNull();
    await visit.wait(1);
    expect(visit.frame()?.idleWarningSeconds).toBe((2 * warnBeforeMs) / 1_000);
    await visit.wait((2 * warnBeforeMs) / 1_000 - 1);
    expect(visit.ends).toEqual([]);
    await visit.wait(1);
    expect(visit.ends).toEqual([{ outcome: 'timed-out', refusal: null }]);
  });

  it('begins when it is chosen, in the warning too, and ends when it is given back', async () => {
    const visit = playVisit();
    const quiet = (PATIENCE.menu.limitMs - PATIENCE.menu.warnBeforeMs) / 1_000;
    await visit.wait(quiet + 5);
    expect(visit.frame()?.idleWarningSeconds).toBe(10);
    await visit.touch(slower);
    expect(visit.frame()?.idleWarningSeconds).toBeNull();
    await visit.wait(2 * quiet - 1);
    expect(visit.frame()?.idleWarningSeconds).toBeNull();
    await visit.touch(usual);
    await visit.wait(quiet);
    expect(visit.frame()?.idleWarningSeconds).toBe(15);
  });

  it('lasts at most an hour instead of half an hour, whatever is touched', async () => {
    const hurried = playVisit();
    await lingering(hurried, VISIT_LIMIT_MS / 60_000);
    expect(hurried.ends).toEqual([{ outcome: 'timed-out', refusal: null }]);
    const visit = playVisit();
    await lingering(visit, 5);
    await visit.touch(slower);
    await lingering(visit, (2 * VISIT_LIMIT_MS) / 60_000 - 6);
    expect(visit.ends).toEqual([]);
    await lingering(visit, 1);
    expect(visit.ends).toEqual([{ outcome: 'timed-out', refusal: null }]);
  });

  it('given back before the half hour leaves the half hour', async () => {
    const visit = playVisit({}, { options: SLOW });
    await lingering(visit, 20);
    await visit.touch(usual);
    await lingering(visit, 10);
    expect(visit.ends).toEqual([{ outcome: 'timed-out', refusal: null }]);
  });

  it.each([
    ['chosen before', true],
    ['chosen in the preview', false],
  ])('keeps the preview open for twice as long, %s (K9)', async (_, before) => {
    const visit = playVisit({}, before ? { options: SLOW } : {});
    await visit.to.preview();
    if (!before) await visit.touch(slower);
    await visit.wait(39);
    expect(visit.screen()).toMatchObject({ name: 'preview', facts: { certificateId: sampleFacts.certificateId } });
    await visit.wait(1);
    expect(visit.screen()).toEqual({ name: 'preview', facts: null, pages: 1 });
  });

  it('covers the preview as soon as usual once it was given back', async () => {
    const visit = playVisit({}, { options: SLOW });
    await visit.to.preview();
    await visit.touch(next, { type: 'back' }, usual);
    await visit.wait(20);
    expect(visit.screen()).toEqual({ name: 'preview', facts: null, pages: 1 });
  });

  it.each([
    ['before', true],
    ['in the farewell', false],
  ])('says goodbye for twice as long, chosen %s', async (_, before) => {
    const visit = playVisit({}, before ? { options: SLOW } : {});
    await visit.to.payment();
    await visit.touch(next, next);
    if (!before) await visit.touch(slower);
    expect(visit.screen()?.name).toBe('goodbye');
    await visit.wait(7);
    expect(visit.ends).toEqual([]);
    await visit.wait(1);
    expect(visit.ends).toEqual([{ outcome: 'finished', refusal: null }]);
  });

  it('does not wait longer for a device', async () => {
    const visit = playVisit({ apply: ['silent'] }, { options: SLOW });
    await visit.to.preview();
    expect(visit.screen()?.name).toBe('applying');
    await visit.wait(PATIENCE.applying.limitMs / 1_000);
    expect(visit.ends).toEqual([{ outcome: 'timed-out', refusal: null }]);
  });
});
