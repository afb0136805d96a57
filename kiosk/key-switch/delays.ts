/** Every wait of a key switch, in milliseconds. */
export const KEY_SWITCH_DELAYS = {
  connectLimitMs: 3_000,
  /** Between two attempts to reach a switch that is away. */
  reopenMs: 500,
  /** A switch on the network that says nothing for so long is absent: three of its heartbeats. */
  silenceLimitMs: 3_000,
  /** How often an input device is looked at; the kernel keeps what happens in between. */
  lookMs: 50,
};
export type KeySwitchDelays = Readonly<typeof KEY_SWITCH_DELAYS>;

/** How often a switch on the network says its position although nothing has changed. */
export const HEARTBEAT_MS = 1_000;
