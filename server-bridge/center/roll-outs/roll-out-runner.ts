/**
 * Carries running roll-outs on, on one node of all: who holds the name in the store. A node that is killed loses the name with its
 * connection, and the next one goes on where the rows stand. Every step also holds by itself if two should ever act at once.
 */
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Bus } from '../bus/bus.ts';
import { oneAtATime } from '../bus/one-at-a-time.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { Claim, OpenStore } from '../store/index.ts';
import { finishRollOut, stopRollOut, takeBackLeft } from './end-roll-out.ts';
import { orderNext } from './order-batch.ts';
import { auditTarget, findRow, runningRollOuts, stageCounts, stagesOf } from './roll-out-rows.ts';
import { nextStep, reachOf } from './stage-rule.ts';

const CENTER = { kind: 'center' } as const;
const NAME = 'roll-outs';
const MINUTE_MS = 60_000;
/** A name that another node holds is asked for again after so long. */
const ASK_AGAIN_MS = 5_000;
/** Steps of one roll-out before the others have their turn. */
const STEPS_AT_ONCE = 20;

export type RollOutRunner = {
  /** One look at all that run. Never fails: what went wrong is logged, and tried again at the next. */
  round(): Promise<void>;
  stop(): Promise<void>;
};

export function startRollOutRunner(parts: {
  readonly store: Pick<OpenStore, 'database' | 'claim'>;
  readonly audit: AuditTrail;
  readonly bus: Pick<Bus, 'publish'>;
  readonly commandLifeMs: number;
  /** Null: only `round` makes it look. */
  readonly everyMs: number | null;
  readonly now: () => Date;
  readonly log: CenterLog;
}): RollOutRunner {
  const { audit, bus, commandLifeMs, now, log } = parts;
  const { database } = parts.store;
  let claim: Claim | null = null;
  let askAgainAt = 0;
  let stopped = false;

  const isOurs = async (): Promise<boolean> => {
    if (claim?.held() === true) return true;
    if (performance.now() < askAgainAt) return false;
    claim = await parts.store.claim(NAME);
    if (claim === null) askAgainAt = performance.now() + ASK_AGAIN_MS;
    return claim !== null;
  };

  /** @returns whether there may be more to do at once */
  const step = async (rollOutId: number): Promise<boolean> => {
    const row = await findRow(database, rollOutId);
    if (row === undefined || row.state !== 'running') return false;
    const { stage } = row;
    const stagesPercent = stagesOf(row);
    const endsAt = (row.stage_started_at?.getTime() ?? 0) + row.stage_minutes * MINUTE_MS;
    const next = nextStep({
      stagesPercent,
      successPercent: row.success_percent,
      stopAtFailurePercent: row.stop_at_failure_percent,
      targets: row.targets,
      stage,
      ordered: row.ordered,
      timeIsOver: now().getTime() >= endsAt,
      counts: await stageCounts(database, rollOutId, stage),
    });
    const target = auditTarget(rollOutId);
    switch (next.kind) {
      case 'wait':
        return false;
      case 'order': {
        const ordered = await orderNext(database, rollOutId, { stage, commandLifeMs, now: now() });
        if (ordered > 0) await bus.publish('commands');
        return ordered > 0;
      }
      case 'begin-stage': {
        const terminals = reachOf(stagesPercent, row.targets, next.stage) - row.ordered;
        const result = `stage.${next.stage}.terminals.${terminals}`;
        await audit.append({ actor: CENTER, action: 'roll-out-stage-begun', target, result });
        await database
          .updateTable('roll_outs')
          .set({ stage: next.stage, stage_started_at: now() })
          .where('id', '=', rollOutId)
          .where('state', '=', 'running')
          .where('stage', '=', stage)
          .execute();
        log.record('ROLL_OUT_STAGE', { rollOut: rollOutId, stage: next.stage });
        return true;
      }
      case 'stop':
        await audit.append({ actor: CENTER, action: 'roll-out-stopped', target, result: next.reason });
        if (await stopRollOut(database, rollOutId, next.reason, now())) {
          log.record('ROLL_OUT_ENDED', { rollOut: rollOutId, end: 'stopped' });
        }
        return false;
      case 'finish':
        await audit.append({ actor: CENTER, action: 'roll-out-finished', target, result: 'finished' });
        if (await finishRollOut(database, rollOutId, now())) {
          log.record('ROLL_OUT_ENDED', { rollOut: rollOutId, end: 'finished' });
        }
        return false;
      default: {
        const never: never = next;
        throw new Error(`unknown step ${String(never)}`);
      }
    }
  };

  const carryOn = async (): Promise<void> => {
    await takeBackLeft(database, now());
    const running = await runningRollOuts(database);
    if (running.length === 0 || !(await isOurs())) return;
    for (const rollOutId of running) {
      for (let steps = 0; steps < STEPS_AT_ONCE && !stopped && claim?.held() === true; steps += 1) {
        if (!(await step(rollOutId))) break;
      }
    }
  };

  const round = oneAtATime(async () => {
    if (stopped) return;
    try {
      await carryOn();
    } catch {
      log.record('WORK_FAILED', { where: 'roll-outs' });
    }
  });

  const timer = parts.everyMs === null ? null : setInterval(() => void round(), parts.everyMs);
  timer?.unref();

  return {
    round,
    async stop() {
      stopped = true;
      if (timer !== null) clearInterval(timer);
      await round();
      await claim?.release();
    },
  };
}
