import { describe, expect, it } from 'vitest';
import { RECOVERIES } from './recoveries.ts';
import { FAULTY, heard, scriptedTerminal, soundView } from './testing/scripted-terminal.ts';
import { faultsOf } from './view.ts';
import { OPERATOR_FAULTS, OPERATOR_STEPS, type OperatorFault } from './words.ts';

const stepsOf = (fault: OperatorFault): string[] => RECOVERIES[fault].steps.map((step) => `${fault}: ${step}`);

/** Takes every step, and tells what each screen said. */
function takeAllSteps(terminal: ReturnType<typeof scriptedTerminal>, fault: OperatorFault): string[] {
  const said: string[] = [];
  while (terminal.words().startsWith(`${fault}: `) && said.length < 20) {
    said.push(terminal.words());
    terminal.next();
  }
  return said;
}

/** A terminal with one fault, at whose desk a clerk is signed in. `mends`: the device works again when it is looked at. */
async function signedInAt(fault: OperatorFault, o: { mends: boolean }) {
  const terminal = scriptedTerminal({
    lookAgain: (looked) => {
      terminal.looks.push(looked);
      if (o.mends) terminal.world.view = soundView;
      return Promise.resolve();
    },
  });
  terminal.see(FAULTY[fault]);
  await terminal.signIn();
  return terminal;
}

const LOOKED_AT = OPERATOR_FAULTS.filter((fault) => RECOVERIES[fault].after.kind !== 'task');

describe.each(LOOKED_AT)('the recovery of %s', (fault) => {
  it('leads through its steps to a device that works, and writes all of it down', async () => {
    const terminal = await signedInAt(fault, { mends: true });
    expect(terminal.screen()).toMatchObject({ name: 'operator-home', faults: [fault] });
    terminal.fault(fault);
    expect(takeAllSteps(terminal, fault)).toEqual(stepsOf(fault));
    expect(terminal.words()).toBe('working: check-device');
    await heard();
    expect(terminal.looks).toEqual([fault]);
    expect(terminal.words()).toBe('check-device: fixed');
    expect(terminal.written().slice(2)).toEqual([
      `recovery-${fault}`,
      ...RECOVERIES[fault].steps.map((step) => `step-${step}`),
      `checked-${fault}-fixed`,
    ]);
    terminal.next();
    expect(terminal.screen()).toMatchObject({ name: 'operator-home', faults: [] });
  });

  it('ends at the center where it does not help', async () => {
    const terminal = await signedInAt(fault, { mends: false });
    terminal.fault(fault);
    for (const round of ['still-wrong', 'call-center']) {
      takeAllSteps(terminal, fault);
      for (let look = 0; look < 6; look += 1) {
        await heard();
        terminal.clock.increment(5_000);
      }
      await heard();
      if (RECOVERIES[fault].after.kind === 'center') {
        expect(terminal.words()).toBe('check-device: call-center');
        break;
      }
      expect(terminal.words()).toBe(`check-device: ${round}`);
      terminal.next();
      if (round === 'still-wrong') expect(terminal.screen()).toMatchObject({ number: 1, again: true });
    }
    terminal.next();
    expect(terminal.screen()?.name).toBe('operator-home');
  });
});

describe('a recovery that leads into a task', () => {
  it.each([
    ['card-left', ['take-card-out'], 'left-card: what-about-the-card'],
    ['paper-left', ['take-paper-out', 'do-not-read-or-destroy'], 'left-paper: what-about-the-paper'],
    ['money-owed', [], 'settle-money: is-the-money-paid'],
    ['stuck-visit', [], 'reset-visit: why-reset'],
  ] as const)('%s', async (fault, steps, question) => {
    const terminal = await signedInAt(fault, { mends: false });
    terminal.fault(fault);
    expect(takeAllSteps(terminal, fault)).toEqual(steps.map((step) => `${fault}: ${step}`));
    expect(terminal.words()).toBe(question);
    expect(terminal.written().at(-1)).toBe(`${question.split(':')[0]}-begun`);
    expect(terminal.looks).toEqual([]);
  });

  it('goes home when there is nothing left to ask about', async () => {
    const terminal = await signedInAt('card-left', { mends: false });
    terminal.fault('card-left');
    terminal.world.view = soundView;
    terminal.next();
    expect(terminal.screen()?.name).toBe('operator-home');
    expect(terminal.written().at(-1)).toBe('given-up-card-left');
  });
});

describe('a device', () => {
  it('with another fault after the first is mended goes on with that one', async () => {
    const terminal = await signedInAt('jam', { mends: false });
    terminal.fault('jam');
    terminal.world.view = { ...soundView, ...FAULTY.cover };
    takeAllSteps(terminal, 'jam');
    await heard();
    expect(terminal.words()).toBe('check-device: still-wrong');
    terminal.next();
    expect(terminal.screen()).toMatchObject({ fault: 'cover', step: 'close-cover', again: false });
  });

  it('that was switched off and on is given time to start', async () => {
    const terminal = await signedInAt('printer', { mends: false });
    terminal.fault('printer');
    terminal.next();
    await heard();
    expect(terminal.words()).toBe('working: check-device');
    terminal.world.view = soundView;
    terminal.clock.increment(5_000);
    await heard();
    expect(terminal.words()).toBe('check-device: fixed');
    expect(terminal.looks).toEqual(['printer', 'printer']);
  });

  it('that cannot be looked at is a failure, not a dead screen', async () => {
    const terminal = scriptedTerminal({ lookAgain: () => Promise.reject(new Error('A bug in the host.')) });
    terminal.see(FAULTY.cover);
    await terminal.signIn();
    terminal.fault('cover');
    terminal.next();
    await heard();
    expect(terminal.words()).toBe('check-device: failed');
    expect(terminal.written().at(-1)).toBe('checked-cover-failed');
    terminal.back();
    expect(terminal.screen()?.name).toBe('operator-home');
  });

  it('that never answers does not hold the clerk', async () => {
    const terminal = scriptedTerminal({ lookAgain: () => new Promise(() => {}) });
    terminal.see(FAULTY.cover);
    await terminal.signIn();
    terminal.fault('cover');
    terminal.next();
    await heard();
    terminal.clock.increment(30_000);
    expect(terminal.words()).toBe('check-device: failed');
    expect(terminal.written().at(-1)).toBe('overdue-cover');
  });
});

describe('the steps', () => {
  it('are taken one at a time, back too, and left at will', async () => {
    const terminal = await signedInAt('paper', { mends: false });
    terminal.fault('paper');
    terminal.next();
    expect(terminal.screen()).toMatchObject({ step: 'load-paper', number: 2, of: 3 });
    terminal.back();
    expect(terminal.screen()).toMatchObject({ step: 'open-tray', number: 1 });
    terminal.back();
    expect(terminal.screen()?.name).toBe('operator-home');
    terminal.fault('paper');
    terminal.next();
    terminal.cancel();
    expect(terminal.screen()?.name).toBe('operator-home');
    expect(terminal.written().filter((code) => code === 'given-up-paper')).toHaveLength(2);
  });

  it('of a fault that is not there are not offered', async () => {
    const terminal = await signedInAt('paper', { mends: false });
    for (const fault of OPERATOR_FAULTS.filter((other) => other !== 'paper')) terminal.fault(fault);
    expect(terminal.screen()?.name).toBe('operator-home');
  });

  it('are each of use somewhere, and few enough for a screen to count', () => {
    const used = new Set(OPERATOR_FAULTS.flatMap((fault) => RECOVERIES[fault].steps));
    expect(OPERATOR_STEPS.filter((step) => !used.has(step))).toEqual([]);
    for (const fault of OPERATOR_FAULTS) expect(RECOVERIES[fault].steps.length).toBeLessThanOrEqual(9);
  });

  it('never tell anybody to read or throw away a sheet that may be somebody’s (P7b)', () => {
    for (const fault of ['right-person', 'paper-left', 'jam'] as const)
      expect(RECOVERIES[fault].steps).toContain('do-not-read-or-destroy');
  });

  it('belong to faults of which each is there alone in these tests', () => {
    for (const fault of OPERATOR_FAULTS) expect(faultsOf({ ...soundView, ...FAULTY[fault] }), fault).toEqual([fault]);
  });
});
