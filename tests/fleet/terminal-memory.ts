/** What a simulated terminal has on its disk: its event log, what of it the center has, orders answered, the version obeyed. */
import { randomBytes } from 'node:crypto';
import type { Command, CommandResult, TerminalEvent, TerminalStatus } from '../../server-bridge/index.ts';

const random128 = (): string => randomBytes(16).toString('base64url');

/** A status carries at most so many events; the rest goes with the next. */
const EVENTS_A_STATUS = 50;

export type TerminalMemory = {
  readonly processId: string;
  readonly logId: string;
  /** The highest event the center has said it has. */
  acceptedSeq(): number;
  note(event: TerminalEvent['event'], code?: string): void;
  /** The status as it would be sent now; parsed by the center, never by us. */
  status(): object;
  accept(seq: number): void;
  /** @returns the result, the same however often it is asked; with `fail`, what could be done fails */
  obey(command: Command, way?: 'obey' | 'fail'): CommandResult;
  /** Orders whose result the center has taken. */
  readonly settled: Map<string, CommandResult['result']>;
  directiveVersion: number | null;
};

export function createMemory(terminalId: string): TerminalMemory {
  const processId = random128();
  const logId = random128();
  const unsent: object[] = [];
  const answered = new Map<string, CommandResult>();
  let seq = 0;
  let accepted = 0;
  let hold: 'suspended' | 'maintenance' | null = null;
  const devices: TerminalStatus['devices'] = {
    cardReader: 'empty',
    pagePrinter: 'ready',
    receiptPrinter: 'ready',
    coinBox: 'ready',
    cashless: 'not-fitted',
    keySwitch: 'locked',
    screens: 'ready',
  };

  const resultOf = ({ order, expiresAt, processId: meant }: Command): CommandResult['result'] => {
    if (meant !== processId) return 'refused-other-process';
    if (Date.parse(expiresAt) < Date.now()) return 'refused-expired';
    switch (order.kind) {
      case 'suspend':
        hold = 'suspended';
        return 'done';
      case 'resume':
        hold = null;
        return 'done';
      case 'maintenance':
        hold = order.on ? 'maintenance' : null;
        return 'done';
      case 'collect-event-log':
      case 'collect-diagnostics':
        // There is no log behind a simulated terminal.
        return 'refused-invalid';
      default:
        return 'done';
    }
  };

  const memory: TerminalMemory = {
    processId,
    logId,
    acceptedSeq: () => accepted,
    note(event, code) {
      seq += 1;
      unsent.push({ seq, at: new Date().toISOString(), event, ...(code === undefined ? {} : { code }) });
    },
    status: () => ({
      v: 1,
      terminalId,
      processId,
      build: 'simulated',
      logId,
      at: new Date().toISOString(),
      state: hold ?? 'idle',
      cause: hold === null ? null : hold === 'suspended' ? 'suspended-by-center' : 'maintenance',
      directiveVersion: memory.directiveVersion,
      devices,
      warnings: [],
      events: unsent.slice(0, EVENTS_A_STATUS),
    }),
    accept(upTo) {
      unsent.splice(0, Math.max(0, upTo - accepted));
      accepted = Math.max(accepted, upTo);
    },
    obey(command, way = 'obey') {
      const before = answered.get(command.commandId);
      if (before !== undefined) return before;
      const result = { commandId: command.commandId, result: way === 'fail' ? 'failed' : resultOf(command) } as const;
      answered.set(command.commandId, result);
      memory.note(result.result === 'done' ? 'COMMAND_DONE' : 'COMMAND_REFUSED', result.result);
      return result;
    },
    settled: new Map(),
    directiveVersion: null,
  };
  return memory;
}
