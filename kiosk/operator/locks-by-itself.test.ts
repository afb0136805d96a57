import { describe, expect, it } from 'vitest';
import { FAULTY, heard, scriptedTerminal } from './testing/scripted-terminal.ts';

type Terminal = ReturnType<typeof scriptedTerminal>;

const tick = (terminal: Terminal, seconds: number): void => {
  for (let second = 0; second < seconds; second += 1) terminal.clock.increment(1_000);
};

describe('a desk that nobody touches', () => {
  it('warns fifteen seconds before, and locks after ninety', async () => {
    const terminal = scriptedTerminal();
    await terminal.signIn();
    tick(terminal, 74);
    expect(terminal.desk.painted()?.idleWarningSeconds).toBeNull();
    tick(terminal, 1);
    expect(terminal.desk.painted()?.idleWarningSeconds).toBe(15);
    tick(terminal, 14);
    expect(terminal.desk.painted()?.idleWarningSeconds).toBe(1);
    tick(terminal, 1);
    expect(terminal.desk.painted()).toBeNull();
    expect(terminal.records.at(-1)).toEqual({ action: 'locked', code: 'idle', operatorId: 'clerk-1' });
  });

  it.each(['more-time', 'next'] as const)('is given all the time again by %s', async (type) => {
    const terminal = scriptedTerminal();
    await terminal.signIn();
    tick(terminal, 80);
    terminal.desk.touch({ type });
    expect(terminal.desk.painted()?.idleWarningSeconds).toBeNull();
    tick(terminal, 89);
    expect(terminal.desk.isOpen()).toBe(true);
    tick(terminal, 1);
    expect(terminal.desk.isOpen()).toBe(false);
  });

  it('locks on every screen that waits for the clerk', async () => {
    const ways: [string, (terminal: Terminal) => void][] = [
      ['operator-home', () => {}],
      ['operator-step', (terminal) => terminal.fault('paper')],
      ['operator-question', (terminal) => terminal.task('restart')],
      ['operator-readiness', (terminal) => terminal.task('readiness')],
      ['operator-result', (terminal) => terminal.task('maintenance-on')],
    ];
    for (const [name, go] of ways) {
      const terminal = scriptedTerminal();
      terminal.see(FAULTY.paper);
      await terminal.signIn();
      go(terminal);
      await heard();
      expect(terminal.screen()?.name).toBe(name);
      tick(terminal, 180);
      expect(terminal.desk.isOpen(), name).toBe(false);
    }
  });

  it('locks on the code screen sooner', () => {
    const terminal = scriptedTerminal();
    terminal.desk.open('gesture');
    tick(terminal, 45);
    expect(terminal.desk.isOpen()).toBe(false);
    expect(terminal.written()).toEqual(['opened-gesture', 'locked-idle']);
  });

  it('gives time for a cartridge to be fetched within a recovery', async () => {
    const terminal = scriptedTerminal();
    terminal.see(FAULTY.toner);
    await terminal.signIn();
    terminal.fault('toner');
    tick(terminal, 179);
    expect(terminal.screen()?.name).toBe('operator-step');
    tick(terminal, 1);
    expect(terminal.desk.isOpen()).toBe(false);
  });

  it('waits for a host that works, and counts from its result', async () => {
    let done = (): void => {};
    const terminal = scriptedTerminal({
      carryOut: () => new Promise((resolve) => (done = () => resolve({ result: 'done', yen: 0 }))),
    });
    await terminal.signIn();
    terminal.task('export-log');
    await heard();
    tick(terminal, 110);
    expect(terminal.words()).toBe('working: export-log');
    done();
    await heard();
    tick(terminal, 74);
    expect(terminal.desk.painted()?.idleWarningSeconds).toBeNull();
    expect(terminal.words()).toBe('export-log: done');
    tick(terminal, 16);
    expect(terminal.desk.isOpen()).toBe(false);
  });
});

describe('the desk', () => {
  it('keeps nobody signed in for longer than half an hour, whatever is touched', async () => {
    const terminal = scriptedTerminal();
    await terminal.signIn();
    for (let minute = 0; minute < 30; minute += 1) {
      expect(terminal.desk.isOpen()).toBe(true);
      terminal.desk.touch({ type: 'more-time' });
      tick(terminal, 60);
    }
    expect(terminal.desk.isOpen()).toBe(false);
    expect(terminal.written().at(-1)).toBe('locked-limit');
  });

  it.each(['clerk', 'idle', 'key-switch', 'stopped'] as const)(
    'is locked by the host (%s) wherever it is',
    async (why) => {
      const terminal = scriptedTerminal();
      await terminal.signIn();
      terminal.desk.lock(why);
      expect(terminal.desk.painted()).toBeNull();
      expect(terminal.written().at(-1)).toBe(`locked-${why}`);
      terminal.desk.lock(why);
      expect(terminal.written().filter((code) => code.startsWith('locked'))).toHaveLength(1);
    },
  );

  it('asks for the code again after it was locked', async () => {
    const terminal = scriptedTerminal();
    await terminal.signIn();
    terminal.desk.touch({ type: 'operator-lock' });
    terminal.desk.open('gesture');
    expect(terminal.screen()?.name).toBe('operator-code');
    terminal.task('export-log');
    terminal.fault('paper');
    expect(terminal.orders).toEqual([]);
    expect(terminal.screen()?.name).toBe('operator-code');
  });

  it('never opens again once it is stopped', async () => {
    const terminal = scriptedTerminal();
    await terminal.signIn();
    terminal.desk.stop();
    terminal.desk.stop();
    terminal.desk.open('gesture');
    terminal.desk.touch({ type: 'digit', digit: 1 });
    terminal.desk.changed();
    expect(terminal.desk.isOpen()).toBe(false);
    expect(terminal.written().at(-1)).toBe('locked-stopped');
  });

  it('tells the host of every change of what is painted, and of nothing while it is locked', async () => {
    const terminal = scriptedTerminal();
    terminal.see(FAULTY.paper);
    expect(terminal.world.changes).toBe(0);
    await terminal.signIn();
    const before = terminal.world.changes;
    terminal.see(FAULTY.jam);
    expect(terminal.world.changes).toBeGreaterThan(before);
    expect(terminal.screen()).toMatchObject({ faults: ['jam'] });
  });
});
