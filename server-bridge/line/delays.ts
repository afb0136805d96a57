/** Every delay of the line, named. All in milliseconds. */
export type LineDelays = {
  /** TLS, HTTP/2 and the opening of the event stream, all together. */
  readonly connectMs: number;
  /** The center's heartbeat; three missed and the connection counts as dead. */
  readonly heartbeatMs: number;
  /** First pause before connecting again; doubled each time, up to `longestPauseMs`, and drawn at random below that. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** How often the directive is asked for even when nobody says that it changed. */
  readonly fetchEveryMs: number;
  readonly directiveMs: number;
  /** For messages that have no limit of their own: status, command result. */
  readonly reportMs: number;
  /** For one page of the event log, the longest message there is. */
  readonly eventLogPageMs: number;
  /** For a new certificate; a token may be slow. */
  readonly renewalMs: number;
  /** Pauses after a renewal that failed, doubled and drawn at random like those of connecting. */
  readonly firstRenewalPauseMs: number;
  readonly longestRenewalPauseMs: number;
  /** How often it is looked whether a renewal is due, or the connection free to be changed. */
  readonly renewalLookMs: number;
};

export const LINE_DELAYS: LineDelays = {
  connectMs: 10_000,
  heartbeatMs: 10_000,
  firstPauseMs: 250,
  longestPauseMs: 30_000,
  fetchEveryMs: 600_000,
  directiveMs: 10_000,
  reportMs: 10_000,
  eventLogPageMs: 20_000,
  renewalMs: 60_000,
  firstRenewalPauseMs: 60_000,
  longestRenewalPauseMs: 6 * 3_600_000,
  renewalLookMs: 60_000,
};

export const MISSED_HEARTBEATS = 3;

/** The pause before attempt number `failures` (from 1): full jitter, so that a fleet does not come back at once. */
export function pauseMs(
  delays: Pick<LineDelays, 'firstPauseMs' | 'longestPauseMs'>,
  failures: number,
  random: () => number,
): number {
  const ceiling = Math.min(delays.longestPauseMs, delays.firstPauseMs * 2 ** Math.min(failures - 1, 30));
  return Math.ceil(ceiling * (0.1 + 0.9 * random()));
}
