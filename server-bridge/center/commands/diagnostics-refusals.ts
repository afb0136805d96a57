/** Why a terminal's diagnostics are not taken; said in the center's own log, the terminal hears MALFORMED. */
export const DIAGNOSTICS_REFUSALS = [
  'malformed',
  /** No such order, or one that is over. */
  'not-ordered',
  /** The order was given to another terminal. */
  'other-terminal',
  /** The order was given to another process of the terminal. */
  'other-process',
] as const;
export type DiagnosticsRefusal = (typeof DIAGNOSTICS_REFUSALS)[number];
