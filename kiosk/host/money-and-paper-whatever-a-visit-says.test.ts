/** The host's own books of money and paper stand, whatever a visit process says, in whatever order, and however it ends. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
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

it('a visit that asks for money again after it was settled: nothing is collected, and the next resident can pay', async () => {
  const host = await openTerminal(terminal, pass);
  const visit = await beginVisit(terminal, pass);
  await payOneCopy(terminal, visit, pass);
  visit.say({ type: 'return-money', requestId: 1 });
  await pass(100);
  visit.say({ type: 'collect', kind: 'domestic', copies: 1, copyYen: 120, dueYen: 120 });
  await pass(10);
  expect(heard(visit, 'payment-failed')).toHaveLength(1);
  visit.say({ type: 'ended', outcome: 'cancelled', refusal: null });
  visit.exit(0);
  await pass(1_000);
  expect(terminal.fee.books).toMatchObject({ escrowYen: 0, returnedYen: 120 });
  expect(host.state()).toBe('idle');
  const next = await beginVisit(terminal, pass);
  await payOneCopy(terminal, next, pass);
  expect(heard(next, 'collected')).toHaveLength(1);
});

it('a visit that asks for a second sheet while one is on its way: the first one is not forgotten', async () => {
  const host = await openTerminal(terminal, pass);
  const visit = await beginVisit(terminal, pass);
  await payOneCopy(terminal, visit, pass);
  visit.say({ type: 'request-print', requestId: 1, copy: 1, copies: 1 });
  visit.say({ type: 'request-print', requestId: 2, copy: 1, copies: 1 });
  expect(heard(visit, 'print-permit')).toMatchObject([{ permitted: true }, { permitted: false }]);
  expect(terminal.holds()).toMatchObject({ paper: true });
  visit.exit(null);
  await pass(30_000);
  expect(host.cause()).toBe('needs-staff-paper-left');
});

it('a visit that asks for a sheet again after one that may have come out: that one is not forgotten', async () => {
  await openTerminal(terminal, pass);
  const visit = await beginVisit(terminal, pass);
  await payOneCopy(terminal, visit, pass);
  visit.say({ type: 'request-print', requestId: 1, copy: 1, copies: 1 });
  visit.say({ type: 'copy-ended', copy: 1, end: 'uncertain' });
  visit.say({ type: 'request-print', requestId: 2, copy: 2, copies: 1 });
  visit.say({ type: 'request-print', requestId: 3, copy: 1, copies: 1 });
  visit.say({ type: 'copy-ended', copy: 1, end: 'failed' });
  expect(terminal.holds()).toMatchObject({ paper: true });
});

it('a visit that dies with money the box cannot give back: nobody is told that nothing was charged', async () => {
  await openTerminal(terminal, pass);
  const visit = await beginVisit(terminal, pass);
  await payOneCopy(terminal, visit, pass);
  terminal.fee.script.offline = true;
  visit.exit(null);
  await pass(100);
  expect(terminal.screens.screen()).toEqual({ name: 'refused', refusal: 'PAYMENT_UNAVAILABLE', refundYen: 0 });
});

it('a visit that dies after its paper was confirmed: nobody is told that nothing was charged', async () => {
  await openTerminal(terminal, pass);
  const visit = await beginVisit(terminal, pass);
  await payOneCopy(terminal, visit, pass);
  visit.say({ type: 'request-print', requestId: 1, copy: 1, copies: 1 });
  visit.say({ type: 'copy-ended', copy: 1, end: 'confirmed' });
  visit.exit(null);
  await pass(100);
  expect(terminal.screens.screen()).toEqual({ name: 'refused', refusal: 'PRINTER_ATTENTION', refundYen: 0 });
});

it('a sheet that is confirmed when its money is on its way back: no receipt says that it was paid for', async () => {
  const { fee } = terminal.fee;
  const mayPay = Promise.withResolvers<void>();
  const giveBack = fee.giveBack;
  fee.giveBack = async (id) => {
    await mayPay.promise;
    return giveBack(id);
  };
  await openTerminal(terminal, pass);
  const visit = await beginVisit(terminal, pass);
  await payOneCopy(terminal, visit, pass);
  visit.say({ type: 'request-print', requestId: 1, copy: 1, copies: 1 });
  visit.say({ type: 'return-money', requestId: 2 });
  await pass(100);
  visit.say({ type: 'copy-ended', copy: 1, end: 'confirmed' });
  // What a restart at this instant would go by is what is being carried out.
  expect(readFileSync(join(terminal.directory, 'journal.jsonl'), 'utf8')).not.toContain('confirmed');
  mayPay.resolve();
  await pass(100);
  expect(terminal.fee.books).toMatchObject({ keptYen: 0, returnedYen: 120 });
  expect(terminal.receipt.script.printed).toBe(0);
  expect(terminal.holds()).toMatchObject({ paper: true });
});
