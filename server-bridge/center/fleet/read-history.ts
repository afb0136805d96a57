/** Counts over time as charts show them: the steps of all center processes together, in larger steps where asked for. */
import { type RawBuilder, sql } from 'kysely';
import type { History } from '../console-api/fleet.ts';
import type { CenterDatabase } from '../store/index.ts';
import { quantileOf } from './latency-buckets.ts';

export type HistoryQuestion = {
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
  readonly stepMs: number;
};

/** Days begin at midnight in Japan, which has no summer time; shorter steps fall on the same minutes everywhere. */
const JST_OFFSET_MS = 9 * 3_600_000;

/** The beginning of the step that a moment lies in. */
export const stepStartMs = (atMs: number, stepMs: number): number =>
  Math.floor((atMs + JST_OFFSET_MS) / stepMs) * stepMs - JST_OFFSET_MS;

const stepOf = (stepMs: number): RawBuilder<number> =>
  sql<number>`floor((extract(epoch from at) * 1000 + ${JST_OFFSET_MS}::float8) / ${stepMs}::float8)
    * ${stepMs}::float8 - ${JST_OFFSET_MS}::float8`;

type Step = History['steps'][number];
type Counted = { readonly step: number; readonly counted: number };

/**
 * Every step of the time asked for, also those in which nothing happened. The time is widened to whole steps.
 * `connected` is the mean over a step of what all processes together had; null where no process wrote anything.
 */
export async function readHistory(database: CenterDatabase, question: HistoryQuestion): Promise<History> {
  const { stepMs } = question;
  const firstMs = stepStartMs(question.fromMs, stepMs);
  const endMs = stepStartMs(question.toMs - 1, stepMs) + stepMs;
  const within = sql`at >= ${new Date(firstMs)} and at < ${new Date(endMs)}`;
  const step = stepOf(stepMs);
  const [whole, refused, latencies] = await Promise.all([
    sql<{ step: number; relayed: number; connected: number }>`
      select ${step} as step, sum(relayed)::float8 as relayed, avg(connected)::float8 as connected from (
        select at, sum(relayed) as relayed, sum(connected) as connected
        from history_steps where ${within} group by at
      ) as together group by 1`.execute(database),
    sql<Counted & { refusal: string }>`
      select ${step} as step, refusal, sum(refused)::float8 as counted
      from history_refusals where ${within} group by 1, 2 order by 2`.execute(database),
    sql<Counted & { up_to_ms: number }>`
      select ${step} as step, up_to_ms, sum(relayed)::float8 as counted
      from history_latencies where ${within} group by 1, 2`.execute(database),
  ]);
  const wholeOf = new Map(whole.rows.map((row) => [row.step, row]));
  const refusedOf = Map.groupBy(refused.rows, (row) => row.step);
  const latenciesOf = Map.groupBy(latencies.rows, (row) => row.step);
  const steps: Step[] = [];
  for (let atMs = firstMs; atMs < endMs; atMs += stepMs) {
    const row = wholeOf.get(atMs);
    const buckets = new Map((latenciesOf.get(atMs) ?? []).map((latency) => [latency.up_to_ms, latency.counted]));
    const p50 = quantileOf(buckets, 0.5);
    const p95 = quantileOf(buckets, 0.95);
    steps.push({
      at: new Date(atMs).toISOString(),
      relayed: row?.relayed ?? 0,
      refused: Object.fromEntries((refusedOf.get(atMs) ?? []).map(({ refusal, counted }) => [refusal, counted])),
      latencyMs: p50 === null || p95 === null ? null : { p50, p95 },
      connected: row === undefined ? null : Math.round(row.connected),
    });
  }
  return { steps };
}
