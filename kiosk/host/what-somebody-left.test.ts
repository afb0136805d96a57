/** A card or a sheet that stayed (K5, P15), and a right-person failure (P2): closed for it, over restarts, until the right thing happens. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { syntheticCommand } from './testing/scripted-line.ts';
import { type ScriptedTerminal, scriptedTerminal } from './testing/scripted-terminal.ts';
import { beginVisit, heard, NOON, openTerminal, payOneCopy } from './testing/staged-visit.ts';

let terminal: ScriptedTerminal;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const CARD = { kind: 'card-present', insertion: 1 } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'], now: NOON });
  terminal = scriptedTerminal();
});
afterEach(() => {
  vi.useRealTimers();
  terminal.remove();
});
const left = () => terminal.events().filter((event) => /^(CARD|PAPER)_LEFT/.test(event));

describe('a card that stayed', () => {
  it('closes the terminal until it is gone, and the center hears of both', async () => {
    const host = await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    terminal.reader.set(CARD);
    visit.say({ type: 'ended', outcome: 'card-left', refusal: null });
    visit.exit(0);
    await pass(2_000);
    expect([host.state(), host.cause()]).toEqual(['needs-staff', 'needs-staff-card-left']);
    expect(terminal.holds()?.card).toBe(true);
    terminal.reader.set({ kind: 'empty', removed: 1 });
    await pass(2_000);
    expect(host.state()).toBe('idle');
    expect(left()).toEqual(['CARD_LEFT left', 'CARD_LEFT gone']);
  });

  it('is left by a visit that was killed, too, and by one that a power cut ended', async () => {
    const host = await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    terminal.reader.set(CARD);
    visit.exit(null);
    await pass(30_000);
    expect(host.cause()).toBe('needs-staff-card-left');
    await host.stop();
    const again = await openTerminal(terminal, pass);
    await pass(2_000);
    expect(again.cause()).toBe('needs-staff-card-left');
    // The hold was there before: it is not told twice.
    expect(left()).toEqual(['CARD_LEFT left']);
  });

  it('found at the start was left before anybody was invited', async () => {
    terminal.reader.set(CARD);
    const host = await openTerminal(terminal, pass);
    expect(host.cause()).toBe('needs-staff-card-left');
    expect(left()).toEqual(['CARD_LEFT left']);
  });

  it('is not what a resident lays down too early', async () => {
    const host = await openTerminal(terminal, pass);
    terminal.reader.set(CARD);
    await pass(10);
    expect(host.cause()).toBe('needs-staff-card-left');
    terminal.reader.set({ kind: 'empty', removed: 1 });
    await pass(10);
    expect(host.state()).toBe('idle');
    expect(left()).toEqual([]);
  });

  it('lets nobody pay, and no sheet out', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    await payOneCopy(terminal, visit, pass);
    terminal.reader.set(CARD);
    visit.say({ type: 'request-print', requestId: 1, copy: 1, copies: 1 });
    expect(heard(visit, 'print-permit')).toEqual([{ type: 'print-permit', requestId: 1, permitted: false }]);
    visit.say({ type: 'collect', kind: 'domestic', copies: 1, copyYen: 120, dueYen: 120 });
    expect(heard(visit, 'payment-failed')).toEqual([{ type: 'payment-failed', reason: 'card-in-reader' }]);
  });
});

describe('a sheet that stayed', () => {
  async function leavePaper() {
    const host = await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    await payOneCopy(terminal, visit, pass);
    visit.say({ type: 'request-print', requestId: 1, copy: 1, copies: 1 });
    visit.say({ type: 'copy-ended', copy: 1, end: 'confirmed' });
    visit.say({ type: 'settle', requestId: 2, confirmedCopies: 1 });
    await pass(10);
    visit.say({ type: 'ended', outcome: 'paper-left', refusal: null });
    visit.exit(0);
    await pass(2_000);
    return host;
  }

  it('closes the terminal, over a restart, until the center has had it looked for', async () => {
    const host = await leavePaper();
    expect(host.cause()).toBe('needs-staff-paper-left');
    await host.stop();
    const again = await openTerminal(terminal, pass);
    expect(again.cause()).toBe('needs-staff-paper-left');
    const order = { kind: 'clear-paper', clearedBy: 'synthetic operator' };
    terminal.line.command(syntheticCommand(order, { processId: again.processId }));
    await pass(1_000);
    expect(again.state()).toBe('idle');
    expect(left()).toEqual(['PAPER_LEFT left', 'PAPER_LEFT released']);
  });

  it('may lie there after a power cut, as the journal knows', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    await payOneCopy(terminal, visit, pass);
    visit.say({ type: 'request-print', requestId: 1, copy: 1, copies: 1 });
    // No stop: the next host finds what this one left on disk.
    const again = await openTerminal(terminal, pass);
    expect(again.cause()).toBe('needs-staff-paper-left');
    expect(terminal.fee.books).toMatchObject({ returnedYen: 120, keptYen: 0 });
  });

  it('that was taken is nobody’s matter any more', async () => {
    const host = await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    await payOneCopy(terminal, visit, pass);
    visit.say({ type: 'request-print', requestId: 1, copy: 1, copies: 1 });
    visit.say({ type: 'copy-ended', copy: 1, end: 'confirmed' });
    visit.say({ type: 'settle', requestId: 2, confirmedCopies: 1 });
    visit.say({ type: 'paper-taken' });
    await pass(10);
    visit.say({ type: 'ended', outcome: 'finished', refusal: null });
    visit.exit(0);
    await pass(2_000);
    expect(host.state()).toBe('idle');
    expect(terminal.fee.books).toMatchObject({ keptYen: 120, returnedYen: 0 });
    expect(terminal.receipt.script.printed).toBe(1);
    expect(left()).toEqual([]);
  });
});

describe('a right-person failure (P2)', () => {
  it('suspends the terminal over restarts; no later success, only the named person, opens it', async () => {
    const host = await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    visit.say({ type: 'right-person-failed', fault: 'name-differs' });
    visit.say({ type: 'ended', outcome: 'right-person', refusal: 'RIGHT_PERSON' });
    visit.exit(0);
    await pass(2_000);
    expect([host.state(), host.cause()]).toEqual(['suspended', 'right-person']);
    await pass(500);
    expect(terminal.line.heard.events).toContainEqual(
      expect.objectContaining({ event: 'RIGHT_PERSON_FAILED', code: 'name-differs' }),
    );
    await host.stop();
    const again = await openTerminal(terminal, pass);
    for (const order of [{ kind: 'resume' }, { kind: 'clear-paper', clearedBy: 'synthetic operator' }]) {
      const commandId = order.kind.padEnd(22, 'x');
      terminal.line.command(syntheticCommand(order, { commandId, processId: again.processId }));
    }
    await pass(1_000);
    expect(again.cause()).toBe('right-person');
    const release = { kind: 'release-right-person', releasedBy: 'synthetic operator' };
    terminal.line.command(syntheticCommand(release, { processId: again.processId }));
    await pass(1_000);
    expect(again.state()).toBe('idle');
  });
});
