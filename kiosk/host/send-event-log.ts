/** Sends the durable log to the center, page by page, in order; a page that is not accepted is sent again a few times. */
import type { TerminalId } from '../../server-bridge/index.ts';
import type { Line } from '../../server-bridge/line/index.ts';
import { EVENT_LOG_PAGE_ENTRIES, type EventLogEntry } from '../../server-bridge/protocol/index.ts';
import type { HostLog } from './host-parts.ts';

const TRIES = 5;
const PAUSE_MS = 2_000;

/** `commandId` and `fromEntry` are the order's. @returns whether the center has accepted every page */
export async function sendEventLog(o: {
  terminalId: TerminalId;
  line: Pick<Line, 'sendEventLogPage'>;
  log: Pick<HostLog, 'logId' | 'entries'>;
  commandId: string;
  fromEntry: number;
  /** True once the host stops: nothing is tried again. */
  stopped: () => boolean;
}): Promise<boolean> {
  // Entries that are written while it is being sent are not chased: the log ends where it ended when the order came.
  const end = lastEntryOf(o.log, o.fromEntry);
  let from = o.fromEntry;
  for (let page = 1; ; page += 1) {
    const entries = o.log.entries(from, EVENT_LOG_PAGE_ENTRIES).filter(({ entry }) => entry <= end);
    const next = (entries.at(-1)?.entry ?? end) + 1;
    const last = next > end;
    const sent = await sendPage(o, { page, last, entries: [...entries] });
    if (!sent) return false;
    if (last) return true;
    from = next;
  }
}

function lastEntryOf(log: Pick<HostLog, 'entries'>, fromEntry: number): number {
  let last = fromEntry - 1;
  for (;;) {
    const next = log.entries(last + 1, EVENT_LOG_PAGE_ENTRIES).at(-1);
    if (next === undefined) return last;
    last = next.entry;
  }
}

async function sendPage(
  o: Parameters<typeof sendEventLog>[0],
  page: { page: number; last: boolean; entries: EventLogEntry[] },
): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES && !o.stopped(); attempt += 1) {
    if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const { commandId, terminalId, log } = o;
    const sent = await o.line.sendEventLogPage({ v: 1, terminalId, commandId, logId: log.logId, ...page });
    if (sent.isOk()) return true;
    // The center has heard enough of this collection.
    if (sent.error.kind === 'refused' && sent.error.refusal === 'MALFORMED') return false;
  }
  return false;
}
