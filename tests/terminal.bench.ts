/**
 * What a terminal costs while it stands there: starting a visit process cold and warm, the host's memory over hundreds of visits,
 * the processor when nobody is there, and what it takes to write the crash journal before money moves.
 */
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCrashJournal } from '../kiosk/host/index.ts';
import { type KioskProcess, startKioskProcess } from './environment/kiosk-process.ts';
import { playVisit } from './environment/resident.ts';
import { buildWorld } from './environment/world.ts';

type Figure = { name: string; value: number; unit: string; floor?: number | string };

const TERMINAL = 'KIOSK-BENCH';
const JOURNAL_ENTRIES = 300;
const SHORT_VISITS = 25;
const LONG_VISITS = 500;
/** Memory is compared with what it was once every part had been used. */
const SETTLED_AFTER = 20;
const IDLE_MS = 20_000;
const CLOCK_TICKS_PER_SECOND = 100;

export const benchTerminal = (): Promise<readonly Figure[]> => bench(SHORT_VISITS);
/** About half an hour. */
export const benchTerminalLong = (): Promise<readonly Figure[]> => bench(LONG_VISITS);

async function bench(visits: number): Promise<readonly Figure[]> {
  const journal = journalFigures();
  const world = await buildWorld({ directory: null, terminals: [TERMINAL] });
  try {
    const kiosk = await startKioskProcess(world, { terminalId: TERMINAL, reader: 'auto', sheetMs: 20 });
    try {
      await kiosk.screens.until(['attract'], 60_000);
      return [...journal, ...(await visitFigures(kiosk, visits)), ...(await idleFigures(kiosk))];
    } finally {
      await kiosk.stop();
    }
  } finally {
    await world.stop();
  }
}

/** One entry on disk before money may move, beside the same bytes written and synced by nothing else. */
function journalFigures(): Figure[] {
  const directory = mkdtempSync(join(tmpdir(), 'kofu-bench-journal-'));
  try {
    const journal = openCrashJournal(join(directory, 'journal.jsonl'))._unsafeUnwrap();
    const entry = { phase: 'collected', transactionId: 'A'.repeat(22), insertedYen: 120 } as const;
    const ours = timesOf(JOURNAL_ENTRIES, () => void journal.append(entry));
    journal.close();
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    const fd = openSync(join(directory, 'floor'), 'a');
    const floor = timesOf(JOURNAL_ENTRIES, () => {
      writeSync(fd, line);
      fsyncSync(fd);
    });
    closeSync(fd);
    return [
      { name: 'crash journal entry on disk, p50', value: quantile(ours, 0.5), unit: 'ms', floor: quantile(floor, 0.5) },
      {
        name: 'crash journal entry on disk, p99',
        value: quantile(ours, 0.99),
        unit: 'ms',
        floor: quantile(floor, 0.99),
      },
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function visitFigures(kiosk: KioskProcess, visits: number): Promise<Figure[]> {
  const warmMs: number[] = [];
  const coldMs: number[] = [];
  let settledKb = 0;
  let highestKb = 0;
  for (let visit = 1; visit <= visits; visit += 1) {
    let touchedAt = 0;
    if (kiosk.devices.pagePrinter.sheetsLoaded < 10) kiosk.devices.pagePrinter.loadPaper(250);
    await playVisit(
      { person: 'one-dose', municipality: '900010', kind: 'domestic', copies: 1 },
      {
        screens: kiosk.screens,
        devices: kiosk.devices,
        onStep: ({ step }) => {
          if (step === 'attract') touchedAt = performance.now();
          if (step === 'menu') warmMs.push(performance.now() - touchedAt);
        },
      },
    );
    kiosk.screens.tap({ type: 'next' });
    const goneAt = performance.now();
    await kiosk.screens.until(['attract'], 60_000);
    coldMs.push(performance.now() - goneAt);
    const kb = residentKb(kiosk.hostPid);
    if (visit === Math.min(SETTLED_AFTER, visits)) settledKb = kb;
    highestKb = Math.max(highestKb, kb);
  }
  const lastKb = residentKb(kiosk.hostPid);
  return [
    {
      name: 'touch on the attract screen to the first screen of the visit, warm spare, p50',
      value: quantile(warmMs, 0.5),
      unit: 'ms',
    },
    { name: 'the same, slowest', value: quantile(warmMs, 1), unit: 'ms' },
    {
      name: 'end of a visit to the next invitation, p50 (a cold visit process becomes warm)',
      value: quantile(coldMs, 0.5),
      unit: 'ms',
    },
    {
      name: `memory of the host after ${visits} visits`,
      value: lastKb / 1024,
      unit: 'MiB',
      floor: `${(settledKb / 1024).toFixed(1)} after ${Math.min(SETTLED_AFTER, visits)}`,
    },
    { name: 'highest seen', value: highestKb / 1024, unit: 'MiB' },
  ];
}

async function idleFigures(kiosk: KioskProcess): Promise<Figure[]> {
  const processes = { host: kiosk.hostPid, 'warm visit process': kiosk.visitPid() };
  const before = Object.values(processes).map(cpuMs);
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  return Object.entries(processes).map(([name, pid], index) => ({
    name: `processor of the ${name} while nobody is there`,
    value: (100 * (cpuMs(pid) - (before[index] ?? 0))) / IDLE_MS,
    unit: '% of a core',
  }));
}

function residentKb(pid: number): number {
  return Number(/^VmRSS:\s+([0-9]+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

/** User and system time of a process (proc(5): fields 14 and 15 of `stat`, after the name in brackets). */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / CLOCK_TICKS_PER_SECOND;
}

function timesOf(count: number, work: () => void): number[] {
  return Array.from({ length: count }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}
