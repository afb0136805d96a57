/**
 * Every operation of staff: when, who (id and name), what, on which person (V11). One chain of hashes for each area, so that a
 * municipality can check its own without seeing another's.
 */
import type { VrsActor } from '../staff/rights.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';

export const OPERATIONS = [
  'signed-in',
  'sign-in-refused',
  'signed-out',
  'account-made',
  'account-changed',
  'account-locked',
  'terminal-registered',
  'terminal-withdrawn',
  'request-forbidden',
  'people-searched',
  'person-shown',
  'number-shown',
  'person-registered',
  'person-corrected',
  'person-flagged',
  'number-changed',
  'ticket-issued',
  'ticket-withdrawn',
  'ticket-looked-up',
  'dose-registered',
  'dose-corrected',
  'dose-deleted',
  'dose-confirmed',
  'dose-flagged',
  'history-shown',
  'doubtful-listed',
  'certificates-shown',
  'statistics-shown',
  'import-begun',
  'import-refused',
  'import-done',
  'import-abandoned',
  'records-exported',
  'query-asked',
  'query-answered',
  'query-unmatched',
  'provisions-shown',
  'provisions-exported',
  'log-searched',
  'log-reviewed',
  'log-exported',
  'detection-raised',
  'detection-acknowledged',
  'expired-erased',
  'area-opened',
  'area-saved',
  'area-restored',
  'keys-changed',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export type OperationEvent = {
  readonly actor: VrsActor;
  readonly operation: Operation;
  /** Whom it concerned; the log holds the municipality's reference number of that person, encrypted. Null where it was nobody. */
  readonly personId: string | null;
  /** What besides: an import's id, an account, a field's name, a count; one word without a person in it. `-` for nothing. */
  readonly target: string;
  /** In one word how it ended. */
  readonly result: string;
};

export type OperationLog = {
  /**
   * Appends within the transaction of the act itself: both are kept, or neither.
   * @throws when it cannot be written: what cannot be logged is not done
   */
  append(transaction: AreaTransaction, event: OperationEvent): Promise<void>;
};
