/**
 * Counts what this process does, in steps of five minutes, and writes them in one batch a minute. A row always holds the
 * whole count of its step, so a batch that failed is written again without counting anything twice.
 */
import { randomBytes } from 'node:crypto';
import type { RelayRefusal } from '../../protocol/index.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { CenterDatabase } from '../store/index.ts';
import { bucketOf } from './latency-buckets.ts';

export const STEP_MS = 300_000;
const WRITE_EVERY_MS = 60_000;
const CLEAN_EVERY_MS = 3_600_000;
/** While the store is away, a day of steps is held; older ones are given up. */
const HELD_STEPS = 288;

type Step = {
  relayed: number;
  connected: number;
  readonly refused: Map<RelayRefusal, number>;
  readonly latencies: Map<number, number>;
};

export type HistoryRecorder = {
  relayed(waitedMs: number): void;
  refused(refusal: RelayRefusal): void;
  /** Writes what has been counted. A store that is away is no error: the next batch has it all. */
  write(): Promise<void>;
  /** Writes for the last time, with nobody connected any more. */
  stop(): Promise<void>;
};

const add = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

export function startHistoryRecorder(parts: {
  readonly database: CenterDatabase;
  /** Terminals connected to this process now. */
  readonly connected: () => number;
  readonly keepMs: number;
  readonly now: () => Date;
  readonly log: CenterLog;
}): HistoryRecorder {
  const { database, now, log } = parts;
  const process = randomBytes(9).toString('base64url');
  const steps = new Map<number, Step>();
  let cleanedAtMs = Number.NEGATIVE_INFINITY;
  let writing: Promise<void> = Promise.resolve();

  const presentStepMs = (): number => Math.floor(now().getTime() / STEP_MS) * STEP_MS;
  const presentStep = (): Step => {
    const atMs = presentStepMs();
    const step = steps.get(atMs) ?? { relayed: 0, connected: 0, refused: new Map(), latencies: new Map() };
    steps.set(atMs, step);
    for (const oldest of steps.keys()) {
      if (steps.size <= HELD_STEPS) break;
      steps.delete(oldest);
    }
    return step;
  };

  const writeRows = async (held: readonly [number, Step][]): Promise<void> => {
    const rows = held.map(([atMs, step]) => ({
      at: new Date(atMs),
      process,
      relayed: step.relayed,
      connected: step.connected,
    }));
    const refusals = held.flatMap(([atMs, { refused }]) =>
      [...refused].map(([refusal, count]) => ({ at: new Date(atMs), process, refusal, refused: count })),
    );
    const latencies = held.flatMap(([atMs, step]) =>
      [...step.latencies].map(([upToMs, count]) => ({
        at: new Date(atMs),
        process,
        up_to_ms: upToMs,
        relayed: count,
      })),
    );
    await database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('history_steps')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['at', 'process']).doUpdateSet((excluded) => ({
            relayed: excluded.ref('excluded.relayed'),
            connected: excluded.ref('excluded.connected'),
          })),
        )
        .execute();
      if (refusals.length > 0) {
        await transaction
          .insertInto('history_refusals')
          .values(refusals)
          .onConflict((conflict) =>
            conflict
              .columns(['at', 'process', 'refusal'])
              .doUpdateSet((excluded) => ({ refused: excluded.ref('excluded.refused') })),
          )
          .execute();
      }
      if (latencies.length > 0) {
        await transaction
          .insertInto('history_latencies')
          .values(latencies)
          .onConflict((conflict) =>
            conflict
              .columns(['at', 'process', 'up_to_ms'])
              .doUpdateSet((excluded) => ({ relayed: excluded.ref('excluded.relayed') })),
          )
          .execute();
      }
    });
  };

  const clean = async (): Promise<void> => {
    const atMs = now().getTime();
    if (atMs - cleanedAtMs < CLEAN_EVERY_MS) return;
    const limit = new Date(atMs - parts.keepMs);
    for (const table of ['history_steps', 'history_refusals', 'history_latencies'] as const) {
      await database.deleteFrom(table).where('at', '<', limit).execute();
    }
    cleanedAtMs = atMs;
  };

  const writeNow = async (connected: number): Promise<void> => {
    presentStep().connected = connected;
    const held = [...steps].map(([atMs, step]): [number, Step] => [
      atMs,
      { ...step, refused: new Map(step.refused), latencies: new Map(step.latencies) },
    ]);
    try {
      await writeRows(held);
      // A step that is over does not change any more.
      for (const [atMs] of held) if (atMs < presentStepMs()) steps.delete(atMs);
      await clean();
    } catch {
      log.record('WORK_FAILED', { where: 'housekeeping' });
    }
  };

  /** One batch after another: an older count never lands on a newer one. */
  const write = (connected: () => number): Promise<void> => {
    writing = writing.then(() => writeNow(connected()));
    return writing;
  };
  const timer = setInterval(() => void write(parts.connected), WRITE_EVERY_MS);
  timer.unref();

  return {
    relayed(waitedMs) {
      const step = presentStep();
      step.relayed += 1;
      add(step.latencies, bucketOf(waitedMs));
    },
    refused: (refusal) => add(presentStep().refused, refusal),
    write: () => write(parts.connected),
    async stop() {
      clearInterval(timer);
      await write(() => 0);
    },
  };
}
