/** Why a message had no good end. */
import type { RelayProblem, RelayRefusal } from '../protocol/index.ts';

export type LineError =
  /** No connection, or it broke before there was an answer. */
  | { readonly kind: 'unavailable'; readonly cause?: unknown }
  | { readonly kind: 'refused'; readonly refusal: RelayRefusal; readonly retryAfterSeconds?: number }
  /** The center answered with something that is not in the protocol. */
  | { readonly kind: 'malformed' }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'aborted' };

export const refusedBy = ({ refusal, retryAfterSeconds }: RelayProblem): LineError =>
  retryAfterSeconds === undefined ? { kind: 'refused', refusal } : { kind: 'refused', refusal, retryAfterSeconds };
