/** The center's side of the host: its commands, and what the line says. */
import type { Line, LineEvent } from '../../server-bridge/line/index.ts';
import { type Commands, openCommands } from './commands.ts';
import type { TerminalConfiguration } from './configuration.ts';
import type { HostParts } from './host-parts.ts';
import type { LeftBehind } from './left-behind.ts';
import { lineEar } from './line-ear.ts';
import type { LinePresence } from './line-presence.ts';
import type { RestartPlan } from './restart-plan.ts';
import { sendEventLog } from './send-event-log.ts';
import type { Till } from './till.ts';
import type { VisitSlot } from './visit-slot.ts';

export function openCenterSide(o: {
  configuration: Pick<TerminalConfiguration, 'terminalId'>;
  parts: Pick<HostParts, 'log' | 'holds' | 'operators'> & { line: Line };
  processId: string;
  now: () => Date;
  slot: Pick<VisitSlot, 'isBusy'>;
  till: Pick<Till, 'settledByHand'>;
  leftBehind: Pick<LeftBehind, 'release'>;
  restarts: Pick<RestartPlan, 'plan'>;
  presence: LinePresence;
  stopped: () => boolean;
  onChange: () => void;
}): { commands: Commands; hear: (event: LineEvent) => void } {
  const { log, line, holds, operators } = o.parts;
  const { terminalId } = o.configuration;
  const { presence, onChange, processId, now, stopped } = o;
  const commands = openCommands({
    processId,
    inVisit: () => o.slot.isBusy(),
    now,
    suspend: (on) => holds.set({ suspended: on }),
    maintain: (on) => holds.set({ maintenance: on }),
    releaseRightPerson: () => holds.set({ rightPerson: false }),
    clearPaper: () => o.leftBehind.release(),
    settledByHand: async () => (await o.till.settledByHand()) !== false,
    refreshDirective: () => line.refreshDirective(),
    sendEventLog: (order) => sendEventLog({ ...order, terminalId, line, log, stopped }),
    planRestart: () => o.restarts.plan(),
    async answer(result) {
      log.report(result.result === 'done' ? 'COMMAND_DONE' : 'COMMAND_REFUSED', { code: result.result });
      onChange();
      await line.sendCommandResult(result);
    },
  });
  return { commands, hear: lineEar({ line, log, operators, presence, commands, onEvent: onChange }) };
}
