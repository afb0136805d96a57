/**
 * What a center counts, whatever counts it. Labels are closed words and the names of VRS routes: no terminal, no store, no
 * municipality and no person, so that a count of one points at nobody (C2).
 */
import type { RelayRefusal } from '../../protocol/index.ts';

/** What became of the requests of terminals. */
export type RequestCounter = {
  /** An application was answered. @param waitedMs from its arrival to its answer, as the terminal waited */
  relayed(waitedMs: number): void;
  refused(refusal: RelayRefusal): void;
};

/** How a request to VRS ended: answered or refused by VRS itself, or why there was no answer that could be used. */
export const VRS_OUTCOMES = [
  'answered',
  'refused',
  'unreachable',
  'timed-out',
  'aborted',
  'too-large',
  'malformed',
] as const;
export type VrsOutcome = (typeof VRS_OUTCOMES)[number];

export type RelayMeter = {
  /** @param inFlight requests of this route to VRS now */
  inFlight(route: string, inFlight: number, limit: number): void;
  vrsEnded(route: string, outcome: VrsOutcome, waitedMs: number): void;
};

export type LineMeter = { handshake(outcome: 'accepted' | 'refused'): void };

export type Metrics = RequestCounter & RelayMeter & LineMeter;
