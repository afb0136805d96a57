/** How much a listener of staff takes of one address and for one account. */
import type { BucketShape } from './token-buckets.ts';

export type ListenerRates = {
  /** Of one address, whatever is asked. */
  readonly requests: BucketShape;
  /** Signing in, of one address. */
  readonly signInsOfAddress: BucketShape;
  /** Signing in under one name, from wherever. */
  readonly signInsOfAccount: BucketShape;
  /** How long the body of a request may take to arrive. */
  readonly bodyMs: number;
};

export const LISTENER_RATES: ListenerRates = {
  requests: { capacity: 600, refillMs: 20, maxKeys: 10_000 },
  signInsOfAddress: { capacity: 20, refillMs: 3_000, maxKeys: 10_000 },
  signInsOfAccount: { capacity: 10, refillMs: 6_000, maxKeys: 10_000 },
  bodyMs: 10_000,
};
