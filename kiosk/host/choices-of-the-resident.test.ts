/** What is chosen for the screens: it goes along into the visit and to what is said after it, and never to the next person. */

import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ScreenOptions, SnapshotSchema, USUAL_OPTIONS } from '../snapshot.ts';
import { PATIENCE } from '../visit/index.ts';
import { syntheticDirective } from './testing/scripted-line.ts';
import { type ScriptedTerminal, scriptedTerminal } from './testing/scripted-terminal.ts';
import type { ScriptedVisit } from './testing/scripted-visit-process.ts';
import { beginVisit, firstSeqOf, heard, NOON, openTerminal } from './testing/staged-visit.ts';

const HELP: ScreenOptions = {
  largeText: true,
  highContrast: true,
  slowPace: true,
  lowControls: true,
  spokenGuidance: true,
};
const volumes = (percent: number) => ({ voiceVolumes: [{ from: '00:00', to: '24:00', percent }] });

let terminal: ScriptedTerminal;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const snapshot = () => v.parse(SnapshotSchema, terminal.screens.snapshot());
const choose = (options: ScreenOptions) => terminal.screens.tap({ type: 'options', options });
const chooseIn = (visit: ScriptedVisit, options: ScreenOptions, seq = firstSeqOf(visit)) =>
  terminal.screens.tap({ type: 'options', options }, seq);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'], now: NOON });
  terminal = scriptedTerminal();
});
afterEach(() => {
  vi.useRealTimers();
  terminal.remove();
});

describe('the attract screen', () => {
  it('says what can be had and how it is paid, in the words of the directive', async () => {
    await openTerminal(terminal, pass, syntheticDirective({ kinds: ['domestic', 'overseas'], ...volumes(35) }));
    expect(snapshot()).toMatchObject({
      language: 'ja',
      options: USUAL_OPTIONS,
      voice: { volumePercent: 35, stopped: false },
      screen: { name: 'attract', kinds: ['domestic', 'overseas'], means: ['coins'], priceYen: 120 },
    });
  });

  it.each(['ja', 'en', 'zh', 'ko'] as const)(
    'takes %s and every option, and the visit begins with both',
    async (language) => {
      await openTerminal(terminal, pass, syntheticDirective(volumes(0)));
      terminal.screens.tap({ type: 'language', language });
      choose(HELP);
      expect(snapshot()).toMatchObject({ language, options: HELP });
      const visit = await beginVisit(terminal, pass);
      expect(heard(visit, 'begin')).toMatchObject([{ language, options: HELP, voiceVolumePercent: 0 }]);
    },
  );

  it('is quiet when somebody has heard enough, without being another screen', async () => {
    await openTerminal(terminal, pass);
    const before = snapshot();
    terminal.screens.tap({ type: 'stop-voice' });
    expect(snapshot()).toEqual({ ...before, voice: { ...before.voice, stopped: true } });
    await pass(61_000);
    expect(snapshot().voice.stopped).toBe(false);
  });

  it('is as loud as the hour has it', async () => {
    const night = { voiceVolumes: [{ from: '12:01', to: '13:00', percent: 20 }] };
    await openTerminal(terminal, pass, syntheticDirective(night));
    expect(snapshot().voice.volumePercent).toBe(70);
    await pass(61_000);
    expect(snapshot().voice.volumePercent).toBe(20);
  });
});

describe('the next person', () => {
  it('begins with Japanese and the usual screens, whatever was chosen before and in the visit', async () => {
    await openTerminal(terminal, pass);
    terminal.screens.tap({ type: 'language', language: 'en' });
    choose(HELP);
    const visit = await beginVisit(terminal, pass);
    terminal.screens.tap({ type: 'language', language: 'ko' }, firstSeqOf(visit));
    chooseIn(visit, { ...HELP, slowPace: false });
    visit.say({ type: 'ended', outcome: 'finished', refusal: null });
    visit.exit(0);
    await pass(1_000);
    expect(snapshot()).toMatchObject({ language: 'ja', options: USUAL_OPTIONS, screen: { name: 'attract' } });
    await beginVisit(terminal, pass);
    const begins = terminal.visits.flatMap((one) => heard(one, 'begin'));
    expect(begins).toMatchObject([
      { language: 'en', options: HELP },
      { language: 'ja', options: USUAL_OPTIONS },
    ]);
  });
});

describe('the screen that says why a visit broke off', () => {
  async function brokenOff(options: ScreenOptions): Promise<void> {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    terminal.screens.tap({ type: 'language', language: 'zh' }, firstSeqOf(visit));
    chooseIn(visit, options);
    visit.exit(null);
    await pass(100);
  }

  it('speaks as the visit did', async () => {
    await brokenOff({ ...HELP, slowPace: false });
    expect(snapshot()).toMatchObject({
      language: 'zh',
      options: { ...HELP, slowPace: false },
      screen: { name: 'refused' },
    });
  });

  it('takes a choice without going away, stays twice as long for a slower pace, and goes with a touch', async () => {
    await brokenOff(USUAL_OPTIONS);
    choose(HELP);
    terminal.screens.tap({ type: 'stop-voice' });
    terminal.screens.tap({ type: 'language', language: 'en' });
    expect(snapshot()).toMatchObject({
      language: 'en',
      options: HELP,
      voice: { stopped: true },
      screen: { name: 'refused', refusal: 'UNAVAILABLE' },
    });
    await pass(39_000);
    expect(snapshot().screen.name).toBe('refused');
    terminal.screens.tap({ type: 'next' });
    await pass(1_000);
    expect(snapshot()).toMatchObject({ language: 'ja', options: USUAL_OPTIONS, screen: { name: 'attract' } });
  });

  it.each([
    [USUAL_OPTIONS, 20_000],
    [HELP, 40_000],
  ])('goes by itself', async (options, limitMs) => {
    await brokenOff(options);
    await pass(limitMs - 200);
    expect(snapshot().screen.name).toBe('refused');
    await pass(1_500);
    expect(snapshot().screen.name).toBe('attract');
  });
});

describe('a visit process that says it goes slowly', () => {
  const overdue = PATIENCE.payment.limitMs + 21_000;
  const isOver = (): boolean => terminal.events().includes('VISIT_PROCESS_DIED signal');
  async function hangs(o: { before?: boolean; within?: boolean; says: boolean }): Promise<void> {
    await openTerminal(terminal, pass);
    if (o.before === true) choose(HELP);
    const visit = await beginVisit(terminal, pass);
    if (o.within === true) chooseIn(visit, HELP);
    visit.frame('payment', firstSeqOf(visit) + 1, o.says);
    visit.hang();
    await pass(overdue);
    await pass(5_000);
  }

  it('gains nothing by it where nobody asked for that', async () => {
    await hangs({ says: true });
    expect(isOver()).toBe(true);
  });

  it.each([{ before: true }, { within: true }])('has twice the time where somebody did: %j', async (asked) => {
    await hangs({ ...asked, says: true });
    expect(isOver()).toBe(false);
    await pass(PATIENCE.payment.limitMs);
    expect(isOver()).toBe(true);
  });

  it('has the usual time as soon as it says that the usual pace is back', async () => {
    await hangs({ before: true, says: false });
    expect(isOver()).toBe(true);
  });
});

describe("the operator's screens", () => {
  it('take language and options of their own, and a stop of the voice for one screen', async () => {
    await openTerminal(terminal, pass, syntheticDirective(volumes(45)));
    terminal.screens.tap({ type: 'staff' });
    choose(HELP);
    terminal.screens.tap({ type: 'language', language: 'ko' });
    terminal.screens.tap({ type: 'stop-voice' });
    terminal.screens.tap({ type: 'digit', digit: 1 });
    expect(snapshot()).toMatchObject({
      language: 'ko',
      options: HELP,
      voice: { volumePercent: 45, stopped: true },
      screen: { name: 'operator-code', digits: 1 },
    });
    terminal.screens.tap({ type: 'operator-lock' });
    terminal.screens.tap({ type: 'cancel' });
    await pass(100);
    expect(snapshot()).toMatchObject({ language: 'ja', options: USUAL_OPTIONS, screen: { name: 'attract' } });
    terminal.screens.tap({ type: 'staff' });
    expect(snapshot()).toMatchObject({ options: USUAL_OPTIONS, voice: { stopped: false } });
  });
});
