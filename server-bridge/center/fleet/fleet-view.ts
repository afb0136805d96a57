/** The fleet as one node shows it: questions to the store, and a summary that is kept for a moment. */
import type { Fleet, FleetPage, FleetQuery, TerminalPage } from '../console-api/fleet.ts';
import type { CenterDatabase } from '../store/index.ts';
import { pageOfFleet } from './fleet-list.ts';
import { summariseFleet } from './fleet-summary.ts';
import { findInFleet } from './one-terminal.ts';
import type { FleetMoment } from './standing.ts';

export type FleetView = {
  /** At most `SUMMARY_LIFE_MS` old; any number of people who look share one question to the store. */
  summary(): Promise<Fleet>;
  page(query: FleetQuery): Promise<FleetPage>;
  find(terminalId: string): Promise<TerminalPage | null>;
};

export const SUMMARY_LIFE_MS = 2_000;

export function createFleetView(parts: {
  readonly database: CenterDatabase;
  /** Silent for so long, a terminal counts as lost. */
  readonly lostMs: number;
  readonly now: () => Date;
}): FleetView {
  const { database, lostMs, now } = parts;
  const moment = (): FleetMoment => ({ now: now(), lostMs });
  let kept: { readonly atMs: number; readonly fleet: Promise<Fleet> } | null = null;
  return {
    summary() {
      const asked = moment();
      const atMs = asked.now.getTime();
      // A clock that was put back must not keep an old summary alive.
      if (kept !== null && atMs >= kept.atMs && atMs - kept.atMs < SUMMARY_LIFE_MS) return kept.fleet;
      const fleet = summariseFleet(database, asked);
      const mine = { atMs, fleet };
      kept = mine;
      fleet.catch(() => {
        if (kept === mine) kept = null;
      });
      return fleet;
    },
    page: (query) => pageOfFleet(database, query, moment()),
    find: (terminalId) => findInFleet(database, terminalId, moment()),
  };
}
