/** Who is at the operator's screens, and for how long: the key switch, the directive, and what was on the screen. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTerminalLog } from '../event-log/index.ts';
import { hashOperatorCode, type OperatorDesk } from '../operator/index.ts';
import { hostEvents } from './host-events.ts';
import { openOperatorOffice } from './operator-office.ts';
import { openScreenDesk } from './screen-desk.ts';
import { CLERK_CODE, doTask, signIn } from './testing/scripted-clerk.ts';
import { syntheticDirective } from './testing/scripted-line.ts';
import { type ScriptedTerminal, scriptedScreenLink, scriptedTerminal } from './testing/scripted-terminal.ts';
import { NOON, openTerminal } from './testing/staged-visit.ts';

const codeHash = await hashOperatorCode(Buffer.from(CLERK_CODE, 'ascii'));
const directive = syntheticDirective({ operators: [{ id: 'clerk-9', codeHash }] });

let terminal: ScriptedTerminal;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'], now: NOON });
  terminal = scriptedTerminal();
});
afterEach(() => {
  vi.useRealTimers();
  terminal.remove();
});

describe('a key switch that comes and goes', () => {
  it('does not throw out a clerk who came by the gesture', async () => {
    await openTerminal(terminal, pass, directive);
    terminal.screens.tap({ type: 'staff' });
    await signIn(terminal, pass);
    for (const position of ['absent', 'locked', 'absent', 'locked'] as const) terminal.keySwitch.turn(position);
    expect(terminal.screens.screen().name).toBe('operator-home');
  });

  it.each(['locked', 'absent'] as const)('locks what it stood open over when it becomes %s', async (position) => {
    await openTerminal(terminal, pass, directive);
    terminal.keySwitch.turn('open');
    await signIn(terminal, pass);
    terminal.keySwitch.turn(position);
    expect(terminal.screens.screen().name).toBe('attract');
  });
});

describe('an operator whom the directive no longer names', () => {
  it('is locked out of the screens at once, and the center hears why', async () => {
    await openTerminal(terminal, pass, directive);
    terminal.screens.tap({ type: 'staff' });
    await signIn(terminal, pass);
    terminal.line.connect(syntheticDirective({ version: 8 }));
    await pass(100);
    expect(terminal.screens.screen().name).toBe('attract');
    expect(terminal.events()).toContain('OPERATOR_ACTION locked-removed');
    await expect(doTask(terminal, pass, 'maintenance-on', [])).resolves.toMatchObject({ name: 'attract' });
    expect(terminal.holds()?.maintenance).toBe(false);
  });

  it('goes on when another one leaves', async () => {
    await openTerminal(
      terminal,
      pass,
      syntheticDirective({ operators: [...directive.operators, { id: 'clerk-8', codeHash }] }),
    );
    terminal.screens.tap({ type: 'staff' });
    await signIn(terminal, pass);
    terminal.line.connect({ ...directive, version: 8 });
    await pass(100);
    expect(terminal.screens.screen().name).toBe('operator-home');
  });
});

describe('the money a clerk is asked about', () => {
  it('has another number than a sum that stood there before: a touch made on that one answers nothing', () => {
    const counted: boolean[] = [];
    const money = { yen: 500 };
    const desk: OperatorDesk = {
      open: () => {},
      isOpen: () => true,
      touch: () => {},
      changed: () => {},
      lock: () => {},
      painted: () => ({
        screen: {
          name: 'operator-question',
          task: 'settle-money',
          question: 'is-the-money-paid',
          answers: ['yes', 'no'],
          ...money,
        },
        allows: { back: true, cancel: true, help: false },
        idleWarningSeconds: null,
      }),
      stop: () => {},
    };
    const log = openTerminalLog({
      directory: join(terminal.directory, 'event-log'),
      limitBytes: 100_000,
      catalogue: hostEvents,
      now: () => NOON,
    })._unsafeUnwrap();
    const link = scriptedScreenLink();
    const screens = openScreenDesk(link.link, () => {});
    const office = openOperatorOffice({
      openDesk: () => desk,
      log,
      keySwitch: null,
      screens,
      nowMs: () => 0,
      view: () => {
        throw new Error('The desk is scripted.');
      },
      sound: () => ({ volumePercent: 70, headphones: 'out' }),
      isNamed: () => true,
      checkCode: () => Promise.resolve({ kind: 'locked-out' }),
      lockedForMs: () => 0,
      carryOut: () => Promise.resolve({ result: 'done', yen: 0 }),
      lookAgain: () => Promise.resolve(),
      onGone: () => {},
    });
    screens.onTouch((_, current) => void counted.push(current));
    office.open('gesture');
    const { screenSeq } = link.snapshot();
    money.yen = 1_000;
    office.changed();
    link.tap({ type: 'operator-answer', answer: 'yes' }, screenSeq);
    expect(counted).toEqual([false]);
    expect(link.snapshot().screen).toMatchObject({ yen: 1_000 });
  });
});
