/** Devices, line and clock: each change closes or opens the terminal and reaches the center once, in order, whatever the line does. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LINE_GRACE_MS } from './line-presence.ts';
import { READY } from './testing/scripted-devices.ts';
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
const heard = () =>
  terminal.line.heard.events.map(({ event, code }) => (code === undefined ? event : `${event} ${code}`));

describe('a device', () => {
  it.each([
    ['no paper', 'paper', 'needs-staff-paper'],
    ['a jam', 'jam', 'needs-staff-jam'],
    ['an open cover', 'cover', 'needs-staff-cover'],
    ['no toner', 'toner', 'needs-staff-toner'],
    ['another fault', 'other', 'needs-staff-printer'],
  ] as const)('with %s closes the terminal by that name and opens it again', async (_, cause, closedCause) => {
    const host = await openTerminal(terminal, pass);
    terminal.page.set({ kind: 'attention', cause, reasons: [] });
    await pass(200);
    expect([host.state(), host.cause()]).toEqual(['needs-staff', closedCause]);
    terminal.page.set(READY);
    await pass(200);
    expect(host.state()).toBe('idle');
    const word = cause === 'other' ? 'attention' : cause;
    const about = heard().filter((event) => /pagePrinter-(?!ready)|STATE_CHANGED needs/.test(event));
    expect(about).toEqual([`DEVICE_CHANGED pagePrinter-${word}`, `STATE_CHANGED ${closedCause}`]);
  });

  it('that is only asked now and then is heard of as well: the receipt printer', async () => {
    const host = await openTerminal(terminal, pass);
    terminal.receipt.script.status = { kind: 'attention', cause: 'paper' };
    await pass(3_100);
    expect(host.cause()).toBe('needs-staff-receipt-roll');
    expect(terminal.line.heard.statuses.at(-1)).toMatchObject({
      state: 'needs-staff',
      cause: 'needs-staff-receipt-roll',
      devices: { receiptPrinter: 'paper' },
    });
  });

  it('that will need something soon says so once, and service goes on', async () => {
    const host = await openTerminal(terminal, pass);
    terminal.page.set({ ...READY, consumables: { supplies: [], a4Sheets: 12, paperNearEnd: true } });
    terminal.receipt.script.status = { kind: 'ready', paperNearEnd: true };
    terminal.fee.script.warnings = ['change-low'];
    terminal.fee.set('ready');
    await pass(30_000);
    expect(host.state()).toBe('idle');
    expect(
      heard()
        .filter((event) => event.startsWith('SUPPLY_LOW'))
        .sort(),
    ).toEqual(['SUPPLY_LOW change-low', 'SUPPLY_LOW paper-low', 'SUPPLY_LOW receipt-roll-low']);
    expect(terminal.line.heard.statuses.at(-1)?.warnings).toEqual(['paper-low', 'receipt-roll-low', 'change-low']);
  });

  it('is not trusted before it was looked at', async () => {
    terminal.reader.set({ kind: 'no-reader' });
    const host = await openTerminal(terminal, pass);
    expect(host.cause()).toBe('needs-staff-reader');
  });

  it('tells nothing of a card that comes and goes in a visit', async () => {
    await openTerminal(terminal, pass);
    const visit = await beginVisit(terminal, pass);
    terminal.reader.set({ kind: 'card-present', insertion: 1 });
    await pass(500);
    terminal.reader.set({ kind: 'empty', removed: 1 });
    visit.say({ type: 'ended', outcome: 'finished', refusal: null });
    visit.exit(0);
    await pass(1_000);
    expect(heard().filter((event) => /cardReader-(occupied|empty)/.test(event))).toEqual([
      'DEVICE_CHANGED cardReader-empty',
    ]);
  });
});

describe('the line', () => {
  it('may be renewed within a moment; down for longer it closes the terminal, and opens it by coming back', async () => {
    const host = await openTerminal(terminal, pass);
    terminal.line.disconnect();
    await pass(LINE_GRACE_MS - 1_000);
    expect(host.state()).toBe('idle');
    terminal.line.reconnect();
    await pass(LINE_GRACE_MS);
    expect(host.state()).toBe('idle');
    terminal.line.disconnect();
    await pass(LINE_GRACE_MS + 1_000);
    expect(host.cause()).toBe('line-down');
    terminal.line.reconnect();
    await pass(1_000);
    expect(host.state()).toBe('idle');
  });

  it('loses nothing while it is down, not even over a restart, and tells it in order', async () => {
    const host = await openTerminal(terminal, pass);
    const { logId } = terminal.line.heard.statuses[0] ?? {};
    terminal.line.disconnect();
    for (let jam = 0; jam < 150; jam += 1) {
      terminal.page.set({ kind: 'attention', cause: 'jam', reasons: [] });
      terminal.page.set(READY);
    }
    await host.stop();
    const starting = terminal.start();
    await pass(10);
    await starting;
    terminal.line.reconnect();
    await pass(5_000);
    const seqs = terminal.line.heard.events.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, at) => at + 1));
    expect(heard().filter((event) => event === 'DEVICE_CHANGED pagePrinter-jam')).toHaveLength(150);
    expect(heard().filter((event) => event.startsWith('HOST_'))).toEqual([
      'HOST_STARTED',
      'HOST_STOPPED',
      'HOST_STARTED',
    ]);
    expect(terminal.line.heard.statuses.at(-1)?.logId).toBe(logId);
    // A quiet terminal says no more than its heartbeat.
    const before = terminal.line.heard.statuses.length;
    await pass(60_000);
    expect(terminal.line.heard.statuses.length - before).toBeLessThanOrEqual(7);
  });
});

describe('an older disk that comes back', () => {
  it('costs the events the center takes for repeats, which are counted, and none after them', async () => {
    const first = await openTerminal(terminal, pass);
    await first.stop();
    const log = join(terminal.directory, 'event-log');
    const older = join(terminal.directory, 'older-event-log');
    cpSync(log, older, { recursive: true });
    const second = await openTerminal(terminal, pass);
    for (let jam = 0; jam < 50; jam += 1) {
      terminal.page.set({ kind: 'attention', cause: 'jam', reasons: [] });
      terminal.page.set(READY);
    }
    await pass(5_000);
    await second.stop();
    rmSync(log, { recursive: true });
    cpSync(older, log, { recursive: true });
    await openTerminal(terminal, pass);
    await pass(30_000);
    expect(heard().filter((event) => /^EVENTS_LOST [1-9]/.test(event))).not.toEqual([]);
    const before = heard().length;
    terminal.page.set({ kind: 'attention', cause: 'toner', reasons: [] });
    await pass(1_000);
    expect(heard().slice(before)).toContain('DEVICE_CHANGED pagePrinter-toner');
  });
});

describe('the clock', () => {
  it('that is off closes the terminal truthfully, and the center hears of it once each way', async () => {
    const host = await openTerminal(terminal, pass);
    terminal.line.script.skewMs = 6 * 60_000;
    await pass(30_000);
    expect([host.state(), host.cause()]).toEqual(['needs-staff', 'clock']);
    terminal.line.script.skewMs = 1_000;
    await pass(30_000);
    expect(host.state()).toBe('idle');
    expect(heard().filter((event) => event.startsWith('CLOCK'))).toEqual([
      'CLOCK_CHECKED right',
      'CLOCK_CHECKED off',
      'CLOCK_CHECKED right',
    ]);
  });
});
