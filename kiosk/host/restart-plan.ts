/**
 * A restart that waits until nobody is served (anchors D14): ordered by the center, by a clerk, or each day at a minute outside
 * service hours. As long as it waits nobody new is served; a visit that never ends makes it give up.
 */
import { japaneseMinuteOf, minuteOf, withinHours } from '../terminal/index.ts';
import type { HostLog } from './host-parts.ts';

/** Longer than a visit may hold the terminal. */
const WAIT_LIMIT_MS = 40 * 60_000;
/** A host that has just started, or that has just planned its daily restart, does not plan one for the same minute again. */
const SHORTEST_LIFE_MS = 10 * 60_000;

export type RestartPlan = {
  isPlanned(): boolean;
  /** Plans it; what is planned already stays as it is. */
  plan(): void;
  /** Called whenever anything may have changed; says when the restart is to happen now. */
  isDue(o: { now: Date; hours: { from: string; to: string } | null; free: boolean }): boolean;
  /** It happens now, or has failed to: the plan is over. */
  done(): void;
  stop(): void;
};

export function openRestartPlan(o: {
  log: Pick<HostLog, 'report'>;
  /** `HH:MM` in Japan, or null for no daily restart. */
  dailyAt: string | null;
  startedAt: Date;
}): RestartPlan {
  let limit: NodeJS.Timeout | null = null;
  let quietSince = o.startedAt;
  const over = (): void => {
    if (limit !== null) clearTimeout(limit);
    limit = null;
  };
  const isDailyMinute = (now: Date, hours: { from: string; to: string } | null): boolean =>
    o.dailyAt !== null &&
    japaneseMinuteOf(now) === minuteOf(o.dailyAt) &&
    Math.abs(now.getTime() - quietSince.getTime()) > SHORTEST_LIFE_MS &&
    (hours === null || !withinHours(hours, now));

  const plan: RestartPlan = {
    isPlanned: () => limit !== null,
    plan() {
      if (limit !== null) return;
      o.log.report('RESTART_PLANNED', { code: 'planned' });
      limit = setTimeout(() => {
        over();
        o.log.report('RESTART_PLANNED', { code: 'given-up' });
      }, WAIT_LIMIT_MS);
    },
    isDue({ now, hours, free }) {
      // Also while somebody is served, or a clerk is at work: it then waits like any other.
      if (limit === null && isDailyMinute(now, hours)) {
        quietSince = now;
        plan.plan();
      }
      return free && limit !== null;
    },
    done: over,
    stop: over,
  };
  return plan;
}
