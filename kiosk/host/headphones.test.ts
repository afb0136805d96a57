/** Headphones at a whole terminal: said in every frame, they have everything spoken for one visit and nobody else's. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { USUAL_OPTIONS } from '../snapshot.ts';
import { syntheticDirective } from './testing/scripted-line.ts';
import { type ScriptedTerminal, scriptedTerminal } from './testing/scripted-terminal.ts';
import type { ScriptedVisit } from './testing/scripted-visit-process.ts';
import { beginVisit, heard, NOON, openTerminal } from './testing/staged-visit.ts';

let terminal: ScriptedTerminal;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const snapshot = () => terminal.screens.snapshot();
const GUIDED = { ...USUAL_OPTIONS, spokenGuidance: true };
const endVisit = async (visit: ScriptedVisit): Promise<void> => {
  visit.say({ type: 'ended', outcome: 'finished', refusal: null });
  visit.exit(0);
  await pass(1_000);
};
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'], now: NOON });
  terminal = scriptedTerminal();
});
afterEach(() => {
  vi.useRealTimers();
  terminal.remove();
});

describe('while nobody is served', () => {
  it('plugging in has the screen spoken, starts no visit and keeps the other choices', async () => {
    const host = await openTerminal(terminal, pass);
    terminal.screens.tap({ type: 'language', language: 'en' });
    expect(snapshot()).toMatchObject({ options: USUAL_OPTIONS, voice: { headphones: 'out' } });
    terminal.audioJack.plug('in');
    await pass(10);
    expect(snapshot()).toMatchObject({
      language: 'en',
      options: GUIDED,
      voice: { headphones: 'in' },
      screen: { name: 'attract' },
    });
    expect(host.state()).toBe('idle');
  });

  it('pulling out takes no choice back, and the screen says at once that nobody listens', async () => {
    await openTerminal(terminal, pass);
    terminal.audioJack.plug('in');
    const { screenSeq } = snapshot();
    terminal.audioJack.plug('out');
    expect(snapshot()).toMatchObject({ screenSeq, options: GUIDED, voice: { headphones: 'out' } });
    terminal.audioJack.plug('unknown');
    expect(snapshot().voice.headphones).toBe('unknown');
  });

  it('the choice goes back when nobody starts; whoever listens has twice the time', async () => {
    await openTerminal(terminal, pass);
    terminal.audioJack.plug('in');
    await pass(61_000);
    expect(snapshot().options).toEqual(GUIDED);
    await pass(60_000);
    expect(snapshot()).toMatchObject({ options: USUAL_OPTIONS, voice: { headphones: 'in' } });
  });

  it('a closed terminal speaks to headphones as well', async () => {
    await openTerminal(
      terminal,
      pass,
      syntheticDirective({ service: { state: 'off', reason: { ja: '休', en: 'off' } } }),
    );
    terminal.audioJack.plug('in');
    expect(snapshot()).toMatchObject({
      options: GUIDED,
      voice: { headphones: 'in' },
      screen: { name: 'out-of-service' },
    });
  });

  it('headphones that were in before the terminal was started are heard of', async () => {
    terminal.audioJack.plug('in');
    await openTerminal(terminal, pass);
    expect(snapshot().voice.headphones).toBe('in');
  });
});

describe('in a visit', () => {
  it('headphones that are in come with it', async () => {
    await openTerminal(terminal, pass);
    terminal.audioJack.plug('in');
    const visit = await beginVisit(terminal, pass);
    expect(heard(visit, 'begin')).toMatchObject([{ options: GUIDED, headphones: 'in' }]);
    expect(heard(visit, 'headphones')).toEqual([]);
  });

  it('every plugging reaches it, and none of them as a touch', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    expect(heard(visit, 'begin')).toMatchObject([{ options: USUAL_OPTIONS, headphones: 'out' }]);
    for (const status of ['in', 'out', 'unknown'] as const) terminal.audioJack.plug(status);
    expect(heard(visit, 'headphones')).toMatchObject([
      { headphones: 'in' },
      { headphones: 'out' },
      { headphones: 'unknown' },
    ]);
    expect(heard(visit, 'touch')).toEqual([]);
  });

  it('the choice ends with it, though the headphones stay in', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    terminal.audioJack.plug('in');
    await endVisit(visit);
    expect(snapshot()).toMatchObject({
      options: USUAL_OPTIONS,
      voice: { headphones: 'in' },
      screen: { name: 'attract' },
    });
    terminal.screens.tap({ type: 'start' });
    await pass(10);
    const begun = terminal.visits.flatMap((each) => heard(each, 'begin'));
    expect(begun).toHaveLength(2);
    expect(begun[1]).toMatchObject({ options: USUAL_OPTIONS, headphones: 'in' });
    expect(heard(visit, 'headphones')).toHaveLength(1);
  });

  it('one that broke off tells so to headphones, and changing them gives it no more time', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    visit.exit(70);
    await pass(10);
    expect(snapshot()).toMatchObject({ screen: { name: 'refused' }, voice: { headphones: 'out' } });
    for (let second = 0; second < 19; second += 1) {
      await pass(1_000);
      terminal.audioJack.plug(second % 2 === 0 ? 'in' : 'out');
    }
    expect(snapshot()).toMatchObject({ screen: { name: 'refused' }, options: GUIDED, voice: { headphones: 'in' } });
    await pass(1_000);
    expect(snapshot().screen.name).not.toBe('refused');
  });
});

describe("the operator's screens", () => {
  it('say who listens, and plugging in changes nothing on them', async () => {
    await openTerminal(terminal, pass);
    terminal.screens.tap({ type: 'staff' });
    terminal.audioJack.plug('in');
    expect(snapshot()).toMatchObject({
      options: USUAL_OPTIONS,
      voice: { headphones: 'in' },
      screen: { name: 'operator-code' },
    });
  });

  it('hide no plugging from the visit under them', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    terminal.screens.tap({ type: 'staff' });
    terminal.audioJack.plug('in');
    expect(heard(visit, 'headphones')).toMatchObject([{ headphones: 'in' }]);
    expect(snapshot().screen.name).toBe('operator-code');
  });
});
