import { describe, expect, it } from 'vitest';
import { createActor, SimulatedClock } from 'xstate';
import { type ServiceVerdict, terminalMachine } from './index.ts';

const serve: ServiceVerdict = { serve: true, copyYen: 120 };
const closed: ServiceVerdict = { serve: false, cause: 'needs-staff-paper', state: 'needs-staff' };

function start() {
  const calls: string[] = [];
  const clock = new SimulatedClock();
  const terminal = createActor(
    terminalMachine.provide({
      actions: { beginVisit: () => calls.push('begin'), endVisitByForce: () => calls.push('force') },
    }),
    { clock },
  );
  terminal.start();
  return { terminal, calls, clock };
}

describe("the terminal's life", () => {
  it('is closed until a verdict opens it, and starts no visit while closed', () => {
    const { terminal, calls } = start();
    terminal.send({ type: 'UI.start' });
    expect(calls).toEqual([]);
    terminal.send({ type: 'VERDICT', verdict: serve });
    expect(terminal.getSnapshot().value).toBe('idle');
  });

  it('owns one visit: a second touch starts no second one', () => {
    const { terminal, calls } = start();
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.start' });
    terminal.send({ type: 'UI.start' });
    expect(calls).toEqual(['begin']);
  });

  it('does not interrupt a visit for a verdict, and looks again before the next', () => {
    const { terminal } = start();
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.start' });
    terminal.send({ type: 'VERDICT', verdict: closed });
    expect(terminal.getSnapshot().value).toBe('visiting');
    terminal.send({ type: 'VISIT.ended' });
    expect(terminal.getSnapshot().value).toBe('closed');
    terminal.send({ type: 'VERDICT', verdict: closed });
    expect(terminal.getSnapshot().context).toMatchObject({ cause: 'needs-staff-paper', closedState: 'needs-staff' });
  });

  it('forgets the language and the type size of somebody who did not start', () => {
    const { terminal, clock } = start();
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.language', language: 'en' });
    terminal.send({ type: 'UI.options', largeText: true, highContrast: true });
    expect(terminal.getSnapshot().context).toMatchObject({
      language: 'en',
      options: { largeText: true, highContrast: true },
    });
    clock.increment(60_000);
    expect(terminal.getSnapshot().context).toMatchObject({
      language: 'ja',
      options: { largeText: false, highContrast: false },
    });
  });

  it('ends a visit that outlives every limit', () => {
    const { terminal, calls, clock } = start();
    terminal.send({ type: 'VERDICT', verdict: serve });
    terminal.send({ type: 'UI.start' });
    clock.increment(35 * 60_000);
    expect(calls).toEqual(['begin', 'force']);
    expect(terminal.getSnapshot().value).toBe('closed');
  });
});
