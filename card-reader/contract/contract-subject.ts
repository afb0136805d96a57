import type { CardReader } from '../reader.ts';
import type { VirtualCard } from '../virtual/virtual-card.ts';

/** Whoever lays cards down and takes them away: a virtual slot, or a person who is told to. */
export type ContractHands = {
  /** Gives the card that lies there afterwards; a person lays down what they have. */
  insert(card: VirtualCard): unknown;
  remove(): unknown;
  unplug(): unknown;
  plug(): unknown;
};

/**
 * What a case needs besides a reader. `virtual-card`: a card whose faults, PIN and answer to reset are known; every case
 * that sends a PIN needs it, so that nobody's own card ever loses a try.
 */
export type ContractNeed = 'service' | 'cable' | 'virtual-card';

/** An implementation under the contract: hands at the slot, and a way to open one more reader on it. */
export type ContractSubject = {
  readonly hands: ContractHands;
  open(): Promise<CardReader>;
  /** Where the implementation has a service that can go away and come back. */
  readonly service?: { stop(): Promise<void>; start(): Promise<void> };
  readonly offers: readonly ContractNeed[];
  /** Longest wait for a change of status; people need longer than machines. */
  readonly patienceMs?: number;
};
