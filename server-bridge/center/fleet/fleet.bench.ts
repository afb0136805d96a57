/**
 * Measures what people who watch the fleet wait for, at 56,000 invented terminals, on PGlite and, where KOFU_TEST_POSTGRES_URL
 * names a server, on PostgreSQL: the summary, pages of the list, one terminal, and what Prometheus asks. The floor beside
 * each is a bare count of the terminals' rows in the same store: less than that no question about all of them can cost.
 */
import { sql } from 'kysely';
import { Registry } from 'prom-client';
import * as v from 'valibot';
import { FleetQuerySchema } from '../console-api/fleet.ts';
import { createFleetGauges } from '../observability/fleet-gauges.ts';
import type { CenterDatabase } from '../store/index.ts';
import { freshStore, STORE_ENGINES, type StoreEngine } from '../test-support/fresh-store.ts';
import { summariseFleet } from './fleet-summary.ts';
import { createFleetView } from './fleet-view.ts';
import { insertSyntheticFleet, syntheticTerminalId } from './testing/synthetic-fleet.ts';

export type BenchFigure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: number;
};

const TERMINALS = 56_000;
const ROUNDS = 7;
const LOST_MS = 180_000;

/** The median of a few rounds, in milliseconds, after one that warms up. */
async function medianMs(work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startMs = performance.now();
    await work();
    times.push(performance.now() - startMs);
  }
  return times.sort((left, right) => left - right)[Math.floor(ROUNDS / 2)] ?? 0;
}

async function benchStore(database: CenterDatabase, engine: StoreEngine): Promise<BenchFigure[]> {
  const now = new Date();
  const insertedMs = performance.now();
  await insertSyntheticFleet(database, { terminals: TERMINALS, now });
  const insertMs = performance.now() - insertedMs;
  const view = createFleetView({ database, lostMs: LOST_MS, now: () => now });
  const page = (query: Record<string, string>) => () => view.page(v.parse(FleetQuerySchema, query));
  const registry = new Registry();
  const scrape = async (): Promise<string> => {
    registry.clear();
    const gauges = createFleetGauges(registry, { database, lostMs: LOST_MS, now: () => now });
    await gauges.refresh();
    return await registry.metrics();
  };
  const floor = await medianMs(() => sql`select count(*) from terminals`.execute(database));
  const questions: readonly [string, () => Promise<unknown>][] = [
    ['summary', () => summariseFleet(database, { now, lostMs: LOST_MS })],
    ['first page', page({})],
    ['page at 50,000', page({ offset: '50000' })],
    ['page sorted by standing', page({ sort: 'standing' })],
    ['page sorted by alarms', page({ sort: 'alarms' })],
    ['page of one prefecture', page({ prefecture: '13' })],
    ['search in names', page({ search: '号店' })],
    ['one terminal', () => view.find(syntheticTerminalId(TERMINALS / 2))],
    ['scrape', scrape],
  ];
  const figures: BenchFigure[] = [{ name: `fleet of 56,000 on ${engine}: inserted`, value: insertMs, unit: 'ms' }];
  for (const [name, work] of questions) {
    figures.push({ name: `fleet of 56,000 on ${engine}: ${name}`, value: await medianMs(work), unit: 'ms', floor });
  }
  const bytes = Buffer.byteLength(await scrape());
  return [...figures, { name: `fleet of 56,000 on ${engine}: size of a scrape`, value: bytes / 1_000, unit: 'kB' }];
}

/** Every question on every store there is here. Takes about a quarter of a minute for each. */
export async function benchFleet(): Promise<BenchFigure[]> {
  const figures: BenchFigure[] = [];
  for (const engine of STORE_ENGINES) {
    const { database, close } = await freshStore(engine);
    try {
      figures.push(...(await benchStore(database, engine)));
    } finally {
      await close();
    }
  }
  return figures;
}
