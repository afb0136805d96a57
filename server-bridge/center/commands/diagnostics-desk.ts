/** Takes in what terminals tell of themselves on the order `collect-diagnostics`, and keeps it for a time. */
import * as v from 'valibot';
import { type Diagnostics, DiagnosticsSchema, type TerminalId } from '../../protocol/index.ts';
import type { AlarmDesk } from '../alarm-desk.ts';
import type { DiagnosticsAnswerSchema } from '../console-api/orders.ts';
import type { CenterLog } from '../event-catalogue.ts';
import * as store from '../store/index.ts';
import type { DiagnosticsRefusal } from './diagnostics-refusals.ts';

export type DiagnosticsDesk = {
  /**
   * @param message null when the body was none
   * @returns whether it is held now; sent again for the same order, the first is kept
   */
  take(terminalId: TerminalId, message: Diagnostics | null): Promise<boolean>;
  /** What came on an order; null when nothing did, or it is no longer kept. */
  find(commandId: string): Promise<v.InferInput<typeof DiagnosticsAnswerSchema> | null>;
};

export function createDiagnosticsDesk(parts: {
  readonly database: store.CenterDatabase;
  readonly alarms: Pick<AlarmDesk, 'raise'>;
  readonly log: CenterLog;
  readonly now: () => Date;
}): DiagnosticsDesk {
  const { database, alarms, log, now } = parts;

  const judge = async (terminalId: TerminalId, message: Diagnostics | null): Promise<DiagnosticsRefusal | null> => {
    if (message === null) return 'malformed';
    if (message.terminalId !== terminalId) return 'other-terminal';
    const command = await store.findCommand(database, message.commandId);
    if (command === null || command.order.kind !== 'collect-diagnostics') return 'not-ordered';
    if (command.terminalId !== terminalId) return 'other-terminal';
    if (command.state !== 'sent' && command.state !== 'done') return 'not-ordered';
    if (command.processId !== message.processId) return 'other-process';
    await database
      .insertInto('diagnostics')
      .values({ command_id: message.commandId, content: JSON.stringify(message), received_at: now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return null;
  };

  return {
    async take(terminalId, message) {
      const refusal = await judge(terminalId, message);
      if (refusal === null) return true;
      log.record('DIAGNOSTICS_REFUSED', { terminal: terminalId, reason: refusal });
      // A command's id is random: who names one that was given to another terminal speaks for it.
      if (refusal === 'other-terminal') await alarms.raise(terminalId, 'TERMINAL_IMPERSONATION');
      return false;
    },
    async find(commandId) {
      const row = await database
        .selectFrom('diagnostics')
        .selectAll()
        .where('command_id', '=', commandId)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        receivedAt: row.received_at.toISOString(),
        diagnostics: v.parse(DiagnosticsSchema, JSON.parse(row.content)),
      };
    },
  };
}

/** Erases what came before `limit`. */
export async function eraseDiagnosticsBefore(database: store.CenterDatabase, limit: Date): Promise<void> {
  await database.deleteFrom('diagnostics').where('received_at', '<', limit).execute();
}
