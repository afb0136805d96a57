/** What a page says of its sound: on record and at the center, whatever screen it was said on, and never a touch. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ScriptedTerminal, scriptedTerminal } from './testing/scripted-terminal.ts';
import { beginVisit, firstSeqOf, heard, NOON, openTerminal } from './testing/staged-visit.ts';
import { SAME_VOICE_REPORT_EVERY_MS, VOICE_REPORT_EVERY_MS, type VoiceReport } from './voice-health.ts';

let terminal: ScriptedTerminal;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const say = (code: VoiceReport, screenSeq?: number) => terminal.screens.tap({ type: 'voice-report', code }, screenSeq);
const written = () => terminal.events().filter((event) => event.startsWith('VOICE_REPORTED'));
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'], now: NOON });
  terminal = scriptedTerminal();
});
afterEach(() => {
  vi.useRealTimers();
  terminal.remove();
});

describe('a report of the voice', () => {
  it.each(['voice-output-failed', 'voice-output-silent', 'voice-output-back'] as const)(
    '%s is written down and reaches the center',
    async (code) => {
      await openTerminal(terminal, pass);
      say(code);
      await pass(5_000);
      expect(written()).toEqual([`VOICE_REPORTED ${code}`]);
      expect(terminal.line.heard.events).toContainEqual(expect.objectContaining({ event: 'VOICE_REPORTED', code }));
    },
  );

  it.each([
    ['of a screen that is gone', 0],
    ['of a screen that has not been', 9_999],
  ])('is heard %s', async (_what, screenSeq) => {
    await openTerminal(terminal, pass);
    say('voice-output-failed', screenSeq);
    expect(written()).toHaveLength(1);
  });

  it('is heard on the attract screen without being a choice', async () => {
    await openTerminal(terminal, pass);
    const before = terminal.screens.state.last;
    say('voice-output-silent');
    expect(terminal.screens.state.last).toBe(before);
  });

  it('is heard in a visit, and the visit hears nothing', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    say('voice-output-failed', firstSeqOf(visit));
    expect(written()).toHaveLength(1);
    expect(heard(visit, 'touch')).toEqual([]);
  });

  it('is heard under the operator’s screens and is no touch on them', async () => {
    await openTerminal(terminal, pass);
    terminal.screens.tap({ type: 'staff' });
    const before = terminal.screens.state.last;
    say('voice-output-failed');
    expect(written()).toHaveLength(1);
    expect(terminal.screens.state.last).toBe(before);
  });

  it('does not take away the words of a visit that broke off', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    visit.exit(70);
    await pass(10);
    say('voice-output-failed');
    expect(terminal.screens.screen().name).toBe('refused');
    expect(written()).toHaveLength(1);
  });
});

describe('a flood of them', () => {
  it('leaves one entry in a minute, and what is written last is what was said last', async () => {
    await openTerminal(terminal, pass);
    for (let n = 0; n < 2_000; n += 1) say(n % 2 === 0 ? 'voice-output-failed' : 'voice-output-back');
    expect(written()).toEqual(['VOICE_REPORTED voice-output-failed']);
    await pass(VOICE_REPORT_EVERY_MS);
    expect(written()).toEqual(['VOICE_REPORTED voice-output-failed', 'VOICE_REPORTED voice-output-back']);
    await pass(10 * VOICE_REPORT_EVERY_MS);
    expect(written()).toHaveLength(2);
  });

  it('of the same leaves one entry in an hour', async () => {
    await openTerminal(terminal, pass);
    for (let waitedMs = 0; waitedMs < SAME_VOICE_REPORT_EVERY_MS; waitedMs += 10_000) {
      say('voice-output-silent');
      await pass(10_000);
    }
    expect(written()).toHaveLength(1);
    say('voice-output-silent');
    expect(written()).toHaveLength(2);
  });

  it('keeps no visit awake: one that has fallen silent is ended as if nothing was said', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    for (let second = 0; second < 120 && heard(visit, 'abort').length === 0; second += 1) {
      for (let n = 0; n < 50; n += 1) say('voice-output-failed', firstSeqOf(visit));
      await pass(1_000);
    }
    expect(heard(visit, 'touch')).toEqual([]);
    expect(heard(visit, 'abort')).toHaveLength(1);
    expect(written()).toHaveLength(1);
  });

  it('keeps no choice of somebody who has gone', async () => {
    await openTerminal(terminal, pass);
    terminal.screens.tap({ type: 'language', language: 'ko' });
    for (let second = 0; second < 61; second += 1) {
      say('voice-output-failed');
      await pass(1_000);
    }
    expect(terminal.screens.snapshot().language).toBe('ja');
  });
});
