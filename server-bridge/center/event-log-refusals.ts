/** Why a page of a terminal's event log is not taken; said in the center's own log, the terminal hears MALFORMED. */
export const EVENT_LOG_REFUSALS = [
  'malformed',
  /** No such order, one that was refused, or one that ran out before its first page. */
  'not-ordered',
  /** The order was given to another terminal. */
  'other-terminal',
  /** Pages of one collection name two logs. */
  'other-log',
  /** Not the page that comes next, or entries that do not rise from where the last ended. */
  'out-of-order',
  /** A page that was taken before, with other entries. */
  'differs',
  /** A page after the last. */
  'ended',
  /** More entries than the center keeps of one collection. */
  'too-long',
] as const;
export type EventLogRefusal = (typeof EVENT_LOG_REFUSALS)[number];
