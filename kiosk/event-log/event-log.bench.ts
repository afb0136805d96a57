/**
 * What it costs that an entry is on disk before the call returns, beside the floor: the same bytes appended and synced with
 * nothing around them, on the same disk, in turns within one run.
 */
import { appendFileSync, closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { defineEvents } from '../../server-bridge/event-log/index.ts';
import { openTerminalLog, type TerminalLog } from './index.ts';
import { encodeLine } from './log-line.ts';

export type BenchFigure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: number;
};

const ROUNDS = 7;
const ENTRIES_A_ROUND = 200;
const LIMIT_BYTES = 16_777_216;

const catalogue = defineEvents({
  MEASURED: { level: 'info', fields: { count: v.pipe(v.number(), v.safeInteger()) } },
});

const open = (directory: string): TerminalLog<typeof catalogue> =>
  openTerminalLog({ directory, limitBytes: LIMIT_BYTES, catalogue, now: () => new Date() })._unsafeUnwrap();

/** The line of such an entry, as long as those the log writes. */
const line = encodeLine({
  entry: 1_000,
  at: new Date(0).toISOString(),
  level: 'info',
  event: 'MEASURED',
  fields: { count: 1_000 },
});

function measureMs(work: () => void): number {
  const startedAtMs = performance.now();
  work();
  return performance.now() - startedAtMs;
}

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

/** Takes a few seconds; everything it writes is removed again. */
export function benchEventLog(): Promise<BenchFigure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'kofu-event-log-bench-'));
  try {
    const logDirectory = join(directory, 'log');
    mkdirSync(logDirectory);
    const log = open(logDirectory);
    const bare = openSync(join(directory, 'bare'), 'a', 0o600);
    const rounds = Array.from({ length: ROUNDS }, () => ({
      entriesMs: measureMs(() => {
        for (let count = 0; count < ENTRIES_A_ROUND; count += 1) log.record('MEASURED', { count });
      }),
      bareMs: measureMs(() => {
        for (let count = 0; count < ENTRIES_A_ROUND; count += 1) {
          appendFileSync(bare, line);
          fsyncSync(bare);
        }
      }),
      reportsMs: measureMs(() => {
        for (let count = 0; count < ENTRIES_A_ROUND; count += 1) log.report('OPERATOR_ACTION', { code: 'step' });
      }),
      acknowledgeMs: measureMs(() => log.acknowledge(log.unsent(ENTRIES_A_ROUND).at(-1)?.seq ?? 0)),
    }));
    closeSync(bare);
    log.close();
    const reopenMs = measureMs(() => open(logDirectory).close());
    const perSecond = (ms: (round: (typeof rounds)[number]) => number): number =>
      (ENTRIES_A_ROUND * 1_000) / median(rounds.map(ms));
    const floor = perSecond(({ bareMs }) => bareMs);
    return Promise.resolve([
      { name: 'terminal log, entries with fsync', value: perSecond(({ entriesMs }) => entriesMs), unit: '1/s', floor },
      { name: 'terminal log, reports with fsync', value: perSecond(({ reportsMs }) => reportsMs), unit: '1/s', floor },
      {
        name: `terminal log, ${ENTRIES_A_ROUND} reports read and acknowledged`,
        value: median(rounds.map(({ acknowledgeMs }) => acknowledgeMs)),
        unit: 'ms',
        floor: 1_000 / floor,
      },
      { name: `terminal log, opened with ${2 * ROUNDS * ENTRIES_A_ROUND} entries`, value: reopenMs, unit: 'ms' },
    ]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
