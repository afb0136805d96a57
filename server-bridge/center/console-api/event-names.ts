/** Every event a terminal can tell of, in its reports and in its own event log: one list, so that each has its words. */
import { TERMINAL_EVENTS, type TerminalEvent } from '../../protocol/index.ts';

/** What stands in a terminal's own log besides its reports; the catalogue is the terminal's. */
export const LOG_ONLY_EVENTS = [
  'RECEIPT_FAILED',
  'OPERATOR_HASH_MALFORMED',
  'SCREENS_REFUSED',
  'LINE_REPORTED',
] as const;

export type EventName = TerminalEvent['event'] | (typeof LOG_ONLY_EVENTS)[number];
export const EVENT_NAMES: readonly EventName[] = [...TERMINAL_EVENTS, ...LOG_ONLY_EVENTS];

const KNOWN: ReadonlySet<string> = new Set(EVENT_NAMES);
/** False for an event of a terminal of another release. */
export const isEventName = (word: string): word is EventName => KNOWN.has(word);
