/** A payment that cannot be ended closes the terminal although nobody is owed anything: the clerk is told what to look at. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hashOperatorCode } from '../operator/index.ts';
import { CLERK_CODE, signIn } from './testing/scripted-clerk.ts';
import { syntheticDirective } from './testing/scripted-line.ts';
import { type ScriptedTerminal, scriptedTerminal } from './testing/scripted-terminal.ts';
import { beginVisit, NOON, openTerminal, payOneCopy } from './testing/staged-visit.ts';

const codeHash = await hashOperatorCode(Buffer.from(CLERK_CODE, 'ascii'));
const directive = syntheticDirective({ operators: [{ id: 'clerk-9', codeHash }] });
let terminal: ScriptedTerminal;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const screen = () => terminal.screens.screen();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'], now: NOON });
  terminal = scriptedTerminal();
});
afterEach(() => {
  vi.useRealTimers();
  terminal.remove();
});

/** The sheet is out and the exact fee in the box, which cannot be told to keep it. */
async function paymentHangs() {
  const host = await openTerminal(terminal, pass, directive);
  const visit = await beginVisit(terminal, pass);
  await payOneCopy(terminal, visit, pass);
  visit.say({ type: 'request-print', requestId: 1, copy: 1, copies: 1 });
  await pass(10);
  visit.say({ type: 'copy-ended', copy: 1, end: 'confirmed' });
  visit.say({ type: 'paper-taken' });
  terminal.fee.script.offline = true;
  visit.exit(null);
  await pass(25_000);
  expect([host.state(), host.cause()]).toEqual(['needs-staff', 'needs-staff-money']);
  terminal.screens.tap({ type: 'staff' });
  await signIn(terminal, pass);
  expect(screen()).toMatchObject({ name: 'operator-home', owedYen: 0, faults: ['money-unsettled'] });
  return host;
}
/** Takes both steps; what the terminal says after it has looked. */
async function takeSteps() {
  terminal.screens.tap({ type: 'operator-fault', fault: 'money-unsettled' });
  await pass(10);
  for (const step of ['check-coin-box-cable', 'check-cashless-cable']) {
    expect(screen()).toMatchObject({ name: 'operator-step', fault: 'money-unsettled', step });
    terminal.screens.tap({ type: 'next' });
    await pass(10);
  }
  await pass(1_000);
  return screen();
}

it('is ended at once when its device answers again after the steps, and the terminal opens', async () => {
  const host = await paymentHangs();
  terminal.fee.script.offline = false;
  expect(await takeSteps()).toMatchObject({ name: 'operator-result', result: 'fixed' });
  expect(terminal.fee.books).toMatchObject({ keptYen: 120, returnedYen: 0 });
  terminal.screens.tap({ type: 'next' });
  await pass(10);
  expect(screen()).toMatchObject({ name: 'operator-home', faults: [] });
  terminal.screens.tap({ type: 'operator-lock' });
  terminal.screens.tap({ type: 'cancel' });
  await pass(1_000);
  expect(host.state()).toBe('idle');
});

it('is the center’s matter where the device stays away, and never asks the clerk for money', async () => {
  await paymentHangs();
  expect(await takeSteps()).toMatchObject({ name: 'operator-result', result: 'call-center' });
  terminal.screens.tap({ type: 'next' });
  await pass(10);
  const home = screen();
  expect(home).toMatchObject({ name: 'operator-home', faults: ['money-unsettled'] });
  expect(home.name === 'operator-home' && home.tasks).not.toContain('settle-money');
});
