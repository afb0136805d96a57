/** A host that is ended because something in it hangs does not hang on that thing: the next process helps. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ScriptedTerminal, scriptedTerminal } from './testing/scripted-terminal.ts';
import { beginVisit, NOON, openTerminal } from './testing/staged-visit.ts';

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

it('a visit that cannot be ended even by force ends with its host', async () => {
  const host = await openTerminal(terminal, pass);
  const visit = await beginVisit(terminal, pass);
  // What the visit leaves is never settled: a device that answers nothing any more.
  terminal.page.pagePrinter.cancelOpenJobs = () => new Promise(() => {});
  visit.exit(70);
  await pass(40 * 60_000);
  expect(terminal.restarts.count).toBe(1);
  let isStopped = false;
  void host.stop().then(() => {
    isStopped = true;
  });
  await pass(3 * 60_000);
  expect(isStopped).toBe(true);
});
