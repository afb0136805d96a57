/**
 * Tells the center how the terminal is (C5): a heartbeat every few seconds and at every change, with the events since the last
 * one the center has. Events are kept in order while the line is down; the oldest give way beyond the limit, and that is said.
 */
import type { TerminalEvent, TerminalStatus } from '../../server-bridge/index.ts';
import type { Line } from '../../server-bridge/line/index.ts';

const HEARTBEAT_MS = 10_000;
/** As many as one status may carry. */
const BATCH = 200;
const KEPT = 5_000;

export type StatusReporter = {
  event(event: TerminalEvent['event'], code?: string): void;
  /** Sends a status soon; several calls in a row make one. */
  changed(): void;
  clockSkewMs(): number | null;
  stop(): void;
};

export function startStatusReporter(o: {
  line: Line;
  now: () => Date;
  status: () => Omit<TerminalStatus, 'v' | 'at' | 'events'>;
  onClockSkew: () => void;
}): StatusReporter {
  const events: TerminalEvent[] = [];
  let seq = 0;
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
      const sent = await o.line.sendStatus({
        v: 1,
        at: new Date(before).toISOString(),
        ...o.status(),
        events: events.slice(0, BATCH),
      });
      if (sent.isErr()) return;
      while (events[0] !== undefined && events[0].seq <= sent.value.acceptedSeq) events.shift();
      const after = o.now().getTime();
      // The center's clock was read somewhere between sending and receiving: the middle is the best guess.
      skewMs = Math.round((before + after) / 2 - Date.parse(sent.value.centerTime));
      o.onClockSkew();
      if (events.length > 0) again = true;
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
    }, 50);
  };
  const heartbeat = setInterval(soon, HEARTBEAT_MS);

  return {
    event(event, code) {
      seq += 1;
      events.push({ seq, at: o.now().toISOString(), event, ...(code === undefined ? {} : { code }) });
      if (events.length > KEPT) events.splice(0, events.length - KEPT);
      soon();
    },
    changed: soon,
    clockSkewMs: () => skewMs,
    stop() {
      stopped = true;
      clearInterval(heartbeat);
      if (soonTimer !== null) clearTimeout(soonTimer);
    },
  };
}
