/** The store's side of the host: what a clerk sees of the terminal, and what a clerk can have done. */
import { join } from 'node:path';
import type { ClosedCause } from '../../server-bridge/index.ts';
import { type CodeDesk, type OperatorView, openOperatorDesk } from '../operator/index.ts';
import { isClockOff } from '../terminal/index.ts';
import type { Apology } from './apology.ts';
import type { TerminalConfiguration } from './configuration.ts';
import type { DeviceWatch } from './device-watch.ts';
import type { HostParts } from './host-parts.ts';
import type { LeftBehind } from './left-behind.ts';
import { type OperatorOffice, openOperatorOffice } from './operator-office.ts';
import { type OperatorTasks, openOperatorTasks } from './operator-tasks.ts';
import type { RestartPlan } from './restart-plan.ts';
import type { ScreenDesk } from './screen-desk.ts';
import type { SpareVisits } from './spare-visits.ts';
import type { StatusReporter } from './status-reporter.ts';
import type { Sound } from './terminal-snapshot.ts';
import type { Till } from './till.ts';
import type { VisitSlot } from './visit-slot.ts';

/** How long the clerk reads that the terminal will be restarted. */
const RESTART_NOTICE_MS = 3_000;

type Side = {
  configuration: TerminalConfiguration;
  parts: HostParts;
  now: () => Date;
  /** Why the terminal is closed; null while it serves. */
  closedCause: () => ClosedCause | null;
  slot: VisitSlot;
  spares: Pick<SpareVisits, 'ready'>;
  till: Till;
  codes: CodeDesk;
  screens: ScreenDesk;
  devices: DeviceWatch;
  reporter: Pick<StatusReporter, 'clockSkewMs'>;
  leftBehind: LeftBehind;
  restarts: RestartPlan;
  sound: () => Sound;
  apology: Pick<Apology, 'acknowledge'>;
  onChange: () => void;
};

export function openOperatorSide(o: Side): { tasks: OperatorTasks; office: OperatorOffice } {
  const { parts, slot, till, leftBehind, devices, restarts, codes, screens } = o;
  const nowMs = (): number => o.now().getTime();
  const { exportDirectory, stateDirectory } = o.configuration;
  const tasks = openOperatorTasks({
    parts,
    slot,
    till,
    leftBehind,
    restarts,
    exportDirectory: exportDirectory ?? join(stateDirectory, 'export'),
    onChange: o.onChange,
  });
  /** A restart waits for nobody to be at the terminal: the clerk who ordered it has read so by then. */
  let leaving: NodeJS.Timeout | null = null;
  const leave = (): void => {
    leaving ??= setTimeout(() => {
      leaving = null;
      office.lock('stopped');
    }, RESTART_NOTICE_MS);
  };
  parts.onClose(() => {
    if (leaving !== null) clearTimeout(leaving);
  });
  const office = openOperatorOffice({
    openDesk: openOperatorDesk,
    log: parts.log,
    keySwitch: parts.keySwitch,
    screens,
    sound: o.sound,
    nowMs,
    isNamed: (operatorId) => parts.operators.get().some(({ id }) => id === operatorId),
    checkCode: (code) => codes.check(code, parts.operators.get()),
    lockedForMs: () => codes.lockedForMs(nowMs()),
    async carryOut(order) {
      const outcome = await tasks.carryOut(order);
      if (order.task === 'restart' && outcome.result === 'done') leave();
      return outcome;
    },
    async lookAgain(fault) {
      if (fault === 'line') await parts.line.refreshDirective();
      if (fault === 'money-owed' || fault === 'money-unsettled') await till.retry();
      await devices.lookAgain();
    },
    view: () => viewOf(o),
    onGone(screenSeq) {
      if (slot.repaint(screenSeq)) {
        // A visit that hangs paints nothing: the clerk's last screen must not stay there with buttons that do nothing.
        screens.clear();
        return;
      }
      // Whoever was to read that the visit broke off has had a clerk beside them.
      o.apology.acknowledge();
      o.onChange();
    },
  });
  return { tasks, office };
}

function viewOf({ parts, slot, till, spares, devices, reporter, closedCause }: Side): OperatorView {
  const holds = parts.holds.get();
  const inVisit = slot.isBusy();
  const cause = closedCause();
  const union = devices.devices();
  return {
    service: inVisit ? 'visit' : cause === null ? 'serving' : 'closed',
    cause,
    devices: union,
    warnings: devices.warnings(),
    lineUp: parts.line.state() === 'connected',
    clockOff: isClockOff(reporter.clockSkewMs()),
    owedYen: till.owedYen(),
    moneyUnsettled: till.hasUnsettled(),
    // In a visit, card and paper are the visit's own business.
    cardLeft: holds.card || (!inVisit && union.cardReader === 'occupied'),
    paperLeft: holds.paper && !inVisit,
    rightPerson: holds.rightPerson,
    maintenance: holds.maintenance,
    visitReady: spares.ready(),
    directiveValid: parts.line.directive() !== null,
    logHealthy: parts.log.healthy(),
  };
}
