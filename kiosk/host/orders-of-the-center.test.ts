/** What the center orders: carried out once, answered alike however often it comes, and remembered where it must be. */
import { stat } from 'node:fs/promises';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DIAGNOSTICS_LIMIT_BYTES, DiagnosticsSchema } from '../../server-bridge/protocol/index.ts';
import type { RunningHost } from './run-host.ts';
import { syntheticCommand, syntheticDirective } from './testing/scripted-line.ts';
import { type ScriptedTerminal, scriptedTerminal } from './testing/scripted-terminal.ts';
import { beginVisit, NOON, openTerminal } from './testing/staged-visit.ts';

let terminal: ScriptedTerminal;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
let number = 0;

/** The disk is asked in real time. */
const diskIsAsked = async (): Promise<void> => {
  const results = terminal.line.heard.results.length;
  for (let turn = 0; turn < 500 && terminal.line.heard.results.length === results; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (turn % 10 === 9) await stat('.');
  }
};

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

describe('what takes the machine away from people', () => {
  const kinds = ['restart-shell', 'test-print', 'identify'] as const;

  it.each(kinds)('%s is refused while a resident is served', async (kind) => {
    const host = await openTerminal(terminal, pass);
    await beginVisit(terminal, pass);
    const shown = terminal.screens.shown.length;
    expect(await order(host, { kind })).toBe('refused-busy');
    expect(terminal.page.script.printed).toBe(0);
    expect(terminal.screens.state.restarts).toBe(0);
    expect(terminal.screens.shown.slice(shown).join('')).not.toContain('identify');
  });

  it.each(kinds)('%s is refused while a clerk is at the screens', async (kind) => {
    const host = await openTerminal(terminal, pass);
    terminal.screens.tap({ type: 'staff' });
    await pass(100);
    expect(await order(host, { kind })).toBe('refused-busy');
    expect(terminal.screens.state.restarts).toBe(0);
  });

  it.each([...kinds, 'collect-diagnostics'])('%s for another process, or too late, is refused', async (kind) => {
    const host = await openTerminal(terminal, pass);
    expect(await order(host, { kind }, { processId: 'X'.repeat(22) })).toBe('refused-other-process');
    expect(await order(host, { kind }, { expiresAt: '2026-11-21T02:59:59.000Z' })).toBe('refused-expired');
    expect(terminal.line.heard.diagnostics).toEqual([]);
    expect(terminal.screens.state.restarts).toBe(0);
  });
});

describe('screens that are started anew', () => {
  it('are told of when they are back, and only once however often the order comes', async () => {
    const host = await openTerminal(terminal, pass);
    const restart = syntheticCommand(
      { kind: 'restart-shell' },
      { commandId: 'R'.repeat(22), processId: host.processId },
    );
    terminal.line.command(restart);
    terminal.line.command(restart);
    await pass(5_000);
    expect(terminal.line.heard.results).toEqual([]);
    terminal.screens.connect(true);
    await pass(100);
    expect(terminal.line.heard.results.map(({ result }) => result)).toEqual(['done', 'done']);
    expect(terminal.screens.state.restarts).toBe(1);
  });

  it('that do not come back have failed', async () => {
    const host = await openTerminal(terminal, pass);
    expect(await order(host, { kind: 'restart-shell' })).toBe(undefined);
    await pass(60_000);
    expect(terminal.line.heard.results.at(-1)?.result).toBe('failed');
  });
});

describe('a test page on order', () => {
  it('comes out', async () => {
    const host = await openTerminal(terminal, pass);
    expect(await order(host, { kind: 'test-print' })).toBe('done');
    expect(terminal.page.script.printed).toBe(1);
    expect(host.state()).toBe('idle');
  });

  it('that does not come has failed; nobody is served while it is waited for', async () => {
    const host = await openTerminal(terminal, pass);
    terminal.page.script.hangs = true;
    expect(await order(host, { kind: 'test-print' })).toBe(undefined);
    expect(host.cause()).toBe('maintenance');
    terminal.screens.tap({ type: 'start' });
    await pass(10_000);
    expect(host.state()).toBe('maintenance');
    await pass(51_000);
    expect(terminal.line.heard.results.at(-1)?.result).toBe('failed');
    expect(host.state()).toBe('idle');
  });
});

describe('diagnostics on order', () => {
  it('are one message that fits, also in a visit, and say nothing of it', async () => {
    const host = await openTerminal(terminal, pass);
    terminal.line.disconnect();
    await pass(1_000);
    terminal.line.reconnect();
    await pass(7_000);
    await beginVisit(terminal, pass);
    await pass(3_000);
    terminal.line.command(syntheticCommand({ kind: 'collect-diagnostics' }, { processId: host.processId }));
    await diskIsAsked();
    expect(terminal.line.heard.results.map(({ result }) => result)).toEqual(['done']);
    expect(terminal.line.heard.diagnostics).toHaveLength(1);
    const [told] = terminal.line.heard.diagnostics;
    expect(told).toMatchObject({
      terminalId: 'KIOSK-T1',
      build: 'test-build',
      processId: host.processId,
      devices: { pagePrinter: 'ready' },
      clockOffsetMs: 0,
      line: { connects: 2, disconnects: 1, connectedSeconds: 10 },
    });
    expect(v.safeParse(DiagnosticsSchema, told).success).toBe(true);
    expect(JSON.stringify(told).length).toBeLessThan(DIAGNOSTICS_LIMIT_BYTES);
  });

  it('that the center does not take are tried again, and then given up', async () => {
    const host = await openTerminal(terminal, pass);
    terminal.line.script.refuseDiagnostics = true;
    await order(host, { kind: 'collect-diagnostics' });
    for (let second = 0; second < 60 && terminal.line.heard.results.length === 0; second += 1) {
      await pass(1_000);
      await diskIsAsked();
    }
    expect(terminal.line.heard.results.at(-1)?.result).toBe('refused-busy');
  });
});

describe('the sign that tells which terminal this is', () => {
  it('stands over the attract screen for a minute', async () => {
    const host = await openTerminal(terminal, pass);
    expect(await order(host, { kind: 'identify' })).toBe('done');
    expect(terminal.screens.snapshot()).toMatchObject({ identify: 'KIOSK-T1', screen: { name: 'attract' } });
    await pass(61_000);
    expect(terminal.screens.snapshot().identify).toBe(undefined);
  });

  it('stands over a closed screen as well', async () => {
    const host = await openTerminal(terminal, pass);
    await order(host, { kind: 'suspend' });
    expect(await order(host, { kind: 'identify' })).toBe('done');
    expect(terminal.screens.snapshot()).toMatchObject({ identify: 'KIOSK-T1', screen: { name: 'out-of-service' } });
  });

  it('goes when somebody begins, and does not come back after the visit', async () => {
    const host = await openTerminal(terminal, pass);
    await order(host, { kind: 'identify' });
    const visit = await beginVisit(terminal, pass);
    visit.say({ type: 'ended', outcome: 'cancelled', refusal: null });
    visit.exit(0);
    await pass(1_500);
    expect(host.state()).toBe('idle');
    expect(terminal.screens.snapshot().identify).toBe(undefined);
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
