/** The operator's screens over a visit: nothing of the person under them, nothing of the clerk in it, and a visit that goes on. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hashOperatorCode } from '../operator/index.ts';
import { CLERK_CODE, doTask as clerkDoes, signIn as clerkSignsIn } from './testing/scripted-clerk.ts';
import { syntheticDirective } from './testing/scripted-line.ts';
import { type ScriptedTerminal, scriptedTerminal } from './testing/scripted-terminal.ts';
import { beginVisit, firstSeqOf, heard, NOON, openTerminal, payOneCopy } from './testing/staged-visit.ts';

const codeHash = await hashOperatorCode(Buffer.from(CLERK_CODE, 'ascii'));
const directive = syntheticDirective({ operators: [{ id: 'clerk-9', codeHash }] });

let terminal: ScriptedTerminal;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const signIn = () => clerkSignsIn(terminal, pass);
const doTask = (task: Parameters<typeof clerkDoes>[2], answers: string[]) => clerkDoes(terminal, pass, task, answers);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'], now: NOON });
  terminal = scriptedTerminal();
});
afterEach(() => {
  vi.useRealTimers();
  terminal.remove();
});

describe("the operator's screens over a visit", () => {
  it('throw its page away, hold its frames back and give them back', async () => {
    await openTerminal(terminal, pass, directive);
    const visit = await beginVisit(terminal, pass);
    const seq = firstSeqOf(visit);
    visit.frame('preview', seq + 1);
    expect(terminal.screens.state.last).toContain('preview');
    terminal.screens.tap({ type: 'staff' }, seq + 1);
    expect(terminal.screens.state.freshPages).toBe(1);
    expect(terminal.screens.screen().name).toBe('operator-code');
    visit.frame('copies', seq + 2);
    expect(terminal.screens.screen().name).toBe('operator-code');
    await signIn();
    terminal.screens.tap({ type: 'operator-lock' });
    await pass(10);
    const [repaint] = heard(visit, 'repaint') as { screenSeq: number }[];
    expect(repaint?.screenSeq).toBeGreaterThan(seq + 2);
    // A frame that was on its way counts less than the repetition that was asked for.
    visit.frame('preview', seq + 2);
    expect(terminal.screens.state.last).not.toContain('preview');
    visit.frame('copies', repaint?.screenSeq ?? 0);
    expect(terminal.screens.state.last).toContain('copies');
    expect(terminal.screens.shown.filter((text) => text.includes('operator') && text.includes('person'))).toEqual([]);
  });

  it('leave nothing of the clerk on the page, even where a visit that hangs never paints again', async () => {
    await openTerminal(terminal, pass, directive);
    const visit = await beginVisit(terminal, pass);
    visit.frame('menu', firstSeqOf(visit) + 1);
    terminal.screens.tap({ type: 'staff' }, firstSeqOf(visit) + 1);
    await signIn();
    const before = terminal.screens.state.freshPages;
    terminal.screens.tap({ type: 'operator-lock' });
    await pass(10);
    expect(heard(visit, 'repaint')).toHaveLength(1);
    expect(terminal.screens.state.freshPages).toBe(before + 1);
  });

  it('keep every touch from the visit, and its own touches reach it again afterwards', async () => {
    await openTerminal(terminal, pass, directive);
    const visit = await beginVisit(terminal, pass);
    terminal.screens.tap({ type: 'staff' }, firstSeqOf(visit));
    const before = heard(visit, 'touch').length;
    await signIn();
    expect(heard(visit, 'touch').length).toBe(before);
    terminal.screens.tap({ type: 'operator-lock' });
    await pass(10);
    terminal.screens.tap({ type: 'next' }, 1_000);
    expect(heard(visit, 'touch').length).toBe(before + 1);
  });

  it('stay when the visit ends behind them, and show the open terminal when they go', async () => {
    const host = await openTerminal(terminal, pass, directive);
    const visit = await beginVisit(terminal, pass);
    terminal.screens.tap({ type: 'staff' }, firstSeqOf(visit));
    await signIn();
    visit.say({ type: 'ended', outcome: 'timed-out', refusal: null });
    visit.exit(0);
    await pass(1_000);
    expect(terminal.screens.screen().name).toBe('operator-home');
    expect(host.state()).toBe('idle');
    terminal.screens.tap({ type: 'operator-lock' });
    await pass(10);
    expect(terminal.screens.screen().name).toBe('attract');
  });

  it('reset it: the visit is over, every yen is back, and the center hears who and why', async () => {
    const host = await openTerminal(terminal, pass, directive);
    const visit = await beginVisit(terminal, pass);
    await payOneCopy(terminal, visit, pass);
    expect(terminal.fee.books.escrowYen).toBe(120);
    terminal.screens.tap({ type: 'staff' }, firstSeqOf(visit));
    await signIn();
    const result = await doTask('reset-visit', ['resident-left', 'yes']);
    expect(result).toMatchObject({ name: 'operator-result', result: 'done', yen: 120 });
    expect(terminal.fee.books).toMatchObject({ escrowYen: 0, returnedYen: 120, keptYen: 0 });
    expect(host.lastVisit()).toMatchObject({ returnedYen: 120 });
    await pass(500);
    const told = terminal.line.heard.events.filter(({ event }) => event === 'OPERATOR_ACTION');
    expect(told.map(({ code }) => code)).toContain('reset-visit-resident-left');
    expect(told.find(({ code }) => code === 'reset-visit-resident-left')?.operator).toBe('clerk-9');
  });

  it('reset one that hangs just the same, by force', async () => {
    await openTerminal(terminal, pass, directive);
    const visit = await beginVisit(terminal, pass);
    await payOneCopy(terminal, visit, pass);
    visit.hang();
    terminal.screens.tap({ type: 'staff' }, firstSeqOf(visit));
    await signIn();
    await doTask('reset-visit', ['screen-frozen', 'yes']);
    await pass(5_000);
    expect(terminal.screens.screen()).toMatchObject({ name: 'operator-result', result: 'done', yen: 120 });
    expect(terminal.fee.books).toMatchObject({ escrowYen: 0, returnedYen: 120 });
  });
});

describe("the operator's screens without a visit", () => {
  it('open by the key switch and lock when the key is turned back', async () => {
    await openTerminal(terminal, pass, directive);
    terminal.keySwitch.turn('open');
    expect(terminal.screens.screen().name).toBe('operator-code');
    await signIn();
    terminal.keySwitch.turn('locked');
    expect(terminal.screens.screen().name).toBe('attract');
    expect(terminal.events()).toContain('OPERATOR_ACTION locked-key-switch');
  });

  it('know the clerk with the line down, after the directive has run out and after a restart', async () => {
    const host = await openTerminal(terminal, pass, directive);
    await host.stop();
    terminal.line.disconnect();
    terminal.line.script.directive = null;
    const starting = terminal.start();
    await pass(10);
    await starting;
    await pass(100);
    terminal.screens.tap({ type: 'staff' });
    await signIn();
    expect(terminal.screens.screen()).toMatchObject({ operatorId: 'clerk-9' });
  });

  it('print a test page that the clerk judges, and the center hears of it', async () => {
    await openTerminal(terminal, pass, directive);
    terminal.screens.tap({ type: 'staff' });
    await signIn();
    await doTask('test-print', ['page-pale']);
    expect(terminal.page.script.printed).toBe(1);
    await pass(200);
    expect(terminal.line.heard.events).toContainEqual(
      expect.objectContaining({ event: 'TEST_PRINT', code: 'bad', operator: 'clerk-9' }),
    );
  });

  it('do not wait for a test page for ever, and nobody is served meanwhile', async () => {
    const host = await openTerminal(terminal, pass, directive);
    terminal.page.script.hangs = true;
    terminal.screens.tap({ type: 'staff' });
    await signIn();
    terminal.screens.tap({ type: 'operator-task', task: 'test-print' });
    await pass(2_000);
    expect(host.state()).toBe('maintenance');
    await pass(90_000);
    expect(host.state()).toBe('idle');
    expect(terminal.events()).toContain('TEST_PRINT not-printed');
  });
});
