/** The terminal's log with a listener beside the disk: for whoever starts a host in its own process and wants to hear it. */
import type { EventSink } from '../../server-bridge/index.ts';
import type { HostLog } from './host-parts.ts';

/** The same log; each entry that was written is one more line of JSON to the sink. */
export function heardBy(sink: EventSink, log: HostLog, now: () => Date): HostLog {
  const hear = (event: string, fields: object): void =>
    sink.write(`${JSON.stringify({ at: now().toISOString(), event, ...fields })}\n`);
  return {
    ...log,
    logId: log.logId,
    record(event, fields) {
      log.record(event, fields);
      hear(event, fields);
    },
    report(event, details) {
      log.report(event, details);
      hear(event, details ?? {});
    },
  };
}
