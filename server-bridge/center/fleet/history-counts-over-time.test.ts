import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEventLog, memorySink } from '../../event-log/index.ts';
import { HistorySchema } from '../console-api/fleet.ts';
import { centerEvents } from '../event-catalogue.ts';
import type { OpenStore } from '../store/index.ts';
import { freshStore, STORE_ENGINES } from '../test-support/fresh-store.ts';
import { startHistoryRecorder } from './history-recorder.ts';
import { historyRoutes } from './history-routes.ts';
import { BEYOND_MS, bucketOf, quantileOf } from './latency-buckets.ts';

const START = Date.parse('2026-11-22T03:00:00.000Z');
const MINUTE = 60_000;

describe('buckets of waiting times', () => {
  test('each time falls into the bucket it does not exceed', () => {
    expect([0, 50, 50.1, 60_000, 60_001].map(bucketOf)).toEqual([50, 50, 100, 60_000, BEYOND_MS]);
  });
  test('quantiles are read by straight lines, never beyond the last limit', () => {
    expect(quantileOf(new Map(), 0.5)).toBeNull();
    expect(quantileOf(new Map([[100, 10]]), 0.5)).toBe(75);
    expect(
      quantileOf(
        new Map([
          [50, 5],
          [400, 5],
        ]),
        0.95,
      ),
    ).toBe(380);
    expect(quantileOf(new Map([[BEYOND_MS, 3]]), 0.5)).toBe(60_000);
  });
});

describe.each(STORE_ENGINES)('on %s', (engine) => {
  let store: OpenStore;
  const sink = memorySink();
  const log = createEventLog(centerEvents, { sink, now: () => new Date(START) });
  let nowMs = START;
  const now = () => new Date(nowMs);

  beforeAll(async () => {
    store = await freshStore(engine);
  });
  afterAll(() => store.close());

  const keepMs = 30 * 24 * 60 * MINUTE;
  const recorder = (connected: () => number) =>
    startHistoryRecorder({ database: store.database, connected, keepMs, now, log });
  const ask = async (from: number, to: number, stepMinutes = '5') => {
    const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), stepMinutes };
    const answer = await historyRoutes(store.database)[0]?.run({ kind: 'tool' }, { parameters: {}, query, body: null });
    if (answer === undefined || answer.isErr()) return answer?.error;
    return v.parse(HistorySchema, 'value' in answer.value ? answer.value.value : null).steps;
  };

  test('two processes are added up; a batch written twice counts once; longer steps take shorter ones in', async () => {
    nowMs = START;
    const one = recorder(() => 3);
    const other = recorder(() => 4);
    one.relayed(40);
    one.relayed(40);
    other.relayed(40);
    other.refused('BUSY');
    await one.write();
    await one.write();
    one.relayed(3_500);
    one.refused('BUSY');
    one.refused('CITY_STOPPED');
    await Promise.all([one.write(), other.write()]);
    nowMs = START + 7 * MINUTE;
    one.refused('UNAVAILABLE');
    await one.stop();
    await other.write();
    const steps = await ask(START, START + 15 * MINUTE);
    expect(steps).toEqual([
      {
        at: '2026-11-22T03:00:00.000Z',
        relayed: 4,
        refused: { BUSY: 2, CITY_STOPPED: 1 },
        latencyMs: { p50: expect.closeTo(33.3, 1), p95: expect.closeTo(5_400, 5) },
        connected: 7,
      },
      { at: '2026-11-22T03:05:00.000Z', relayed: 0, refused: { UNAVAILABLE: 1 }, latencyMs: null, connected: 4 },
      { at: '2026-11-22T03:10:00.000Z', relayed: 0, refused: {}, latencyMs: null, connected: null },
    ]);
    expect(await ask(START + 1, START + 2, '60')).toMatchObject([
      { at: '2026-11-22T03:00:00.000Z', relayed: 4, refused: { BUSY: 2, CITY_STOPPED: 1, UNAVAILABLE: 1 } },
    ]);
    // A day begins at midnight in Japan.
    expect(await ask(START, START + 1, '1440')).toMatchObject([{ at: '2026-11-21T15:00:00.000Z', relayed: 4 }]);
    await other.stop();
  });

  test('what could not be written is written with the next batch', async () => {
    nowMs = START + 100 * MINUTE;
    const recording = recorder(() => 1);
    recording.relayed(10);
    await sql`alter table history_latencies rename to history_away`.execute(store.database);
    await recording.write();
    expect(sink.lines.join('')).toContain('WORK_FAILED');
    expect(await store.database.selectFrom('history_steps').where('at', '=', now()).execute()).toEqual([]);
    await sql`alter table history_away rename to history_latencies`.execute(store.database);
    nowMs += 6 * MINUTE;
    await recording.stop();
    expect(await ask(START + 100 * MINUTE, START + 105 * MINUTE)).toMatchObject([
      { relayed: 1, latencyMs: { p50: 25 }, connected: 1 },
    ]);
  });

  test('old steps are erased', async () => {
    nowMs = START + 60 * 24 * 60 * MINUTE;
    const later = recorder(() => 1);
    later.relayed(1);
    await later.stop();
    expect(await ask(START, START + 5 * MINUTE)).toMatchObject([
      { relayed: 0, refused: {}, latencyMs: null, connected: null },
    ]);
    expect(await ask(nowMs, nowMs + 5 * MINUTE)).toMatchObject([{ relayed: 1 }]);
  });

  test('a time that ends before it begins, or has too many steps, is malformed', async () => {
    expect(await ask(START, START)).toEqual({ kind: 'malformed', error: 'ends-before-it-begins' });
    expect(await ask(START, START + 8 * 24 * 60 * MINUTE)).toEqual({ kind: 'malformed', error: 'too-long' });
    expect(await ask(START, START + MINUTE, '7')).toEqual({ kind: 'malformed', error: 'malformed' });
  });

  test('nothing in these tables has room for a person, a store or a place (C2)', async () => {
    const tables = await store.database.introspection.getTables();
    const columns = tables.filter(({ name }) => name.startsWith('history_')).flatMap((table) => table.columns);
    expect(new Set(columns.map(({ name }) => name))).toEqual(
      new Set(['at', 'process', 'relayed', 'connected', 'refusal', 'refused', 'up_to_ms']),
    );
  });
});
