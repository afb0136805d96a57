/** What the center orders: carried out once, answered alike however often it comes, and remembered where it must be. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningHost } from './run-host.ts';
import { syntheticCommand, syntheticDirective } from './testing/scripted-line.ts';
import { type ScriptedTerminal, scriptedTerminal } from './testing/scripted-terminal.ts';
import { beginVisit, NOON, openTerminal } from './testing/staged-visit.ts';

let terminal: ScriptedTerminal;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
let number = 0;

/** Gives an order to this host and waits for what it answers. */
async function order(host: RunningHost, kind: object, change: object = {}): Promise<string | undefined> {
  number += 1;
  const commandId = `order-${number}`.padEnd(22, '_');
  terminal.line.command(syntheticCommand(kind, { commandId, processId: host.processId, ...change }));
  await pass(100);
  return terminal.line.heard.results.filter((result) => result.commandId === commandId).at(-1)?.result;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'], now: NOON });
  terminal = scriptedTerminal();
});
afterEach(() => {
  vi.useRealTimers();
  terminal.remove();
});

describe('maintenance and suspension', () => {
  it.each([
    ['maintenance', { kind: 'maintenance', on: true }, { kind: 'maintenance', on: false }, 'maintenance'],
    ['suspension', { kind: 'suspend' }, { kind: 'resume' }, 'suspended-by-center'],
  ])('%s holds over a restart until it is taken back', async (_, on, off, cause) => {
    const host = await openTerminal(terminal, pass);
    expect(await order(host, on)).toBe('done');
    expect(host.cause()).toBe(cause);
    await host.stop();
    const again = await openTerminal(terminal, pass);
    expect(again.cause()).toBe(cause);
    expect(await order(again, off)).toBe('done');
    expect(again.state()).toBe('idle');
  });

  it('wait for a visit that has begun', async () => {
    const host = await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    expect(await order(host, { kind: 'maintenance', on: true })).toBe('done');
    expect(host.state()).toBe('visit');
    visit.say({ type: 'ended', outcome: 'cancelled', refusal: null });
    visit.exit(0);
    await pass(100);
    expect(host.state()).toBe('maintenance');
  });
});

describe('an order', () => {
  it('for another process, or too late, is refused', async () => {
    const host = await openTerminal(terminal, pass);
    expect(await order(host, { kind: 'suspend' }, { processId: 'X'.repeat(22) })).toBe('refused-other-process');
    expect(await order(host, { kind: 'suspend' }, { expiresAt: '2026-11-21T02:59:59.000Z' })).toBe('refused-expired');
    expect(host.state()).toBe('idle');
  });

  it('that comes again gets the same answer and is not carried out again', async () => {
    const host = await openTerminal(terminal, pass);
    const suspend = syntheticCommand({ kind: 'suspend' }, { commandId: 'S'.repeat(22), processId: host.processId });
    terminal.line.command(suspend);
    await pass(100);
    await order(host, { kind: 'resume' });
    terminal.line.command(suspend);
    await pass(100);
    expect(terminal.line.heard.results.filter(({ commandId }) => commandId === suspend.commandId)).toEqual([
      { commandId: suspend.commandId, result: 'done' },
      { commandId: suspend.commandId, result: 'done' },
    ]);
    expect(host.state()).toBe('idle');
  });

  it.each([
    ['newer', 'done'],
    ['same', 'done'],
    ['unavailable', 'refused-busy'],
  ] as const)('for the directive tells what came of it: %s', async (refresh, result) => {
    const host = await openTerminal(terminal, pass);
    terminal.line.script.refresh = refresh;
    expect(await order(host, { kind: 'refresh-directive' })).toBe(result);
  });

  it('about things of a visit is refused in one', async () => {
    const host = await openTerminal(terminal, pass);
    await beginVisit(terminal, pass);
    for (const kind of [
      { kind: 'clear-paper', clearedBy: 'synthetic operator' },
      { kind: 'release-right-person', releasedBy: 'synthetic operator' },
      { kind: 'settled-by-hand', settledBy: 'synthetic operator' },
    ])
      expect(await order(host, kind)).toBe('refused-busy');
  });
});

describe('the event log, on order', () => {
  it('comes in pages, in order, from the entry asked for, and the answer after the last', async () => {
    const host = await openTerminal(terminal, pass);
    for (let n = 0; n < 260; n += 1) {
      terminal.line.disconnect();
      terminal.line.reconnect();
    }
    expect(await order(host, { kind: 'collect-event-log', fromEntry: 3 })).toBe('done');
    const { pages } = terminal.line.heard;
    expect(pages.map(({ page, last }) => [page, last])).toEqual(
      pages.map((_, at) => [at + 1, at === pages.length - 1]),
    );
    expect(pages.length).toBeGreaterThan(2);
    const numbers = pages.flatMap(({ entries }) => entries.map(({ entry }) => entry));
    expect(numbers).toEqual(numbers.map((_, at) => at + 3));
  });

  it('that the center does not take is tried again, and then given up', async () => {
    const host = await openTerminal(terminal, pass);
    terminal.line.script.refusePagesFrom = 1;
    expect(await order(host, { kind: 'collect-event-log', fromEntry: 1 })).toBe(undefined);
    await pass(20_000);
    expect(terminal.line.heard.results.at(-1)?.result).toBe('refused-busy');
  });

  it('from beyond its end is one empty last page', async () => {
    const host = await openTerminal(terminal, pass);
    expect(await order(host, { kind: 'collect-event-log', fromEntry: 100_000 })).toBe('done');
    expect(terminal.line.heard.pages).toMatchObject([{ page: 1, last: true, entries: [] }]);
  });
});

describe('a restart', () => {
  it('comes at once when nobody is served, and nobody is served before it', async () => {
    const host = await openTerminal(terminal, pass);
    expect(await order(host, { kind: 'restart-when-idle' })).toBe('done');
    await pass(1_500);
    expect(terminal.restarts.count).toBe(1);
    terminal.screens.tap({ type: 'start' });
    expect(host.state()).toBe('starting');
    expect(terminal.events()).toContain('RESTART_PLANNED planned');
  });

  it('waits for the visit, serves nobody after it, and comes then', async () => {
    const host = await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    expect(await order(host, { kind: 'restart-when-idle' })).toBe('done');
    await pass(10_000);
    expect(terminal.restarts.count).toBe(0);
    visit.say({ type: 'ended', outcome: 'cancelled', refusal: null });
    visit.exit(0);
    await pass(1_500);
    expect(terminal.restarts.count).toBe(1);
  });

  it('each day comes at its minute outside service hours, once, and never within them', async () => {
    terminal.remove();
    terminal = scriptedTerminal({ plannedRestart: { at: '03:30' } });
    vi.setSystemTime(new Date('2026-11-21T18:00:00.000Z')); // three at night in Japan
    await openTerminal(terminal, pass);
    await pass(29 * 60_000);
    expect(terminal.restarts.count).toBe(0);
    await pass(2 * 60_000);
    expect(terminal.restarts.count).toBe(1);
  });

  it('each day waits for whoever is there at its minute, and is not left out for that day', async () => {
    terminal.remove();
    terminal = scriptedTerminal({ plannedRestart: { at: '23:10' } });
    vi.setSystemTime(new Date('2026-11-21T13:59:00.000Z')); // a minute before the end of service
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    for (let screen = 0; screen < 14; screen += 1) {
      visit.frame('applying', 1_000 + screen);
      await pass(60_000);
    }
    expect(terminal.restarts.count).toBe(0);
    visit.say({ type: 'ended', outcome: 'cancelled', refusal: null });
    visit.exit(0);
    await pass(1_500);
    expect(terminal.restarts.count).toBe(1);
  });

  it('is not planned within service hours, nor in the minute in which the host has started', async () => {
    terminal.remove();
    terminal = scriptedTerminal({ plannedRestart: { at: '12:15' } });
    const host = await openTerminal(terminal, pass);
    await pass(17 * 60_000);
    await host.stop();
    vi.setSystemTime(new Date('2026-11-21T18:15:00.000Z'));
    terminal.remove();
    terminal = scriptedTerminal({ plannedRestart: { at: '03:15' } });
    await openTerminal(terminal, pass);
    await pass(2 * 60_000);
    expect(terminal.restarts.count).toBe(0);
  });

  it('that no visit ever lets come is given up', async () => {
    const host = await openTerminal(terminal, pass, syntheticDirective());
    terminal.screens.tap({ type: 'staff' });
    await order(host, { kind: 'restart-when-idle' });
    // The operator's screens are opened again and again.
    for (let minute = 0; minute < 41; minute += 1) {
      await pass(59_000);
      terminal.screens.tap({ type: 'staff' });
      await pass(1_000);
    }
    expect(terminal.restarts.count + terminal.events().filter((event) => event.endsWith('given-up')).length).toBe(1);
  });
});
