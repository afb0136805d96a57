/** The event counters of ccTalk: 0 after a reset, then 1 to 255, and 1 again. Pure. */
import { BUFFERED_EVENTS, type CreditBuffer } from './layouts.ts';

/** How many events happened between two readings; `reset` when the device began anew. */
export function eventsSince(last: number, now: number): number | 'reset' {
  if (now === 0) return last === 0 ? 0 : 'reset';
  return now >= last ? now - last : now + 255 - last;
}

export type AcceptorNews = {
  /** Coin positions accepted since, oldest first. */
  readonly positions: readonly number[];
  /** Error codes since, oldest first. */
  readonly errors: readonly number[];
  /** Events that fell out of the buffer unseen: there may have been coins among them. */
  readonly lost: number;
  readonly reset: boolean;
};

/** What a reading of the buffer adds to what was known. Only what stands in the buffer counts as money. */
export function newsOf(last: number, buffer: CreditBuffer): AcceptorNews {
  const since = eventsSince(last, buffer.eventCounter);
  if (since === 'reset') return { positions: [], errors: [], lost: 0, reset: true };
  const fresh = buffer.events.slice(0, Math.min(since, BUFFERED_EVENTS)).reverse();
  return {
    positions: fresh.filter(({ a }) => a !== 0).map(({ a }) => a),
    errors: fresh.filter(({ a, b }) => a === 0 && b !== 0).map(({ b }) => b),
    lost: Math.max(0, since - BUFFERED_EVENTS),
    reset: false,
  };
}
