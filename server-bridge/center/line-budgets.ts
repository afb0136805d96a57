/** How often one terminal may ask for each thing: a bucket of tokens for each, so that a terminal gone wild costs only itself. */
import type { TerminalId } from '../protocol/index.ts';
import { createTokenBuckets } from '../staff-access/index.ts';

/** So many at once, and so many in a minute in the long run. Far above what a terminal that works ever asks. */
export type Budget = { readonly atOnce: number; readonly perMinute: number };

export const LINE_BUDGETS = {
  '/v1/directive': { atOnce: 60, perMinute: 60 },
  '/v1/events': { atOnce: 30, perMinute: 30 },
  '/v1/status': { atOnce: 240, perMinute: 240 },
  '/v1/challenges': { atOnce: 60, perMinute: 60 },
  '/v1/applications': { atOnce: 60, perMinute: 60 },
  '/v1/command-results': { atOnce: 240, perMinute: 240 },
  /** A whole log of 100,000 entries is 500 pages. */
  '/v1/event-logs': { atOnce: 600, perMinute: 600 },
  '/v1/diagnostics': { atOnce: 30, perMinute: 30 },
  '/v1/certificate': { atOnce: 5, perMinute: 1 },
} as const satisfies Record<string, Budget>;
/** Whatever is not a route. */
const ANYTHING_ELSE: Budget = { atOnce: 30, perMinute: 30 };

const MINUTE_MS = 60_000;
/** Terminals held in one table; beyond it, all share one bucket. More than a node has connections. */
const TERMINALS = 100_000;

export type LineBudgets = {
  /** Takes one request of a terminal to a route. @returns 0, or how long to wait */
  take(terminalId: TerminalId, route: string | undefined): number;
};

/** @param factor makes all budgets larger, for benches and for simulators that stand for more than one terminal */
export function createLineBudgets(factor: number, nowMs: () => number = () => performance.now()): LineBudgets {
  const bucketsOf = ({ atOnce, perMinute }: Budget) =>
    createTokenBuckets(
      { capacity: atOnce * factor, refillMs: MINUTE_MS / (perMinute * factor), maxKeys: TERMINALS },
      nowMs,
    );
  const routes = new Map(Object.entries(LINE_BUDGETS).map(([route, budget]) => [route, bucketsOf(budget)]));
  const others = bucketsOf(ANYTHING_ELSE);
  return { take: (terminalId, route) => (routes.get(route ?? '') ?? others).take(terminalId) };
}
