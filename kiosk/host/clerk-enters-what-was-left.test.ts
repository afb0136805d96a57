/** What a clerk enters about a card or a sheet, and what a clerk cannot release (P2, P7b). */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hashOperatorCode } from '../operator/index.ts';
import { CLERK_CODE, doTask, signIn } from './testing/scripted-clerk.ts';
import { syntheticDirective } from './testing/scripted-line.ts';
import { type ScriptedTerminal, scriptedTerminal } from './testing/scripted-terminal.ts';
import { beginVisit, NOON, openTerminal, payOneCopy } from './testing/staged-visit.ts';

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
const left = () => terminal.events().filter((event) => /^(CARD|PAPER)_LEFT/.test(event));
const CARD = { kind: 'card-present', insertion: 1 } as const;

async function leaveCard() {
  const host = await openTerminal(terminal, pass, directive);
  const visit = await beginVisit(terminal, pass);
  terminal.reader.set(CARD);
  visit.say({ type: 'ended', outcome: 'card-left', refusal: null });
  visit.exit(0);
  await pass(1_000);
  terminal.screens.tap({ type: 'staff' });
  await signIn(terminal, pass);
  return host;
}

describe('a card in the clerk’s hand', () => {
  it('is what the clerk enters, not gone by itself', async () => {
    const host = await leaveCard();
    terminal.reader.set({ kind: 'empty', removed: 1 });
    await pass(1_000);
    expect(left()).toEqual(['CARD_LEFT left']);
    expect(await doTask(terminal, pass, 'left-card', ['kept-for-owner'])).toMatchObject({ result: 'done' });
    terminal.screens.tap({ type: 'operator-lock' });
    await pass(1_000);
    expect(left()).toEqual(['CARD_LEFT left', 'CARD_LEFT kept']);
    expect(terminal.line.heard.events.find(({ code }) => code === 'kept')?.operator).toBe('clerk-9');
    expect(host.state()).toBe('idle');
  });

  it('of which the clerk enters nothing is gone when the screens lock', async () => {
    const host = await leaveCard();
    terminal.reader.set({ kind: 'empty', removed: 1 });
    await pass(1_000);
    terminal.screens.tap({ type: 'operator-lock' });
    await pass(1_000);
    expect(left()).toEqual(['CARD_LEFT left', 'CARD_LEFT gone']);
    expect(host.state()).toBe('idle');
  });

  it('entered while it still lies there keeps the terminal closed until it is out', async () => {
    const host = await leaveCard();
    await doTask(terminal, pass, 'left-card', ['returned-to-owner']);
    terminal.screens.tap({ type: 'operator-lock' });
    await pass(1_000);
    expect(host.cause()).toBe('needs-staff-card-left');
    terminal.reader.set({ kind: 'empty', removed: 1 });
    await pass(1_000);
    expect(left()).toEqual(['CARD_LEFT left', 'CARD_LEFT returned']);
    expect(host.state()).toBe('idle');
  });
});

describe('the sheets of a right-person failure', () => {
  it('are kept for the municipality by the clerk, who releases nothing by it', async () => {
    const host = await openTerminal(terminal, pass, directive);
    const visit = await beginVisit(terminal, pass);
    await payOneCopy(terminal, visit, pass);
    visit.say({ type: 'request-print', requestId: 1, copy: 1, copies: 2 });
    visit.say({ type: 'copy-ended', copy: 1, end: 'confirmed' });
    visit.say({ type: 'right-person-failed', fault: 'page-changed-after-check' });
    visit.say({ type: 'ended', outcome: 'right-person', refusal: 'RIGHT_PERSON' });
    visit.exit(0);
    await pass(1_000);
    terminal.screens.tap({ type: 'staff' });
    await signIn(terminal, pass);
    await expect(doTask(terminal, pass, 'left-paper', ['returned-to-owner'])).rejects.toThrow('not offered');
    terminal.screens.tap({ type: 'operator-answer', answer: 'kept-for-municipality' });
    await pass(50);
    expect(left()).toEqual(['PAPER_LEFT left', 'PAPER_LEFT kept']);
    expect(terminal.holds()).toMatchObject({ paper: false, rightPerson: true });
    terminal.screens.tap({ type: 'operator-lock' });
    await pass(1_000);
    expect([host.state(), host.cause()]).toEqual(['suspended', 'right-person']);
  });
});
