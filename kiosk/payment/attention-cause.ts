import type { FeeCollectorStatus, FeeEvent } from './fee-collector.ts';

type AttentionCause = Extract<FeeEvent, { kind: 'attention' }>['cause'];

/** What a payment under way is told of a device that is not ready. */
export function attentionCause(status: Exclude<FeeCollectorStatus, 'ready'>): AttentionCause {
  switch (status) {
    case 'coin-jam':
    case 'no-change':
      return status;
    case 'attention':
      return 'fault';
    case 'absent':
      return 'offline';
    default: {
      const never: never = status;
      throw new Error(`Unknown status ${String(never)}`);
    }
  }
}
