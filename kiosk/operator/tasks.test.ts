import { describe, expect, it } from 'vitest';
import type { OperatorOutcome } from './desk-types.ts';
import { FAULTY, heard, scriptedTerminal } from './testing/scripted-terminal.ts';
import type { OperatorTask } from './words.ts';

/** A terminal whose host answers each order by hand. */
function slowTerminal() {
  const answers: ((outcome: OperatorOutcome) => void)[] = [];
  const failures: ((cause: Error) => void)[] = [];
  const terminal = scriptedTerminal({
    carryOut(order) {
      terminal.orders.push(order);
      return new Promise((resolve, reject) => {
        answers.push(resolve);
        failures.push(reject);
      });
    },
  });
  return { terminal, answers, failures };
}

describe('the reset of a stuck visit', () => {
  it('asks why and whether, tells the yen, and writes who and why', async () => {
    const { terminal, answers } = slowTerminal();
    terminal.see(FAULTY['stuck-visit']);
    await terminal.signIn();
    terminal.task('reset-visit');
    expect(terminal.words()).toBe('reset-visit: why-reset');
    terminal.answer('screen-frozen');
    expect(terminal.words()).toBe('reset-visit: sure-to-reset');
    terminal.answer('yes');
    expect(terminal.words()).toBe('working: reset-visit');
    expect(terminal.orders).toEqual([
      { task: 'reset-visit', answers: ['screen-frozen', 'yes'], operatorId: 'clerk-1' },
    ]);
    answers[0]?.({ result: 'done', yen: 240 });
    await heard();
    expect(terminal.screen()).toEqual({ name: 'operator-result', task: 'reset-visit', result: 'done', yen: 240 });
    expect(terminal.written().slice(2)).toEqual([
      'reset-visit-begun',
      'reset-visit-screen-frozen',
      'reset-visit-yes',
      'reset-visit-done',
    ]);
    expect(terminal.records.slice(2).every(({ operatorId }) => operatorId === 'clerk-1')).toBe(true);
  });

  it('has the reason on disk before the host is asked', async () => {
    const written: string[] = [];
    const terminal = scriptedTerminal({
      carryOut: () => {
        written.push(...terminal.written());
        return Promise.resolve({ result: 'done', yen: 0 });
      },
    });
    terminal.see(FAULTY['stuck-visit']);
    await terminal.signIn();
    terminal.task('reset-visit');
    terminal.answer('card-stuck');
    terminal.answer('yes');
    await heard();
    expect(written.slice(-2)).toEqual(['reset-visit-card-stuck', 'reset-visit-yes']);
  });

  it('is not done after a no, nor after a step back out of it', async () => {
    const terminal = scriptedTerminal();
    terminal.see(FAULTY['stuck-visit']);
    await terminal.signIn();
    terminal.task('reset-visit');
    terminal.answer('resident-left');
    terminal.answer('no');
    expect(terminal.screen()?.name).toBe('operator-home');
    terminal.task('reset-visit');
    terminal.answer('resident-left');
    terminal.back();
    expect(terminal.words()).toBe('reset-visit: why-reset');
    terminal.back();
    expect(terminal.screen()?.name).toBe('operator-home');
    expect(terminal.orders).toEqual([]);
    expect(terminal.written().filter((code) => code === 'given-up-reset-visit')).toHaveLength(2);
  });

  it('is refused when the visit has ended by itself meanwhile', async () => {
    const terminal = scriptedTerminal();
    terminal.see(FAULTY['stuck-visit']);
    await terminal.signIn();
    terminal.task('reset-visit');
    terminal.answer('resident-left');
    terminal.world.view = { ...terminal.world.view, service: 'serving' };
    terminal.answer('yes');
    expect(terminal.words()).toBe('reset-visit: refused-now');
    expect(terminal.orders).toEqual([]);
  });
});

describe('a test print', () => {
  it.each([
    ['page-good', 'printed-good'],
    ['page-pale', 'printed-bad'],
    ['page-stained', 'printed-bad'],
    ['page-skewed', 'printed-bad'],
    ['no-page', 'not-printed'],
  ] as const)('judged %s is %s, and both are written down', async (judged, result) => {
    const terminal = scriptedTerminal();
    await terminal.signIn();
    terminal.task('test-print');
    await heard();
    expect(terminal.words()).toBe('test-print: is-the-test-page-good');
    terminal.back();
    terminal.cancel();
    expect(terminal.words()).toBe('test-print: is-the-test-page-good');
    terminal.answer(judged);
    expect(terminal.words()).toBe(`test-print: ${result}`);
    expect(terminal.written().slice(-4)).toEqual([
      'test-print-begun',
      'test-print-done',
      `test-print-${judged}`,
      `test-print-${result}`,
    ]);
  });

  it.each(['not-printed', 'failed', 'refused-now'] as const)('that is %s is not judged', async (result) => {
    const { terminal, answers } = slowTerminal();
    await terminal.signIn();
    terminal.task('test-print');
    answers[0]?.({ result, yen: 0 });
    await heard();
    expect(terminal.words()).toBe(`test-print: ${result}`);
  });
});

describe('what somebody left', () => {
  it.each(['kept-for-owner', 'kept-for-municipality', 'returned-to-owner', 'nothing-found'] as const)(
    'a card %s is told to the host',
    async (answer) => {
      const terminal = scriptedTerminal();
      terminal.see(FAULTY['card-left']);
      await terminal.signIn();
      terminal.task('left-card');
      terminal.answer(answer);
      await heard();
      expect(terminal.orders).toEqual([{ task: 'left-card', answers: [answer], operatorId: 'clerk-1' }]);
      expect(terminal.words()).toBe('left-card: done');
    },
  );

  it('after a right-person failure is handed to nobody in the store (P7b)', async () => {
    const terminal = scriptedTerminal();
    terminal.see({ ...FAULTY['right-person'], ...FAULTY['paper-left'] });
    await terminal.signIn();
    terminal.task('left-paper');
    expect(terminal.screen()).toMatchObject({ answers: ['kept-for-municipality', 'nothing-found'] });
    terminal.answer('returned-to-owner');
    terminal.answer('kept-for-owner');
    expect(terminal.orders).toEqual([]);
    terminal.answer('kept-for-municipality');
    await heard();
    expect(terminal.words()).toBe('left-paper: done');
  });
});

describe('money that is owed', () => {
  it('is settled once, for the sum on the screen', async () => {
    const terminal = scriptedTerminal();
    terminal.see({ owedYen: 350 });
    await terminal.signIn();
    terminal.task('settle-money');
    expect(terminal.screen()).toMatchObject({ question: 'is-the-money-paid', yen: 350 });
    // Another refund failed between the painting of the question and the touch.
    terminal.world.view = { ...terminal.world.view, owedYen: 470 };
    terminal.answer('yes');
    expect(terminal.screen()).toMatchObject({ question: 'is-the-money-paid', yen: 470 });
    expect(terminal.orders).toEqual([]);
    terminal.answer('yes');
    terminal.answer('yes');
    await heard();
    expect(terminal.orders).toEqual([{ task: 'settle-money', answers: ['yes'], operatorId: 'clerk-1' }]);
  });

  it('is not settled where nothing is owed any more, nor with a no', async () => {
    const terminal = scriptedTerminal();
    terminal.see({ owedYen: 350 });
    await terminal.signIn();
    terminal.task('settle-money');
    terminal.answer('no');
    expect(terminal.screen()?.name).toBe('operator-home');
    terminal.task('settle-money');
    terminal.world.view = { ...terminal.world.view, owedYen: 0 };
    terminal.answer('yes');
    expect(terminal.words()).toBe('settle-money: refused-now');
    expect(terminal.orders).toEqual([]);
  });
});

describe('the other tasks', () => {
  it.each([
    ['maintenance-on', [], {}],
    ['maintenance-off', [], { maintenance: true }],
    ['restart', ['yes'], {}],
    ['export-log', [], {}],
  ] as const)('%s is carried out', async (task, answers, view) => {
    const terminal = scriptedTerminal();
    terminal.see(view);
    await terminal.signIn();
    terminal.task(task);
    for (const answer of answers) terminal.answer(answer);
    await heard();
    expect(terminal.orders).toEqual([{ task, answers: [...answers], operatorId: 'clerk-1' }]);
    expect(terminal.words()).toBe(`${task}: done`);
  });

  it('readiness is shown from the view, live, and asks nothing of the host', async () => {
    const terminal = scriptedTerminal();
    await terminal.signIn();
    terminal.task('readiness');
    expect(terminal.screen()).toMatchObject({
      name: 'operator-readiness',
      ready: true,
      at: '2026-11-22T01:02:03.000Z',
    });
    terminal.see(FAULTY.paper);
    expect(terminal.screen()).toMatchObject({ ready: false });
    expect(terminal.written().at(-1)).toBe('readiness-ready');
    terminal.back();
    expect(terminal.screen()?.name).toBe('operator-home');
    expect(terminal.orders).toEqual([]);
  });

  it('that are not offered are not begun', async () => {
    const terminal = scriptedTerminal();
    terminal.see({ service: 'visit' });
    await terminal.signIn();
    const never: OperatorTask[] = [
      'test-print',
      'left-card',
      'left-paper',
      'settle-money',
      'maintenance-on',
      'restart',
    ];
    for (const task of never) terminal.task(task);
    expect(terminal.screen()?.name).toBe('operator-home');
    expect(terminal.orders).toEqual([]);
  });
});

describe('a host', () => {
  it('that fails is told as failed', async () => {
    const { terminal, failures } = slowTerminal();
    await terminal.signIn();
    terminal.task('export-log');
    failures[0]?.(new Error('No stick.'));
    await heard();
    expect(terminal.words()).toBe('export-log: failed');
    expect(terminal.written().at(-1)).toBe('export-log-failed');
  });

  it('that says what no screen can show is told as failed', async () => {
    const { terminal, answers } = slowTerminal();
    await terminal.signIn();
    terminal.task('export-log');
    answers[0]?.({ result: 'done', yen: -1 });
    await heard();
    expect(terminal.words()).toBe('export-log: failed');
  });

  it('that is late holds nobody, is asked nothing else but a restart, and its outcome is not lost', async () => {
    const { terminal, answers } = slowTerminal();
    await terminal.signIn();
    terminal.task('export-log');
    await heard();
    terminal.clock.increment(120_000);
    expect(terminal.words()).toBe('export-log: failed');
    terminal.next();
    terminal.task('maintenance-on');
    await heard();
    expect(terminal.words()).toBe('maintenance-on: refused-now');
    terminal.next();
    terminal.task('restart');
    terminal.answer('yes');
    await heard();
    expect(terminal.orders.map(({ task }) => task)).toEqual(['export-log', 'restart']);
    answers[0]?.({ result: 'done', yen: 0 });
    await heard();
    expect(terminal.words()).toBe('working: restart');
    expect(terminal.written().slice(2)).toEqual([
      'export-log-begun',
      'overdue-export-log',
      'maintenance-on-begun',
      'maintenance-on-refused-now',
      'restart-begun',
      'restart-yes',
      'export-log-done',
    ]);
  });

  it('whose outcome comes after the desk was locked has it written down with who ordered it', async () => {
    const { terminal, answers } = slowTerminal();
    await terminal.signIn();
    terminal.task('maintenance-on');
    await heard();
    terminal.desk.lock('key-switch');
    answers[0]?.({ result: 'done', yen: 0 });
    await heard();
    expect(terminal.desk.isOpen()).toBe(false);
    expect(terminal.records.at(-1)).toEqual({ action: 'maintenance-on', code: 'done', operatorId: 'clerk-1' });
  });
});
