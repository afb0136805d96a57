/** Every wait of a device that stands in a position, in milliseconds. */
export const POSITION_DELAYS = {
  connectLimitMs: 3_000,
  /** Between the first two attempts to reach a device that is away; twice as long after each that fails. */
  reopenMs: 500,
  /** The longest between two attempts. */
  longestReopenMs: 5_000,
  /** A device on the network that says nothing for so long is away: three of its heartbeats. */
  silenceLimitMs: 3_000,
  /** How often an input device is looked at; the kernel keeps what happens in between. */
  lookMs: 50,
};
export type PositionDelays = Readonly<typeof POSITION_DELAYS>;

/** How often a device on the network says its position although nothing has changed. */
export const HEARTBEAT_MS = 1_000;
