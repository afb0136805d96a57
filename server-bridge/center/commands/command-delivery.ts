/**
 * Brings what waits to the terminals connected here. A command is taken up by one node, in the store, before it is pushed: it can
 * then no longer be cancelled, and no other node sends it. What was sent and has no answer is sent again when its terminal comes back,
 * and every ten seconds; the terminal does nothing twice and gives its answer again.
 */
import { setImmediate as turn } from 'node:timers/promises';
import * as v from 'valibot';
import { type Command, CommandSchema, type TerminalId } from '../../protocol/index.ts';
import { type Es256Signer, signCommand } from '../../sealing/index.ts';
import { oneAtATime } from '../bus/one-at-a-time.ts';
import type { EventStreams } from '../event-streams.ts';
import * as store from '../store/index.ts';

/** Terminals looked up in one statement. */
const TERMINALS_AT_ONCE = 1_000;
/** Commands taken up in one statement; signatures made before requests are looked at again. */
const COMMANDS_AT_ONCE = 100;

/** A command without an answer for so long is said again. */
const SAY_AGAIN_MS = 10_000;

export type CommandDelivery = {
  /** Pushes what waits for terminals connected here. `again` names a terminal that has just connected. */
  deliver(again?: TerminalId): Promise<void>;
};

export function createCommandDelivery(parts: {
  readonly database: store.CenterDatabase;
  readonly streams: Pick<EventStreams, 'connected' | 'push'>;
  readonly signer: Es256Signer;
  readonly now: () => Date;
}): CommandDelivery {
  const { database, streams, signer, now } = parts;
  let saidAgainAt = now().getTime();

  const signed = async (waiting: store.WaitingCommand): Promise<store.SignedCommand> => {
    const { commandId, terminalId, processId, expiresAt, order } = waiting;
    if (waiting.signed !== null) return { commandId, processId, signed: waiting.signed };
    const command: Command = v.parse(CommandSchema, { v: 1, commandId, terminalId, processId, expiresAt, order });
    return { commandId, processId, signed: await signCommand(command, signer) };
  };

  /** @returns whether there may be more for these terminals */
  const bring = async (terminals: ReadonlyMap<string, TerminalId>): Promise<boolean> => {
    const waiting = await store.waitingCommands(database, [...terminals.keys()], now(), COMMANDS_AT_ONCE);
    const ready: store.SignedCommand[] = [];
    for (const command of waiting) ready.push(await signed(command));
    const ours = await store.takeUp(database, ready, now());
    waiting.forEach(({ commandId, terminalId }, index) => {
      const terminal = terminals.get(terminalId);
      const jws = ready[index]?.signed;
      if (terminal === undefined || jws === undefined || !ours.has(commandId)) return;
      // A stream that has gone meanwhile is opened again by its terminal, which then gets what was sent.
      streams.push(terminal, { type: 'command', command: jws }, commandId);
    });
    return ours.size > 0 && waiting.length === COMMANDS_AT_ONCE;
  };

  const bringAll = async (terminalIds: readonly TerminalId[]): Promise<void> => {
    const terminals = new Map<string, TerminalId>(terminalIds.map((terminalId) => [terminalId, terminalId]));
    while (await bring(terminals)) await turn();
  };

  /** Says again what was sent to a terminal and has no answer; the terminal does nothing twice. */
  const sayAgain = async (terminal: TerminalId): Promise<void> => {
    for (const { commandId, signed: jws } of await store.unansweredCommands(database, terminal, now())) {
      streams.push(terminal, { type: 'command', command: jws }, commandId);
    }
  };

  /** The push, or the answer, may have been lost while the store was away; the connection need not have been. */
  const sayOverdueAgain = async (connected: readonly TerminalId[]): Promise<void> => {
    const at = now();
    if (at.getTime() - saidAgainAt < SAY_AGAIN_MS) return;
    saidAgainAt = at.getTime();
    const sentBefore = new Date(at.getTime() - SAY_AGAIN_MS);
    for (let from = 0; from < connected.length; from += TERMINALS_AT_ONCE) {
      const those = connected.slice(from, from + TERMINALS_AT_ONCE);
      const silent = new Set(await store.terminalsWithoutAnswer(database, those, sentBefore, at));
      for (const terminal of those) if (silent.has(terminal)) await sayAgain(terminal);
    }
  };

  const round = oneAtATime(async () => {
    const connected = [...streams.connected().keys()];
    await sayOverdueAgain(connected);
    if (connected.length === 0 || !(await store.isAnythingQueued(database, now()))) return;
    for (let from = 0; from < connected.length; from += TERMINALS_AT_ONCE) {
      await bringAll(connected.slice(from, from + TERMINALS_AT_ONCE));
    }
  });

  return {
    async deliver(again) {
      if (again === undefined) return await round();
      await sayAgain(again);
      await bringAll([again]);
    },
  };
}
