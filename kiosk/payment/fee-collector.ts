/**
 * What takes the fee, whatever it is made of. Money put in lies in escrow: neither the store's nor the resident's until
 * the host says `keep` or `giveBack`. Every movement belongs to a transaction and happens once in its life, however
 * often it is asked for and whatever broke in between (P18, invariant E).
 */
import type { Result } from 'neverthrow';
import type { PaymentMeans } from '../snapshot.ts';

/** `no-change`: it cannot pay out what a payment may need. `attention`: anything else that a person must look at. */
export type CoinBoxStatus = 'ready' | 'no-change' | 'coin-jam' | 'attention' | 'absent';
export type CashlessStatus = 'ready' | 'attention' | 'absent';

export type FeeEvent =
  /** What lies in escrow now, in yen. */
  | { readonly kind: 'inserted'; readonly insertedYen: number }
  /** What this payment can be made with from now on. */
  | { readonly kind: 'means'; readonly means: readonly PaymentMeans[] }
  | { readonly kind: 'attention'; readonly cause: 'coin-jam' | 'no-change' | 'fault' | 'offline' }
  | { readonly kind: 'attention-cleared' };

export const FEE_REFUSALS = [
  /** Another transaction's money is still in escrow: settle it first. */
  'escrow-open',
  'unknown-transaction',
  /** The transaction is settled the other way already. */
  'already-kept',
  'already-returned',
  /** The same transaction asked for another sum than before. */
  'different-amount',
  /** Less than the sum due lies in escrow. */
  'not-paid',
  /** More than was kept. */
  'too-much',
  /**
   * It cannot pay out what is owed: no change, or a coin is stuck. Nothing was moved; or, where a hopper ran empty on the way,
   * less than is owed, and asking again pays exactly the rest.
   */
  'cannot-pay-out',
  'coin-jam',
  'malformed',
] as const;
export type FeeRefusal = (typeof FEE_REFUSALS)[number];

export type FeeError =
  | { readonly kind: 'offline'; readonly cause?: string }
  /** Another call of the same kind is under way. */
  | { readonly kind: 'busy' }
  /** The caller gave up; what was put in lies in escrow until `giveBack`. */
  | { readonly kind: 'cancelled'; readonly insertedYen: number; readonly unheard?: true }
  /** `unheard`: the device did not answer when it was told to stop, and may hold more than it ever said. */
  | { readonly kind: 'timed-out'; readonly insertedYen: number; readonly unheard?: true }
  | { readonly kind: 'refused'; readonly reason: FeeRefusal };

export type FeeCollectorStatus = CoinBoxStatus;

export type CollectOptions = {
  readonly dueYen: number;
  /** The host's own name for the payment, written to its journal before money moves; a random one otherwise. */
  readonly transactionId?: string;
  readonly signal?: AbortSignal;
  readonly onEvent: (event: FeeEvent) => void;
};

export type Escrow = { readonly escrowYen: number; readonly transactionId: string | null };

export type Collected = { readonly insertedYen: number; readonly changeYen: number; readonly means: PaymentMeans };

export interface FeeCollector {
  status(): FeeCollectorStatus;
  /** Calls back with every change of the status; returns the way to stop. */
  watch(listener: (status: FeeCollectorStatus) => void): () => void;
  /**
   * Takes money until the sum due is reached; it stays in escrow. Survives a lost connection: the payment goes on where
   * it stood. Nothing due needs no money and moves none.
   */
  collect(options: CollectOptions): Promise<Result<Collected, FeeError>>;
  /** Escrow into the box, change to the resident. Without an id: the last payment collected here. */
  keep(transactionId?: string): Promise<Result<void, FeeError>>;
  /** All of the escrow to the resident. Without an id: the payment whose money lies in escrow. */
  giveBack(transactionId?: string): Promise<Result<{ returnedYen: number }, FeeError>>;
  /** Money that was kept, paid back out of the box: at most once a transaction. */
  refund(yen: number, transactionId?: string): Promise<Result<void, FeeError>>;
  /**
   * A named person has paid by hand what this transaction still owed: nothing more is ever moved for it, and what lay in
   * escrow is the store's. Without this, a box that can pay out again would pay a second time.
   */
  settledByHand(transactionId: string): Promise<Result<void, FeeError>>;
  /** What lies in escrow, and for which payment: the first question after a crash. */
  escrow(): Promise<Result<Escrow, FeeError>>;
  close(): Promise<void>;
}
