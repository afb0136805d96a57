/** However a visit breaks off, every yen is accounted for: kept for confirmed paper, back, or owed and said to be. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PATIENCE } from '../visit/index.ts';
import { syntheticCommand } from './testing/scripted-line.ts';
import { type ScriptedTerminal, scriptedTerminal } from './testing/scripted-terminal.ts';
import { beginVisit, firstSeqOf, NOON, openTerminal, payOneCopy } from './testing/staged-visit.ts';

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
const sum = () => {
  const { escrowYen, keptYen, returnedYen } = terminal.fee.books;
  return { escrowYen, keptYen, returnedYen };
};

describe('a visit process that hangs', () => {
  it('with money in the box is ended after its screen has waited too long; the money is back, the person gone', async () => {
    const host = await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    visit.frame('payment', firstSeqOf(visit) + 1);
    await payOneCopy(terminal, visit, pass);
    visit.hang();
    await pass(PATIENCE.payment.limitMs + 30_000);
    expect(sum()).toEqual({ escrowYen: 0, keptYen: 0, returnedYen: 120 });
    expect(terminal.screens.shown.at(-1)).not.toContain('person');
    expect(terminal.events().filter((event) => /VISIT_(PROCESS|ENDED)/.test(event))).toEqual([
      'VISIT_PROCESS_DIED signal',
      'VISIT_ENDED aborted',
    ]);
    await pass(30_000);
    expect(host.state()).toBe('idle');
  });

  it('after its paper was confirmed keeps the fee, and looks for the sheet', async () => {
    const host = await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    await payOneCopy(terminal, visit, pass);
    visit.say({ type: 'request-print', requestId: 1, copy: 1, copies: 1 });
    visit.say({ type: 'copy-ended', copy: 1, end: 'confirmed' });
    visit.frame('take-paper', firstSeqOf(visit) + 5);
    visit.hang();
    await pass(PATIENCE['take-paper'].limitMs + 60_000);
    expect(sum()).toEqual({ escrowYen: 0, keptYen: 120, returnedYen: 0 });
    expect(host.cause()).toBe('needs-staff-paper-left');
  });
});

describe('a visit process that dies', () => {
  it('shows a truthful screen with what came back, until it is touched', async () => {
    const host = await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    await payOneCopy(terminal, visit, pass);
    visit.exit(null);
    await pass(100);
    expect(terminal.screens.screen()).toEqual({ name: 'refused', refusal: 'UNAVAILABLE', refundYen: 120 });
    expect(host.state()).toBe('visit');
    terminal.screens.tap({ type: 'next' });
    await pass(1_000);
    expect(host.state()).toBe('idle');
  });

  it('with a box that is away leaves the money owed: closed for it, tried again, and paid once', async () => {
    const host = await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    await payOneCopy(terminal, visit, pass);
    terminal.fee.script.offline = true;
    visit.exit(null);
    await pass(25_000);
    expect(host.cause()).toBe('needs-staff-money');
    expect(terminal.screens.screen()).toMatchObject({ name: 'out-of-service', refundOwedYen: 120 });
    terminal.fee.script.offline = false;
    await pass(11_000);
    expect(sum()).toEqual({ escrowYen: 0, keptYen: 0, returnedYen: 120 });
    expect(host.state()).toBe('idle');
    expect(terminal.events().filter((event) => event.startsWith('REFUND'))).toEqual([
      'REFUND_OWED 120',
      'REFUND_SETTLED 120',
    ]);
  });

  it('and whose money a named person paid by hand: a box that comes back never pays it again, over restarts', async () => {
    const host = await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    await payOneCopy(terminal, visit, pass);
    terminal.fee.script.offline = true;
    visit.exit(null);
    await pass(25_000);
    const order = { kind: 'settled-by-hand', settledBy: 'synthetic operator' };
    terminal.line.command(syntheticCommand(order, { processId: host.processId }));
    await pass(1_000);
    expect(host.state()).toBe('idle');
    await host.stop();
    await openTerminal(terminal, pass);
    terminal.fee.script.offline = false;
    await pass(30_000);
    // What lay in escrow is the store's, which has paid the resident out of its till.
    expect(sum()).toEqual({ escrowYen: 0, keptYen: 120, returnedYen: 0 });
    expect(terminal.fee.books.byHand).toBe(1);
    expect(terminal.events().filter((event) => event.startsWith('REFUND'))).toEqual([
      'REFUND_OWED 120',
      'REFUND_SETTLED 120',
    ]);
  });
});
