/** Counts requests by the events that are logged of them: what is logged and what is counted cannot differ. */
import type { FieldsOf } from '../../event-log/index.ts';
import type { CenterLog, centerEvents } from '../event-catalogue.ts';
import type { RequestCounter } from './metrics.ts';

type Readers = {
  readonly [E in keyof typeof centerEvents]?: (fields: FieldsOf<typeof centerEvents, E>) => void;
};

/** The same log; each counter hears what becomes of requests. Counters may join later. */
export function countRequests(log: CenterLog, counters: ReadonlySet<RequestCounter>): CenterLog {
  const readers: Readers = {
    RELAYED: ({ waitedMs }) => {
      for (const counter of counters) counter.relayed(waitedMs);
    },
    REQUEST_REFUSED: ({ refusal }) => {
      for (const counter of counters) counter.refused(refusal);
    },
  };
  return {
    record(event, fields) {
      readers[event]?.(fields);
      log.record(event, fields);
    },
    dropped: () => log.dropped(),
  };
}
