/** A frame of a visit that reaches the host after that visit's end: held up on its way, and nobody's any more. */
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

it('is never on the next person’s page, and nobody watches over a visit that is over', async () => {
  const host = await openTerminal(terminal, pass);
  const visit = await beginVisit(terminal, pass);
  visit.say({ type: 'ended', outcome: 'finished', refusal: null });
  visit.exit(0);
  await pass(1_000);
  expect(host.state()).toBe('idle');
  const { freshPages } = terminal.screens.state;
  visit.frame('menu', 1_000);
  expect(terminal.screens.screen().name).toBe('attract');
  await pass(120_000);
  expect(terminal.screens.state.freshPages).toBe(freshPages);
  expect(terminal.screens.shown.filter((text) => text.includes('person'))).toHaveLength(1);
});
