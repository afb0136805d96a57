import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TerminalEvent } from '../../server-bridge/protocol/index.ts';
import { type FaultyDisk, faultyDisk, unsyncedDisk } from './testing/faulty-disk.ts';
import { openTestLog, operator, type TestLog, testDirectory } from './testing/test-log.ts';

type Step =
  | { readonly do: 'report' | 'record' | 'reopen' | 'room-again' }
  | { readonly do: 'acknowledge'; readonly of: number }
  | { readonly do: 'power-cut'; readonly afterBytes: number }
  | { readonly do: 'disk-full'; readonly roomBytes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('report', 'report', 'record', 'reopen', 'room-again') }),
  fc.record({ do: fc.constant('acknowledge'), of: fc.nat({ max: 20 }) }),
  fc.record({ do: fc.constant('power-cut'), afterBytes: fc.nat({ max: 300 }) }),
  fc.record({ do: fc.constant('disk-full'), roomBytes: fc.nat({ max: 200 }) }),
);

/** One log over many lives of its process, beside what its users know of it. */
class Lives {
  readonly #directory: string;
  /** Every number ever seen, with what it stood for. */
  readonly #seen = new Map<string, string>();
  /** Reports not acknowledged, as they were made: by their operator, each of whom reports once. */
  #owed: { readonly operator: string; isCertain: boolean }[] = [];
  #operators = 0;
  #disk: FaultyDisk = faultyDisk(unsyncedDisk);
  #log: TestLog;

  constructor(directory: string) {
    this.#directory = directory;
    this.#log = openTestLog(directory, { disk: this.#disk });
  }

  take(step: Step): void {
    switch (step.do) {
      case 'report':
        this.#report();
        break;
      case 'record':
        this.#operators += 1;
        this.#log.record('COUNTED', { count: this.#operators });
        break;
      case 'acknowledge':
        this.#acknowledge(step.of);
        break;
      case 'reopen':
        this.#restart();
        break;
      case 'power-cut':
        this.#disk.cutAfter(step.afterBytes);
        this.#report();
        this.#disk.cutAfter(0);
        this.#restart();
        break;
      case 'disk-full':
        this.#disk.roomBytes = step.roomBytes;
        break;
      case 'room-again':
        this.#disk.roomBytes = Number.POSITIVE_INFINITY;
        break;
      default: {
        const never: never = step;
        throw new Error(`unknown step ${String(never)}`);
      }
    }
    this.#look();
  }

  close(): void {
    this.#log.close();
  }

  #unsent(): TerminalEvent[] {
    return this.#log.unsent(10_000).filter(({ event }) => event !== 'EVENTS_LOST');
  }

  #report(): void {
    this.#operators += 1;
    const by = operator(this.#operators);
    this.#owed.push({ operator: by, isCertain: false });
    this.#log.report('OPERATOR_ACTION', { code: 'signed-in', operator: by });
  }

  #acknowledge(of: number): void {
    const unsent = this.#log.unsent(10_000);
    const seq = unsent[Math.min(of, unsent.length - 1)]?.seq ?? 0;
    this.#log.acknowledge(seq);
    const open = new Set(unsent.filter((report) => report.seq > seq).map((report) => String(report.operator)));
    this.#owed = this.#owed.filter((each) => open.has(each.operator));
  }

  /** What was certain must be there again; the rest may have been lost with the process. */
  #restart(): void {
    this.#log.close();
    this.#disk = faultyDisk(unsyncedDisk);
    this.#log = openTestLog(this.#directory, { disk: this.#disk });
    const there = new Set(this.#unsent().map((report) => String(report.operator)));
    this.#owed = this.#owed.filter((each) => each.isCertain || there.has(each.operator));
  }

  #look(): void {
    if (this.#log.healthy()) for (const each of this.#owed) each.isCertain = true;
    // In order, without a gap, and nothing that was acknowledged.
    expect(this.#unsent().map((report) => String(report.operator))).toEqual(this.#owed.map((each) => each.operator));
    const reports = this.#log.unsent(10_000).map((report) => ({ number: report.seq, of: 'report', what: report }));
    const entries = this.#log.entries(1, 10_000).map((entry) => ({ number: entry.entry, of: 'entry', what: entry }));
    for (const list of [reports, entries]) {
      let last = 0;
      for (const { number, of, what } of list) {
        expect(number).toBeGreaterThan(last);
        last = number;
        const text = JSON.stringify(what);
        expect(this.#seen.get(`${of} ${number}`) ?? text).toBe(text);
        this.#seen.set(`${of} ${number}`, text);
      }
    }
  }
}

test('over random restarts, power cuts and full disks: nothing acknowledged comes again, nothing else is missing, no number repeats', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const directory = testDirectory();
      const lives = new Lives(directory.path);
      try {
        for (const each of steps) lives.take(each);
      } finally {
        lives.close();
        directory.remove();
      }
    }),
    { numRuns: 300 },
  );
});
