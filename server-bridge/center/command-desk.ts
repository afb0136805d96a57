/** Commands from staff to one process of one terminal: signed, stored, pushed, answered (anchors D14). */
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import {
  type Command,
  type CommandResult,
  CommandSchema,
  type TerminalId,
  TerminalIdSchema,
} from '../protocol/index.ts';
import { type Es256Signer, signCommand } from '../sealing/index.ts';
import type { AlarmDesk } from './alarm-desk.ts';
import { type AuditOutbox, type AuditTrail, intendAudit } from './audit/index.ts';
import type { Bus } from './bus/bus.ts';
import { createCommandDelivery } from './commands/index.ts';
import type { CenterLog } from './event-catalogue.ts';
import type { EventStreams } from './event-streams.ts';
import { type Actor, actorName } from './staff/rights.ts';
import * as store from './store/index.ts';

const CENTER = { kind: 'center' } as const;
const EXPIRED_AT_ONCE = 500;

export type CommandOrder = Command['order'];
export type CommandError =
  | { readonly kind: 'unknown-terminal' }
  | { readonly kind: 'no-process' }
  | { readonly kind: store.ReleaseHindrance };

export type CancelError =
  | { readonly kind: 'unknown-command' }
  /** A node has taken it up; only the terminal can tell now what becomes of it. */
  | { readonly kind: 'already-sent' }
  | { readonly kind: 'settled' };

export type CommandDesk = {
  issue(actor: Actor, terminalId: TerminalId, order: CommandOrder): Promise<Result<Command, CommandError>>;
  /** Takes an order back that has not been sent. */
  cancel(actor: Actor, commandId: string): Promise<Result<void, CancelError>>;
  /** Ends the orders whose time is over. */
  expire(): Promise<void>;
  /** Pushes what waits for terminals connected here. `again` names a terminal that has just connected. */
  deliver(again?: TerminalId): Promise<void>;
  /** @returns false when this terminal was never given such a command */
  settle(terminalId: TerminalId, result: CommandResult): Promise<boolean>;
};

/** A person answers with the own name, whatever name was written; a tool says whose it is. */
function inOwnName(order: CommandOrder, actor: Actor): CommandOrder {
  if (actor.kind !== 'person') return order;
  if (order.kind === 'release-right-person') return { ...order, releasedBy: actor.name };
  if (order.kind === 'clear-paper') return { ...order, clearedBy: actor.name };
  if (order.kind === 'settled-by-hand') return { ...order, settledBy: actor.name };
  return order;
}

export function createCommandDesk(parts: {
  readonly database: store.CenterDatabase;
  readonly streams: EventStreams;
  readonly alarms: Pick<AlarmDesk, 'hindranceOfRelease' | 'releaseRightPerson'>;
  readonly signer: Es256Signer;
  /** Wakes the node that has the terminal. */
  readonly bus: Pick<Bus, 'publish'>;
  readonly audit: AuditTrail & AuditOutbox;
  readonly commandLifeMs: number;
  readonly now: () => Date;
  readonly log: CenterLog;
}): CommandDesk {
  const { database, alarms, audit, now, log } = parts;
  const { deliver } = createCommandDelivery(parts);

  /** What a command that was done means for the terminal's standing at the center. */
  const carryOut = async (terminalId: TerminalId, commandId: string, order: CommandOrder): Promise<void> => {
    if (order.kind === 'resume') await store.resumeForStaff(database, terminalId, commandId);
    if (order.kind === 'release-right-person') await alarms.releaseRightPerson(terminalId, order.releasedBy);
  };

  return {
    async issue(actor, terminalId, order) {
      const terminal = await store.findProcess(database, terminalId);
      if (terminal === undefined) return err({ kind: 'unknown-terminal' });
      if (terminal.processId === null) return err({ kind: 'no-process' });
      if (order.kind === 'release-right-person') {
        // P2: nobody opens what was not looked into.
        const hindrance = await alarms.hindranceOfRelease(terminalId);
        if (hindrance !== null) return err({ kind: hindrance });
      }
      const command = v.parse(CommandSchema, {
        v: 1,
        commandId: randomBytes(16).toString('base64url'),
        terminalId,
        processId: terminal.processId,
        expiresAt: new Date(now().getTime() + parts.commandLifeMs).toISOString(),
        order: inOwnName(order, actor),
      });
      const signed = await signCommand(command, parts.signer);
      const result = `${order.kind}.${command.commandId}`;
      await audit.append({ actor, action: 'command-ordered', target: terminalId, result });
      await store.keepStaffCommand(database, command, { signed, now: now(), issuedBy: actorName(actor) });
      log.record('COMMAND_ISSUED', { terminal: terminalId, order: order.kind });
      await deliver();
      await parts.bus.publish('commands');
      return ok(command);
    },
    async cancel(actor, commandId) {
      const command = await store.findCommand(database, commandId);
      if (command === null) return err({ kind: 'unknown-command' });
      if (command.state === 'sent') return err({ kind: 'already-sent' });
      if (command.state !== 'queued') return err({ kind: 'settled' });
      const { terminalId: target } = command;
      await audit.append({ actor, action: 'command-cancelled', target, result: commandId });
      if (await store.cancelStaffCommand(database, { commandId, terminalId: target }, now())) {
        log.record('COMMAND_CANCELLED', { terminal: v.parse(TerminalIdSchema, target) });
        return ok();
      }
      // It went out, or ran out, in this very moment.
      await audit.append({ actor, action: 'command-cancelled', target, result: `${commandId}.too-late` });
      const later = await store.findCommand(database, commandId);
      return err({ kind: later?.state === 'sent' ? 'already-sent' : 'settled' });
    },
    async expire() {
      for (;;) {
        const at = now();
        // Rows and entries together: what has ended is never looked at again, so nobody could write its entry later.
        const ended = await database.transaction().execute(async (transaction) => {
          const expired = await store.expireCommands(transaction, at, EXPIRED_AT_ONCE);
          const entries = expired.map(
            ({ commandId, terminalId: target }) =>
              ({ actor: CENTER, action: 'command-settled', target, result: `${commandId}.expired` }) as const,
          );
          await intendAudit(transaction, entries, at);
          return expired;
        });
        for (const { terminalId } of ended) {
          log.record('COMMAND_EXPIRED', { terminal: v.parse(TerminalIdSchema, terminalId) });
        }
        if (ended.length > 0) await audit.settle();
        if (ended.length < EXPIRED_AT_ONCE) return;
      }
    },
    deliver,
    async settle(terminalId, result) {
      const { commandId } = result;
      const command = await store.commandOf(database, terminalId, commandId);
      if (command === null) return false;
      // A repeated result is no fault.
      if (!store.WITHOUT_RESULT.some((state) => state === command.state)) return true;
      // Before it counts as settled: what is not carried out is not acknowledged, and the terminal says its result again.
      if (result.result === 'done') await carryOut(terminalId, commandId, command.order);
      // Row and entry together: two nodes that take the same result at once write one.
      const entry = { action: 'command-settled', target: terminalId, result: `${commandId}.${result.result}` } as const;
      const settled = await database.transaction().execute(async (transaction) => {
        if ((await store.settleCommand(transaction, terminalId, result, now())) === null) return false;
        await intendAudit(transaction, [{ actor: CENTER, ...entry }], now());
        return true;
      });
      if (!settled) return true;
      await audit.settle();
      log.record('COMMAND_SETTLED', { terminal: terminalId, result: result.result });
      return true;
    },
  };
}
