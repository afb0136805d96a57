/** While a clerk is asked whether the money is paid, the box pays nothing by itself: nobody gets it from both (P18). */
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
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'], now: NOON });
  terminal = scriptedTerminal();
});
afterEach(() => {
  vi.useRealTimers();
  terminal.remove();
});

/** 120 yen are owed, and the clerk is asked whether they are paid. */
async function askTheClerk() {
  await openTerminal(terminal, pass, directive);
  const visit = await beginVisit(terminal, pass);
  await payOneCopy(terminal, visit, pass);
  terminal.fee.script.offline = true;
  visit.exit(null);
  await pass(25_000);
  terminal.screens.tap({ type: 'staff' });
  await signIn(terminal, pass);
  terminal.screens.tap({ type: 'operator-task', task: 'settle-money' });
  await pass(10);
  expect(terminal.screens.screen()).toMatchObject({ name: 'operator-question', yen: 120 });
}
const sum = () => {
  const { keptYen, returnedYen } = terminal.fee.books;
  return { keptYen, returnedYen };
};

it('a box that comes back while the clerk counts out the money pays nothing', async () => {
  await askTheClerk();
  terminal.fee.script.offline = false;
  terminal.fee.set('ready');
  await pass(15_000);
  expect(sum()).toEqual({ keptYen: 0, returnedYen: 0 });
  expect(terminal.screens.screen()).toMatchObject({ name: 'operator-question', yen: 120 });
  terminal.screens.tap({ type: 'operator-answer', answer: 'yes' });
  await pass(1_000);
  expect(terminal.screens.screen()).toMatchObject({ name: 'operator-result', result: 'done', yen: 120 });
  expect(sum()).toEqual({ keptYen: 120, returnedYen: 0 });
});

it('a clerk who has not paid leaves it to the box again', async () => {
  await askTheClerk();
  terminal.fee.script.offline = false;
  terminal.screens.tap({ type: 'operator-answer', answer: 'no' });
  await pass(11_000);
  expect(sum()).toEqual({ keptYen: 0, returnedYen: 120 });
});
