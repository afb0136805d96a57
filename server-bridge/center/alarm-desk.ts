/** Raising alarms, and what an alarm does at once: a failed right-person check closes the terminal at the center too (P2). */
import type { TerminalId, TerminalStatus } from '../protocol/index.ts';
import { type AlarmCode, alarmOf } from './alarm-codes.ts';
import type { CenterLog } from './event-catalogue.ts';
import { type CenterDatabase, raiseAlarm, recordStatus, suspendTerminal } from './store/index.ts';

/** Why a terminal's relays are refused. */
export const SUSPENSIONS = { rightPerson: 'RIGHT_PERSON_FAILED', staff: 'STAFF' } as const;

export type AlarmDesk = {
  raise(terminalId: TerminalId, code: AlarmCode): Promise<void>;
  /** Takes a status in: row, new events, and their alarms, all or nothing. @returns the accepted sequence number */
  takeStatus(status: TerminalStatus): Promise<number>;
};

export function createAlarmDesk(parts: {
  readonly database: CenterDatabase;
  readonly log: CenterLog;
  readonly now: () => Date;
}): AlarmDesk {
  const { database, log, now } = parts;
  return {
    async raise(terminalId, code) {
      log.record('ALARM_RAISED', { terminal: terminalId, code });
      await raiseAlarm(database, terminalId, code, now());
    },
    async takeStatus(status) {
      const taken = await database.transaction().execute(async (transaction) => {
        const { fresh, acceptedSeq } = await recordStatus(transaction, status, now());
        const codes = fresh.flatMap(({ event }) => alarmOf(event) ?? []);
        for (const code of codes) {
          await raiseAlarm(transaction, status.terminalId, code, now());
          if (code === 'RIGHT_PERSON_FAILED') {
            await suspendTerminal(transaction, status.terminalId, SUSPENSIONS.rightPerson);
          }
        }
        return { codes, acceptedSeq };
      });
      for (const code of taken.codes) log.record('ALARM_RAISED', { terminal: status.terminalId, code });
      return taken.acceptedSeq;
    },
  };
}
