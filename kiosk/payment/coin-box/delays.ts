import { LINE_DELAYS } from '../json-line/delays.ts';

/** Every wait of the coin box client, in milliseconds. */
export const COIN_BOX_DELAYS = {
  ...LINE_DELAYS,
  /** How long a payment may take altogether. */
  collectLimitMs: 300_000,
};

export type CoinBoxDelays = Readonly<typeof COIN_BOX_DELAYS>;
