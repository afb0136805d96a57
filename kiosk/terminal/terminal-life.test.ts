/** The terminal's own life, step by step, under a simulated clock. */

import { describe, expect, it } from 'vitest';
import { createActor, SimulatedClock } from 'xstate';
import { USUAL_OPTIONS } from '../snapshot.ts';
import { type ServiceVerdict, TERMINAL_DELAYS, terminalMachine, terminalStateOf } from './index.ts';

const serve: ServiceVerdict = { serve: true, copyYen: 120 };
const closed: ServiceVerdict = { serve: false, cause: 'needs-staff-paper', state: 'needs-staff' };

function start() {
  const calls: string[] = [];
  const clock = new SimulatedClock();
  const terminal = createActor(
    terminalMachine.provide({
      actions: {
        beginVisit: () => calls.push('begin'),
        endVisitByForce: () => calls.push('force'),
        restart: () => calls.push('restart'),
      },
    }),
    { clock },
  );
  terminal.start();
  return { terminal, calls, clock, state: () => terminalStateOf(terminal.getSnapshot()) };
}

describe("the terminal's life", () => {
  it('is closed until a verdict opens it, and starts no visit while closed', () => {
    const { terminal, calls, state } = start();
    terminal.send({ type: 'UI.start' });
    expect(calls).toEqual([]);
    expect(state()).toBe('starting');
    terminal.send({ type: 'VERDICT', verdict: serve });
    expect(state()).toBe('idle');
  });

  it.each(['starting', 'no-directive', 'out-of-hours', 'suspended', 'needs-staff', 'maintenance'] as const)(
    'is %s by that name, from open and from any other cause',
    (name) => {
      const { terminal, state } = start();
      for (const before of [serve, closed]) {
        terminal.send({ type: 'VERDICT', verdict: before });
        terminal.send({ type: 'VERDICT', verdict: { serve: false, cause: 'starting', state: name } });
        expect(state()).toBe(name);
      }
    },
  );

  it('owns one visit: a second touch starts no second one', () => {
    const { terminal, calls } = start();
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.start' });
    terminal.send({ type: 'UI.start' });
    expect(calls).toEqual(['begin']);
  });

  it('does not interrupt a visit for a verdict or a restart, and looks again before the next', () => {
    const { terminal, state } = start();
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.start' });
    terminal.send({ type: 'VERDICT', verdict: closed });
    terminal.send({ type: 'RESTART' });
    expect(state()).toBe('visit');
    terminal.send({ type: 'VISIT.ended' });
    expect(state()).toBe('starting');
    terminal.send({ type: 'VERDICT', verdict: closed });
    expect(state()).toBe('needs-staff');
    expect(terminal.getSnapshot().context.cause).toBe('needs-staff-paper');
  });

  it.each(['idle', 'closed'])('forgets the language and the type size of somebody who left, %s', (where) => {
    const { terminal, clock } = start();
    const verdict = where === 'idle' ? serve : closed;
    terminal.send({ type: 'VERDICT', verdict });
    terminal.send({ type: 'UI.language', language: 'en' });
    terminal.send({ type: 'UI.options', options: { ...USUAL_OPTIONS, largeText: true, highContrast: true } });
    expect(terminal.getSnapshot().context).toMatchObject({
      language: 'en',
      options: { ...USUAL_OPTIONS, largeText: true, highContrast: true },
    });
    // A verdict each second does not begin the wait anew.
    for (let second = 0; second < TERMINAL_DELAYS.choicesMs / 1_000; second += 1) {
      clock.increment(1_000);
      terminal.send({ type: 'VERDICT', verdict });
    }
    expect(terminal.getSnapshot().context).toMatchObject({
      language: 'ja',
      options: USUAL_OPTIONS,
    });
  });

  it('keeps the choices of somebody with a slower pace for twice as long', () => {
    const { terminal, clock } = start();
    const options = { ...USUAL_OPTIONS, slowPace: true };
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.options', options });
    clock.increment(2 * TERMINAL_DELAYS.choicesMs - 1);
    expect(terminal.getSnapshot().context.options).toEqual(options);
    clock.increment(1);
    expect(terminal.getSnapshot().context.options).toEqual(USUAL_OPTIONS);
  });

  it('takes the choices of a visit over, and none of them to the next person', () => {
    const { terminal } = start();
    const options = { ...USUAL_OPTIONS, lowControls: true, spokenGuidance: true };
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.start' });
    terminal.send({ type: 'UI.language', language: 'zh' });
    terminal.send({ type: 'UI.options', options });
    expect(terminal.getSnapshot().context).toMatchObject({ language: 'zh', options });
    terminal.send({ type: 'VISIT.ended' });
    terminal.send({ type: 'VERDICT', verdict: serve });
    expect(terminal.getSnapshot().context).toMatchObject({
      language: 'ja',
      options: USUAL_OPTIONS,
      voiceStopped: false,
    });
  });

  it.each<[string, boolean, boolean]>([
    ['chosen before it', true, false],
    ['chosen in it', false, true],
  ])('holds a visit at a slower pace for longer, %s', (_, before, within) => {
    const { terminal, calls, clock } = start();
    const slower = { type: 'UI.options', options: { ...USUAL_OPTIONS, slowPace: true } } as const;
    terminal.send({ type: 'VERDICT', verdict: serve });
    if (before) terminal.send(slower);
    terminal.send({ type: 'UI.start' });
    if (within) terminal.send(slower);
    // Given back after half the time: the visit had its reasons to take longer.
    clock.increment(TERMINAL_DELAYS.visitHoldMs / 2);
    terminal.send({ type: 'UI.options', options: USUAL_OPTIONS });
    clock.increment(TERMINAL_DELAYS.slowVisitHoldMs - TERMINAL_DELAYS.visitHoldMs / 2 - 1);
    expect(calls).toEqual(['begin']);
    clock.increment(1);
    expect(calls).toEqual(['begin', 'force']);
  });

  it('holds the visit after a slow one no longer than any other', () => {
    const { terminal, calls, clock } = start();
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.options', options: { ...USUAL_OPTIONS, slowPace: true } });
    terminal.send({ type: 'UI.start' });
    terminal.send({ type: 'VISIT.ended' });
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.start' });
    clock.increment(TERMINAL_DELAYS.visitHoldMs);
    expect(calls).toEqual(['begin', 'begin', 'force']);
  });

  it('is quiet where somebody has heard enough: until another screen, another cause, or nobody is there any more', () => {
    const { terminal, clock } = start();
    const isQuiet = (): boolean => terminal.getSnapshot().context.voiceStopped;
    const stop = { type: 'UI.stop-voice' } as const;
    terminal.send({ type: 'VERDICT', verdict: closed });
    terminal.send(stop);
    terminal.send({ type: 'VERDICT', verdict: closed });
    expect(isQuiet()).toBe(true);
    terminal.send({ type: 'VERDICT', verdict: { ...closed, cause: 'needs-staff-jam' } });
    expect(isQuiet()).toBe(false);
    terminal.send(stop);
    terminal.send({ type: 'VERDICT', verdict: { serve: false, cause: 'maintenance', state: 'maintenance' } });
    expect(isQuiet()).toBe(false);
    terminal.send(stop);
    terminal.send({ type: 'VERDICT', verdict: serve });
    expect(isQuiet()).toBe(false);
    terminal.send(stop);
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.language', language: 'ko' });
    expect(isQuiet()).toBe(true);
    clock.increment(TERMINAL_DELAYS.choicesMs);
    expect(isQuiet()).toBe(false);
    terminal.send(stop);
    terminal.send({ type: 'UI.start' });
    expect(isQuiet()).toBe(false);
  });

  it('ends a visit that outlives every limit, and serves nobody before it is over', () => {
    const { terminal, calls, clock, state } = start();
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.start' });
    clock.increment(TERMINAL_DELAYS.visitHoldMs);
    expect(calls).toEqual(['begin', 'force']);
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.start' });
    expect(state()).toBe('visit');
    expect(calls).toEqual(['begin', 'force']);
    terminal.send({ type: 'VISIT.ended' });
    terminal.send({ type: 'VERDICT', verdict: serve });
    expect(state()).toBe('idle');
  });

  it('restarts when a visit cannot even be ended by force', () => {
    const { terminal, calls, clock } = start();
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.start' });
    clock.increment(TERMINAL_DELAYS.visitHoldMs);
    clock.increment(TERMINAL_DELAYS.endingMs);
    expect(calls).toEqual(['begin', 'force', 'restart']);
  });

  it('restarts once, says so, and goes on when the restart does not come', () => {
    const { terminal, calls, clock, state } = start();
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'RESTART' });
    terminal.send({ type: 'RESTART' });
    terminal.send({ type: 'UI.start' });
    terminal.send({ type: 'VERDICT', verdict: serve });
    expect(calls).toEqual(['restart']);
    expect(terminal.getSnapshot().context.cause).toBe('restarting');
    clock.increment(TERMINAL_DELAYS.restartMs);
    terminal.send({ type: 'VERDICT', verdict: serve });
    expect(state()).toBe('idle');
  });
});
