/** Every wait of the coin box client, in milliseconds. */
export const COIN_BOX_DELAYS = {
  /** One question and its answer; paying out coins one by one takes seconds. */
  answerLimitMs: 15_000,
  connectLimitMs: 3_000,
  /** Between two attempts to reach a box that is away. */
  reconnectMs: 500,
  /** How long a question may wait for a connection. */
  awayLimitMs: 5_000,
  /** How long a payment may take altogether. */
  collectLimitMs: 300_000,
};

export type CoinBoxDelays = Readonly<typeof COIN_BOX_DELAYS>;
