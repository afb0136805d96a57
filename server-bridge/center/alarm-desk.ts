/** Raising alarms, and what an alarm does at once: a failed right-person check closes the terminal at the center too (P2). */
import type { TerminalId, TerminalStatus } from '../protocol/index.ts';
import { type AlarmCode, alarmOf } from './alarm-codes.ts';
import type { CenterLog } from './event-catalogue.ts';
import {
  type CenterDatabase,
  closeAlarms,
  raiseAlarm,
  replaceStatus,
  suspendTerminal,
  takeEvents,
} from './store/index.ts';

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
  /** The most events kept of one terminal. */
  readonly keepEvents: number;
}): AlarmDesk {
  const { database, log, now } = parts;
  return {
    async raise(terminalId, code) {
      log.record('ALARM_RAISED', { terminal: terminalId, code });
      await raiseAlarm(database, terminalId, code, now());
    },
    async takeStatus(status) {
      const { terminalId } = status;
      const taken = await database.transaction().execute(async (transaction) => {
        await replaceStatus(transaction, status, now());
        const { fresh, acceptedSeq, lost } = await takeEvents(transaction, status, now(), parts.keepEvents);
        const raised: AlarmCode[] = [];
        const raiseHere = async (code: AlarmCode): Promise<void> => {
          await raiseAlarm(transaction, terminalId, code, now());
          raised.push(code);
        };
        for (const event of fresh) {
          const change = alarmOf(event);
          if (change?.kind === 'raise') await raiseHere(change.code);
          if (change?.kind === 'end') {
            await closeAlarms(
              transaction,
              { terminalId, code: change.code },
              event.operator ?? event.code ?? 'terminal',
              now(),
            );
          }
          if (event.event === 'RIGHT_PERSON_FAILED') {
            await suspendTerminal(transaction, terminalId, SUSPENSIONS.rightPerson);
          }
        }
        // Where the terminal has said so itself, it is one loss.
        if (lost && !raised.includes('EVENTS_LOST')) await raiseHere('EVENTS_LOST');
        return { raised, acceptedSeq };
      });
      for (const code of taken.raised) log.record('ALARM_RAISED', { terminal: terminalId, code });
      return taken.acceptedSeq;
    },
  };
}
