/** The center's side of the host: its commands, and what the line says. */
import type { Line, LineEvent } from '../../server-bridge/line/index.ts';
import { type Commands, openCommands } from './commands.ts';
import type { TerminalConfiguration } from './configuration.ts';
import type { DeviceWatch } from './device-watch.ts';
import { sendDiagnostics } from './diagnostics.ts';
import type { HostParts } from './host-parts.ts';
import type { IdentifySign } from './identify-sign.ts';
import type { LeftBehind } from './left-behind.ts';
import { lineEar } from './line-ear.ts';
import type { LinePresence } from './line-presence.ts';
import { countLine } from './line-statistics.ts';
import type { OperatorTasks } from './operator-tasks.ts';
import type { RestartPlan } from './restart-plan.ts';
import { restartShell } from './restart-shell.ts';
import { sendEventLog } from './send-event-log.ts';
import type { StatusReporter } from './status-reporter.ts';
import type { Till } from './till.ts';
import type { VisitSlot } from './visit-slot.ts';

export function openCenterSide(o: {
  configuration: Pick<TerminalConfiguration, 'terminalId' | 'build' | 'stateDirectory'>;
  parts: Pick<HostParts, 'log' | 'holds' | 'operators' | 'screens' | 'onClose'> & { line: Line };
  processId: string;
  now: () => Date;
  slot: Pick<VisitSlot, 'isBusy'>;
  till: Pick<Till, 'settledByHand'>;
  leftBehind: Pick<LeftBehind, 'release'>;
  restarts: Pick<RestartPlan, 'plan'>;
  devices: Pick<DeviceWatch, 'devices' | 'warnings'>;
  reporter: Pick<StatusReporter, 'clockSkewMs'>;
  tasks: Pick<OperatorTasks, 'areUnderWay' | 'printTestPage'>;
  /** A clerk is at the operator's screens. */
  officeIsOpen: () => boolean;
  sign: Pick<IdentifySign, 'show'>;
  presence: LinePresence;
  stopped: () => boolean;
  onChange: () => void;
}): { commands: Commands; hear: (event: LineEvent) => void } {
  const { log, line, holds, operators } = o.parts;
  const { terminalId } = o.configuration;
  const { presence, onChange, processId, now, stopped } = o;
  const statistics = countLine(line, () => now().getTime());
  o.parts.onClose(() => statistics.stop());
  const source = {
    configuration: o.configuration,
    processId,
    log,
    devices: o.devices,
    clockSkewMs: () => o.reporter.clockSkewMs(),
    statistics,
    now,
    line,
    stopped,
  };
  const commands = openCommands({
    processId,
    inVisit: () => o.slot.isBusy(),
    isServing: () => o.slot.isBusy() || o.officeIsOpen() || o.tasks.areUnderWay(),
    now,
    suspend: (on) => holds.set({ suspended: on }),
    maintain: (on) => holds.set({ maintenance: on }),
    releaseRightPerson: () => holds.set({ rightPerson: false }),
    clearPaper: () => o.leftBehind.release(),
    settledByHand: async () => (await o.till.settledByHand()) !== false,
    refreshDirective: () => line.refreshDirective(),
    sendEventLog: (order) => sendEventLog({ ...order, terminalId, line, log, stopped }),
    planRestart: () => o.restarts.plan(),
    restartShell: () => restartShell(o.parts.screens),
    printTestPage: () => o.tasks.printTestPage(),
    sendDiagnostics: (commandId) => sendDiagnostics(source, commandId),
    identify: () => o.sign.show(),
    async answer(result) {
      log.report(result.result === 'done' ? 'COMMAND_DONE' : 'COMMAND_REFUSED', { code: result.result });
      onChange();
      await line.sendCommandResult(result);
    },
  });
  return { commands, hear: lineEar({ line, log, operators, presence, commands, onEvent: onChange }) };
}
