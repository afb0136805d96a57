/** Takes in what terminals send of their event logs; what does not belong is refused, logged, and a foreign one is an alarm. */
import type { EventLogPage, TerminalId } from '../protocol/index.ts';
import type { AlarmDesk } from './alarm-desk.ts';
import type { CenterLog } from './event-catalogue.ts';
import type { EventLogRefusal } from './event-log-refusals.ts';
import { type CenterDatabase, takeEventLogPage } from './store/index.ts';

export type EventLogDesk = {
  /**
   * @param page null when the body was no page
   * @returns whether the page is held now
   */
  take(terminalId: TerminalId, page: EventLogPage | null): Promise<boolean>;
};

export function createEventLogDesk(parts: {
  readonly database: CenterDatabase;
  readonly alarms: AlarmDesk;
  /** The most entries taken for one order. */
  readonly limitEntries: number;
  readonly log: CenterLog;
  readonly now: () => Date;
}): EventLogDesk {
  const { database, alarms, limitEntries, log, now } = parts;
  const judge = async (terminalId: TerminalId, page: EventLogPage | null): Promise<EventLogRefusal | null> => {
    if (page === null) return 'malformed';
    if (page.terminalId !== terminalId) return 'other-terminal';
    return await takeEventLogPage(database, terminalId, page, { now: now(), limitEntries });
  };
  return {
    async take(terminalId, page) {
      const refusal = await judge(terminalId, page);
      if (refusal === null) return true;
      log.record('EVENT_LOG_REFUSED', { terminal: terminalId, reason: refusal });
      // A command's id is random: who names one that was given to another terminal speaks for it.
      if (refusal === 'other-terminal') await alarms.raise(terminalId, 'TERMINAL_IMPERSONATION');
      return false;
    },
  };
}
