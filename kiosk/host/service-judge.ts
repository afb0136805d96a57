/** Gathers everything known about the terminal into one situation, and has it judged. */
import type { Directive } from '../../server-bridge/index.ts';
import { priceAt } from '../payment/index.ts';
import { judgeService, type ServiceVerdict } from '../terminal/index.ts';
import type { DeviceWatch } from './device-watch.ts';
import type { HostParts } from './host-parts.ts';
import type { LinePresence } from './line-presence.ts';
import type { OperatorTasks } from './operator-tasks.ts';
import type { RestartPlan } from './restart-plan.ts';
import type { SpareVisits } from './spare-visits.ts';
import type { StatusReporter } from './status-reporter.ts';
import type { Till } from './till.ts';

export function serviceJudge(o: {
  parts: Pick<HostParts, 'line' | 'holds' | 'fee'>;
  now: () => Date;
  spares: Pick<SpareVisits, 'ready'>;
  till: Pick<Till, 'hasUnsettled'>;
  devices: Pick<DeviceWatch, 'devices'>;
  presence: Pick<LinePresence, 'isDown'>;
  reporter: Pick<StatusReporter, 'clockSkewMs'>;
  restarts: Pick<RestartPlan, 'isPlanned'>;
  tasks: Pick<OperatorTasks, 'areUnderWay'>;
}): () => ServiceVerdict {
  return () => {
    const { rightPerson, paper, card, maintenance, suspended } = o.parts.holds.get();
    return judgeService(
      {
        now: o.now(),
        directive: o.parts.line.directive()?.directive ?? null,
        spareReady: o.spares.ready(),
        suspended,
        // A clerk's task is work on the terminal, also when the clerk's screens have locked meanwhile.
        maintenance: maintenance || o.tasks.areUnderWay(),
        restarting: o.restarts.isPlanned(),
        rightPersonHold: rightPerson,
        leftBehind: { paper, card },
        moneyUnsettled: o.till.hasUnsettled(),
        lineDown: o.presence.isDown(),
        devices: o.devices.devices(),
        canCollect: o.parts.fee.status() === 'ready',
        clockSkewMs: o.reporter.clockSkewMs(),
      },
      copyYen,
    );
  };
}

/** The price in force, or null when the table has none: then there is no service. */
function copyYen(directive: Directive, at: Date): number | null {
  return priceAt(directive.prices, at).unwrapOr(null);
}
