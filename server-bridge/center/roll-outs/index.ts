/** Orders to many terminals: drafted, approved by another person, run stage by stage on one node of all. */
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Bus } from '../bus/bus.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { StaffRoute } from '../staff/staff-route.ts';
import type { OpenStore } from '../store/index.ts';
import { createRollOutDesk } from './roll-out-desk.ts';
import { rollOutRoutes } from './roll-out-routes.ts';
import { startRollOutRunner } from './roll-out-runner.ts';

export type RollOuts = {
  readonly routes: readonly StaffRoute[];
  /** Begins no further step, and lets another node have the roll-outs. */
  stop(): Promise<void>;
};

/** @param parts.everyMs how often this node looks whether there is something to do */
export function startRollOuts(parts: {
  readonly store: Pick<OpenStore, 'database' | 'claim'>;
  readonly audit: AuditTrail;
  readonly bus: Pick<Bus, 'publish'>;
  readonly commandLifeMs: number;
  readonly everyMs: number;
  readonly now: () => Date;
  readonly log: CenterLog;
}): RollOuts {
  const runner = startRollOutRunner(parts);
  const { audit, commandLifeMs, now, store } = parts;
  const onChange = (): void => void runner.round();
  const desk = createRollOutDesk({ database: store.database, audit, commandLifeMs, now, onChange });
  return { routes: rollOutRoutes(desk), stop: () => runner.stop() };
}
