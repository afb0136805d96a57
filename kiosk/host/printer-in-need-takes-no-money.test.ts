/** A page printer that waits for a clerk already: nobody pays for what could not be printed. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { READY } from './testing/scripted-devices.ts';
import { type ScriptedTerminal, scriptedTerminal } from './testing/scripted-terminal.ts';
import { beginVisit, heard, NOON, openTerminal, payOneCopy } from './testing/staged-visit.ts';

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

const attention = (cause: 'paper' | 'jam' | 'cover' | 'toner' | 'other') =>
  ({ kind: 'attention', cause, reasons: [] }) as const;
const IN_NEED = [
  ...(['paper', 'jam', 'cover', 'toner', 'other'] as const).map(attention),
  { kind: 'unqualified', missing: ['a4'] } as const,
  { kind: 'unreachable' } as const,
];
const refused = [{ type: 'payment-failed', reason: 'printer-attention' }];

describe('a page printer in need', () => {
  it.each(IN_NEED)('before money is asked for, %j: nothing is taken', async (status) => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    terminal.page.set(status);
    await payOneCopy(terminal, visit, pass);
    expect(heard(visit, 'payment-failed')).toEqual(refused);
    expect(terminal.fee.books).toEqual({ escrowYen: 0, keptYen: 0, returnedYen: 0, byHand: 0 });
    expect(heard(visit, 'inserted')).toEqual([]);
  });

  it('and mended before money is asked for takes it', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    terminal.page.set(attention('paper'));
    terminal.page.set(READY);
    await payOneCopy(terminal, visit, pass);
    expect(heard(visit, 'payment-failed')).toEqual([]);
    expect(heard(visit, 'collected')).toHaveLength(1);
  });

  it('once money has been taken leaves it to the visit: a clerk may load paper in time', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    await payOneCopy(terminal, visit, pass);
    terminal.page.set(attention('paper'));
    visit.say({ type: 'request-print', requestId: 1, copy: 1, copies: 1 });
    expect(heard(visit, 'print-permit')).toEqual([{ type: 'print-permit', requestId: 1, permitted: true }]);
  });

  it('does not hide a card: that is asked for first (P15)', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    terminal.page.set(attention('jam'));
    terminal.reader.set({ kind: 'card-present', insertion: 1 });
    await payOneCopy(terminal, visit, pass);
    expect(heard(visit, 'payment-failed')).toEqual([{ type: 'payment-failed', reason: 'card-in-reader' }]);
  });
});
