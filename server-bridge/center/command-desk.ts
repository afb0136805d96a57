/** Commands from staff to one process of one terminal: signed, stored, pushed, answered (anchors D14). */
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type Command, type CommandResult, CommandSchema, type TerminalId } from '../protocol/index.ts';
import { type Es256Signer, signCommand } from '../sealing/index.ts';
import { SUSPENSIONS } from './alarm-desk.ts';
import type { Bus } from './bus/bus.ts';
import type { CenterLog } from './event-catalogue.ts';
import type { EventStreams } from './event-streams.ts';
import * as store from './store/index.ts';

export type CommandOrder = Command['order'];
export type CommandError = { readonly kind: 'unknown-terminal' } | { readonly kind: 'no-process' };

export type CommandDesk = {
  issue(terminalId: TerminalId, order: CommandOrder): Promise<Result<Command, CommandError>>;
  /** Pushes what waits for terminals connected here. `again` names a terminal that has just connected. */
  deliver(again?: TerminalId): Promise<void>;
  /** @returns false when this terminal was never given such a command */
  settle(terminalId: TerminalId, result: CommandResult): Promise<boolean>;
};

export function createCommandDesk(parts: {
  readonly database: store.CenterDatabase;
  readonly streams: EventStreams;
  readonly signer: Es256Signer;
  /** Wakes the node that has the terminal. */
  readonly bus: Pick<Bus, 'publish'>;
  readonly commandLifeMs: number;
  readonly now: () => Date;
  readonly log: CenterLog;
}): CommandDesk {
  const { database, streams, now, log } = parts;

  const deliver = async (again?: TerminalId): Promise<void> => {
    const terminals = again === undefined ? [...streams.connected().keys()] : [again];
    const open = await store.openCommands(
      database,
      terminals,
      again === undefined ? ['queued'] : ['queued', 'sent'],
      now(),
    );
    for (const { commandId, terminalId, signed } of open) {
      const connected = terminals.find((candidate) => candidate === terminalId);
      if (connected === undefined) continue;
      if (streams.push(connected, { type: 'command', command: signed }, commandId)) {
        await store.markSent(database, commandId);
      }
    }
  };

  /** What a command that was done means for the terminal's standing at the center. */
  const carryOut = async (terminalId: TerminalId, commandId: string, order: CommandOrder): Promise<void> => {
    const standing = await store.standingOf(database, terminalId);
    if (
      order.kind === 'resume' &&
      standing.suspendedFor === SUSPENSIONS.staff &&
      // Who suspends after a resume that is still on its way means the suspension.
      !(await store.isSuspendedAfter(database, terminalId, commandId))
    ) {
      await store.suspendTerminal(database, terminalId, null);
    }
    if (order.kind === 'release-right-person') {
      await database.transaction().execute(async (transaction) => {
        if (standing.suspendedFor === SUSPENSIONS.rightPerson) {
          await store.suspendTerminal(transaction, terminalId, null);
        }
        await store.closeAlarms(transaction, { terminalId, code: 'RIGHT_PERSON_FAILED' }, order.releasedBy, now());
      });
    }
  };

  return {
    async issue(terminalId, order) {
      const terminal = await store.findProcess(database, terminalId);
      if (terminal === undefined) return err({ kind: 'unknown-terminal' });
      if (terminal.processId === null) return err({ kind: 'no-process' });
      const command = v.parse(CommandSchema, {
        v: 1,
        commandId: randomBytes(16).toString('base64url'),
        terminalId,
        processId: terminal.processId,
        expiresAt: new Date(now().getTime() + parts.commandLifeMs).toISOString(),
        order,
      });
      // The center closes its own side first: a terminal that does not obey still gets no relay.
      if (order.kind === 'suspend' && terminal.suspendedFor === null) {
        await store.suspendTerminal(database, terminalId, SUSPENSIONS.staff);
      }
      await store.insertCommand(database, command, await signCommand(command, parts.signer), now());
      log.record('COMMAND_ISSUED', { terminal: terminalId, order: order.kind });
      await deliver();
      await parts.bus.publish('commands');
      return ok(command);
    },
    deliver,
    async settle(terminalId, result) {
      const order = await store.settleCommand(database, terminalId, result, now());
      if (order === null) return store.isSettled(database, terminalId, result.commandId);
      log.record('COMMAND_SETTLED', { terminal: terminalId, result: result.result });
      if (result.result === 'done') await carryOut(terminalId, result.commandId, order);
      return true;
    },
  };
}
