/**
 * Tells the center how the terminal is (C5): a heartbeat every few seconds and at every event, with the events since the last
 * one the center has. The events are the log's: on disk, in order, until the center has acknowledged them.
 */
import type { TerminalStatus } from '../../server-bridge/index.ts';
import type { Line } from '../../server-bridge/line/index.ts';
import type { HostLog } from './host-parts.ts';

const HEARTBEAT_MS = 10_000;
/** Several events in a row make one status. */
const GATHER_MS = 50;
/** As many events as one status may carry. */
const BATCH = 200;

export type StatusReporter = {
  /** This machine's clock minus the center's, as last measured; null before the first measure. */
  clockSkewMs(): number | null;
  stop(): void;
};

export function startStatusReporter(o: {
  line: Line;
  log: Pick<HostLog, 'logId' | 'unsent' | 'acknowledge' | 'onReport'>;
  now: () => Date;
  status: () => Omit<TerminalStatus, 'v' | 'at' | 'events' | 'logId'>;
  onClockMeasured: (skewMs: number) => void;
}): StatusReporter {
  let skewMs: number | null = null;
  let sending = false;
  let again = false;
  let stopped = false;

  const send = async (): Promise<void> => {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    try {
      const before = o.now().getTime();
      const events = o.log.unsent(BATCH);
      const sent = await o.line.sendStatus({
        v: 1,
        at: new Date(before).toISOString(),
        logId: o.log.logId,
        ...o.status(),
        events: [...events],
      });
      if (sent.isErr() || stopped) return;
      // More than was sent means that an older disk has come back: the log then counts on above, and says what is lost. Held to
      // what was sent, everything up to that number would be taken for a repeat and be gone without a word.
      const accepted = sent.value.acceptedSeq;
      if (accepted > 0) o.log.acknowledge(accepted);
      const after = o.now().getTime();
      // The center's clock was read somewhere between sending and receiving: the middle is the best guess.
      skewMs = Math.round((before + after) / 2 - Date.parse(sent.value.centerTime));
      o.onClockMeasured(skewMs);
      // Only as long as the center takes something: one that takes nothing is asked again at the next heartbeat.
      if (accepted >= (events[0]?.seq ?? Number.POSITIVE_INFINITY) && o.log.unsent(1).length > 0) again = true;
    } finally {
      sending = false;
      if (again && !stopped) {
        again = false;
        soon();
      }
    }
  };
  let soonTimer: NodeJS.Timeout | null = null;
  const soon = (): void => {
    if (soonTimer !== null || stopped) return;
    soonTimer = setTimeout(() => {
      soonTimer = null;
      void send();
    }, GATHER_MS);
  };
  const heartbeat = setInterval(soon, HEARTBEAT_MS);
  const stopListening = o.log.onReport(soon);

  return {
    clockSkewMs: () => skewMs,
    stop() {
      stopped = true;
      stopListening();
      clearInterval(heartbeat);
      if (soonTimer !== null) clearTimeout(soonTimer);
    },
  };
}
